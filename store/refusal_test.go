package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
)

// TestSchemaRefusesWhatCannotBeShown tries rows that the clinic's software could
// write and that no resource can show apart from others (law 2): a check of the
// table must refuse each. It finds the checks that a migration forgot.
func TestSchemaRefusesWhatCannotBeShown(t *testing.T) {
	db := pgtest.New(t)
	for _, r := range mapping.All() {
		if _, err := db.Exec(fmt.Sprintf("insert into %s (id) values ('owner')", r.Table)); err != nil {
			t.Fatal(err)
		}
		r.Walk(func(at mapping.Site) {
			if at.Lens.IsLeaf() {
				for _, bad := range impossible(r, at) {
					try(t, db, r, at, bad)
				}
			}
		})
	}
}

// try inserts a row with these columns and wants a check to refuse it.
func try(t *testing.T, db *sqlx.DB, r *mapping.Resource, at mapping.Site, bad map[string]string) {
	t.Helper()
	var names, values []string
	for column, value := range bad {
		names, values = append(names, column), append(values, value)
	}
	text := fmt.Sprintf("update %s set (%s) = row(%s) where id = 'owner'", at.Table, strings.Join(names, ", "), strings.Join(values, ", "))
	if at.Table != r.Table {
		text = fmt.Sprintf("insert into %s (%s_id, %s) values ('owner', %s)", at.Table, r.Table, strings.Join(names, ", "), strings.Join(values, ", "))
	}
	_, err := db.Exec(text)
	var e *pq.Error
	if !errors.As(err, &e) || e.Code != pqerror.CheckViolation {
		t.Errorf("%s.%s: no check refuses: %s (%v)", r.Type, at.Path, text, err)
	}
}

// impossible lists columns of one leaf that cannot stand together, as SQL.
func impossible(r *mapping.Resource, at mapping.Site) []map[string]string {
	c := at.Lens.Columns()
	name := func(n int) string { return c[n].Name }
	const noon = "timestamptz '2026-03-01 12:00Z'"
	switch at.Lens.Shape() {
	case mapping.ShapeCode:
		bad := []map[string]string{{name(0): "''"}}
		if e, err := fhir.ResolvePath(r.Type, at.Path); err == nil {
			if set, ok := fhir.RequiredCodes(e.Binding); ok && !set.Open && len(set.Codes) <= 30 {
				bad = append(bad, map[string]string{name(0): "'no-such-code'"})
			}
		}
		return bad
	case mapping.ShapeText:
		return []map[string]string{{name(0): "''"}}
	case mapping.ShapeTexts:
		return []map[string]string{{name(0): "'{}'"}, {name(0): "'{\"\"}'"}}
	case mapping.ShapeRef:
		return impossibleReferences(at)
	case mapping.ShapeMoment:
		if len(c) > 1 {
			return []map[string]string{{name(0): noon, name(1): noon + " + interval '1 hour'"}, {name(1): noon}}
		}
	case mapping.ShapeDate:
		return []map[string]string{{name(0): "date '2026-03-01'", name(1): "date '2026-03-03'"}}
	case mapping.ShapePeriod:
		bad := []map[string]string{{name(0): noon, name(1): noon + " - interval '2 days'"}}
		if len(c) > 2 {
			bad = append(bad, map[string]string{name(0): noon, name(2): "'day'"}, map[string]string{name(2): "'day'"}, map[string]string{name(0): noon, name(2): "'hour'"})
		}
		return bad
	case mapping.ShapeTimed:
		return []map[string]string{
			{name(0): noon, name(1): noon + " + interval '1 hour'", name(2): "'ongoing'"}, {name(2): "'ongoing'"},
			{name(0): noon, name(1): noon + " + interval '1 hour'", name(2): "'partial'"}, {name(0): noon, name(2): "'whatever'"},
			{name(0): noon, name(1): noon + " - interval '2 days'"},
		}
	}
	if at.Lens.IsChoice() {
		return impossibleChoices(at.Lens)
	}
	return nil
}

// impossibleReferences sets two keys at once, and keys as text.
func impossibleReferences(at mapping.Site) []map[string]string {
	local, elsewhere := mapping.Place{Lens: at.Lens}.Targets()
	bad := []map[string]string{{elsewhere: "'#contained'"}}
	columns := at.Lens.Columns()
	for i := range columns[1:] {
		pair := map[string]string{}
		for _, c := range columns[i : i+2] {
			pair[c.Name] = "'x'"
		}
		bad = append(bad, pair)
	}
	for typeName := range local {
		bad = append(bad, map[string]string{elsewhere: "'" + typeName + "/x'"})
	}
	return bad
}

// impossibleChoices sets each two neighbouring alternatives at once.
func impossibleChoices(choice *mapping.Lens) []map[string]string {
	var bad []map[string]string
	for i := range choice.Lenses[1:] {
		pair := map[string]string{}
		for _, a := range choice.Lenses[i : i+2] {
			c := a.Columns()[0]
			pair[c.Name] = map[mapping.ColumnType]string{
				mapping.TypeText: "'x'", mapping.TypeNumeric: "1", mapping.TypeInteger: "1", mapping.TypeBoolean: "true",
				mapping.TypeInstant: "timestamptz '2026-03-01 00:00Z'", mapping.TypeDate: "date '2026-03-01'",
			}[c.Type]
		}
		bad = append(bad, pair)
	}
	return bad
}
