package migrations_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jmoiron/sqlx"

	"kapbridge/internal/pgtest"
)

// TestSeen opens, commits and takes back transactions that write a head each, in
// random order, and takes snapshots between them: what a snapshot has seen is
// what its statement could read.
func TestSeen(t *testing.T) {
	db := pgtest.New(t)
	random := rand.New(rand.NewPCG(5, 5))
	var open []*sqlx.Tx
	snapshots := map[string][]string{}
	finish := func() {
		n := random.IntN(len(open))
		end := open[n].Commit
		if random.IntN(4) == 0 {
			end = open[n].Rollback
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		open = slices.Delete(open, n, n+1)
	}
	for n := range 40 {
		tx := db.MustBegin()
		tx.MustExec(`insert into fhir_resource (type, id, version, last_updated) values ('Patient', $1, 1, now())`, fmt.Sprint("p", n))
		if open = append(open, tx); len(open) > 3 || random.IntN(2) == 0 {
			finish()
		}
		var snapshot string
		var ids []string
		both := db.MustBegin()
		both.MustExec(`set transaction isolation level repeatable read`)
		if err := both.Get(&snapshot, `select pg_current_snapshot()`); err != nil {
			t.Fatal(err)
		}
		if err := both.Select(&ids, `select id from fhir_resource order by id`); err != nil {
			t.Fatal(err)
		}
		if err := both.Commit(); err != nil {
			t.Fatal(err)
		}
		snapshots[snapshot] = ids
	}
	for len(open) > 0 {
		finish()
	}
	for snapshot, ids := range snapshots {
		var seen []string
		if err := db.Select(&seen, `select id from fhir_resource where fhir_seen(xmin, $1) order by id`, snapshot); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(seen, ids) {
			t.Errorf("%s has seen %v, not %v", snapshot, ids, seen)
		}
	}
}
