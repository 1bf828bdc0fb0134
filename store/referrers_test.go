package store

import (
	"strings"
	"testing"

	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
)

// TestReferrersAreFoundByIndex asks for each type what refers to it: the
// statement is sound, and every column that it looks at has an index.
func TestReferrersAreFoundByIndex(t *testing.T) {
	db := pgtest.New(t)
	tx := db.MustBegin()
	defer tx.Rollback() // it only reads
	tx.MustExec(`set local enable_seqscan = off`)
	tx.MustExec(`set local enable_bitmapscan = off`)
	columns := 0
	for _, r := range mapping.All() {
		var plan []string
		if err := tx.Select(&plan, "explain "+referrersSQL(r), "a"); err != nil {
			t.Fatalf("%s: %v", r.Type, err)
		}
		looked, indexed := strings.Count(referrersSQL(r), "(select '"), strings.Count(strings.Join(plan, "\n"), "Index Cond:")
		if looked != indexed {
			t.Errorf("%s: %d columns, %d looked up by an index:\n%s", r.Type, looked, indexed, strings.Join(plan, "\n"))
		}
		columns += looked
	}
	if columns < 20 {
		t.Errorf("only %d columns refer to something", columns)
	}
}
