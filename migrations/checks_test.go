package migrations_test

import (
	"testing"

	"kapbridge/internal/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// TestChecksTellRightFromWrong tries the checks that the tables of all types
// share, at the edges of what they let through.
func TestChecksTellRightFromWrong(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for expression, want := range map[string]bool{
		`are_words(null)`:             true,
		`are_words(array['a', 'b'])`:  true,
		`are_words('{}')`:             false,
		`are_words(array['a', ''])`:   false,
		`are_words(array['a', null])`: false,

		`is_elsewhere(null, 'Patient')`:                             true,
		`is_elsewhere('https://ehr.example/Patient/p1', 'Patient')`: true,
		`is_elsewhere('Group/g1', 'Patient', 'Location')`:           true,
		`is_elsewhere('Patient/a_b', 'Patient')`:                    true, // no id of FHIR
		`is_elsewhere('Patient/..', 'Patient')`:                     true, // nor one that is kept here
		`is_elsewhere('Patient/p1', 'Location', 'Patient')`:         false,
		`is_elsewhere('Patient/p1/_history/2', 'Patient')`:          false,
		`is_elsewhere('#p1', 'Patient')`:                            false,
		`is_elsewhere(null)`:                                        true,
		`is_elsewhere('Group/g1')`:                                  true,
		`is_elsewhere('Group/g1/_history/2')`:                       false,
		`is_elsewhere('Group/g1/_history/2', 'Patient')`:            false,
		`is_elsewhere('https://ehr.example/Group/g1/_history/2')`:   true,
		`is_elsewhere('#g1')`:                                       false,

		`in_order(null, null)`:                                      true,
		`in_order('2026-01-01Z', '2026-01-01Z')`:                    true,
		`in_order('2026-01-02Z', '2026-01-01Z')`:                    false,
		`in_order('2026-01-02T14:00Z', '2026-01-02Z')`:              true, // T02:00-12:00 of the day that ends at midnight UTC
		`in_order('2026-01-01Z', 'infinity')`:                       false,
		`in_order('2026-01-01Z', '2026-03-01Z', 'month')`:           true,
		`in_order('2026-01-01Z', null, 'year')`:                     true,
		`in_order(null, null, 'day')`:                               false,
		`in_order('2026-01-01Z', '2026-01-01Z', 'day')`:             false,
		`in_order('2026-01-01T08:00Z', '2026-01-02T08:00Z', 'day')`: false,
	} {
		var got bool
		if err := db.Get(&got, "select "+expression); err != nil {
			t.Errorf("%s: %v", expression, err)
		} else if got != want {
			t.Errorf("%s is %v, want %v", expression, got, want)
		}
	}
}

// TestIndexesNeedNoSearchPath calls what indexes call as autovacuum and a restore
// do, which do not have the clinic's schema in their search_path.
func TestIndexesNeedNoSearchPath(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	db.SetMaxOpenConns(1)
	for _, call := range []string{"folded('Ä')", "folded_start('Ä')", "folded_items('{Ä}')", "item_begins('Ä')", "fhir_lexemes('a', 'Ä')",
		"is_elsewhere('#a', 'Patient')", "in_order(now(), now())", "whole_days(now(), now())", "are_words('{a}')"} {
		if _, err := db.Exec("set search_path = ''; select kap." + call + "; set search_path = kap"); err != nil {
			t.Errorf("%s: %v", call, err)
		}
	}
}
