package store_test

import (
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
	"kapbridge/store"
)

// TestSketchesAreSQL runs the sketch of every declaration, in a schema of its
// own beside the real tables, up to the part about other types.
func TestSketchesAreSQL(t *testing.T) {
	db := pgtest.New(t)
	for _, r := range mapping.All() {
		text, _, _ := strings.Cut(store.Sketch(r), "\n-- What other types")
		if err := rehearse(db, text); err != nil {
			t.Errorf("%s: %v", r.Type, err)
		}
	}
}

func rehearse(db *sqlx.DB, text string) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback() // it was a rehearsal
	_, err = tx.Exec("create schema rehearsal; set local search_path = rehearsal, kap;\n" + text)
	return err
}
