package store

import (
	"testing"

	"kapbridge/internal/pgtest"
)

// TestPreludeReadsOneVersion holds that a write of a resource costs the same
// however many versions it has.
func TestPreludeReadsOneVersion(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	db.MustExec(`insert into fhir_resource (type, id, version, last_updated) values ('Patient', 'p1', 200, now());
		insert into fhir_version (type, id, version, at, deed) select 'Patient', 'p1', n, now(), 'update' from generate_series(1, 200) n`)
	tx := db.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`select from fhir_prelude('[{"type":"Patient","id":"p1","place":0,"look":true}]', '[]', '1s')`)
	var read int
	if err := tx.QueryRow(`select pg_stat_get_xact_tuples_returned('fhir_version_pkey'::regclass)`).Scan(&read); err != nil {
		t.Fatal(err)
	}
	if read != 1 {
		t.Errorf("it reads %d versions, not the current one alone", read)
	}
}
