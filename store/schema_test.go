package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
	"kapbridge/store"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// schema is what the migrated database has.
type schema struct {
	types    map[string]string // table.column -> type as PostgreSQL names it, the base type of a domain
	foreign  map[string]string // table.column -> table it points to
	indexes  map[string]bool   // table.column, of leading columns
	comments map[string]bool   // table, table.column
	watched  map[string]string // table -> type and owner column of its watch
	tables   []string
}

// TestSchemaFitsTheDeclarations says in words what a migration still lacks.
func TestSchemaFitsTheDeclarations(t *testing.T) {
	s := readSchema(t, pgtest.New(t))
	declared := map[string]bool{}
	for _, r := range mapping.All() {
		declared[r.Table] = true
		s.check(t, r, r.Table, "id", append([]mapping.Column{{Name: "id", Type: mapping.TypeText}}, r.Columns()...))
		owner := mapping.Column{Name: r.Table + "_id", Type: mapping.TypeText, To: r.Table}
		for _, child := range r.Children() {
			declared[child.Name] = true
			s.check(t, r, child.Name, owner.Name, append([]mapping.Column{owner}, child.Columns...))
			for _, parent := range child.Parents {
				if s.types[child.Name+"."+parent+"_id"] != "bigint" {
					t.Errorf("%s: table %s needs the column %s_id bigint, its rows hang on %s", r.Type, child.Name, parent, parent)
				}
			}
		}
		for _, ix := range store.IndexesOf(r) {
			name := ix.Table + "_" + ix.Name // PostgreSQL cuts names at 63 bytes
			if !s.indexes[ix.Table+"."+ix.Columns[0]] && !s.indexes[name[:min(len(name), 63)]] {
				t.Errorf("%s: needs the index %s (%s) where %s", r.Type, name, ix.Columns[0], ix.Where)
			}
		}
	}
	for _, table := range s.tables {
		if !declared[table] && !strings.HasPrefix(table, "fhir_") && !slices.Contains([]string{"concept", "concept_coding"}, table) {
			t.Errorf("table %s belongs to no declaration", table)
		}
	}
}

func (s schema) check(t *testing.T, r *mapping.Resource, table, owner string, columns []mapping.Column) {
	t.Helper()
	for _, c := range columns {
		name := table + "." + c.Name
		switch got := s.types[name]; {
		case got == "":
			t.Errorf("%s: table %s lacks the column %s %s", r.Type, table, c.Name, c.Type)
			continue
		case got != postgresName[c.Type]:
			t.Errorf("%s: column %s is %s, the declaration says %s", r.Type, name, got, c.Type)
		}
		if c.To != "" && s.foreign[name] != c.To {
			t.Errorf("%s: column %s lacks its foreign key to %s", r.Type, name, c.To)
		}
		if !s.comments[name] {
			t.Errorf("%s: column %s has no comment", r.Type, name)
		}
	}
	if !s.comments[table] {
		t.Errorf("%s: table %s has no comment", r.Type, table)
	}
	if want := r.Type + " " + owner; s.watched[table] != want {
		t.Errorf("%s: table %s is not watched: select fhir_watch('%s', '%s', '%s')", r.Type, table, table, r.Type, owner)
	}
}

var postgresName = map[mapping.ColumnType]string{
	mapping.TypeText: "text", mapping.TypeNumeric: "numeric", mapping.TypeInteger: "integer", mapping.TypeBoolean: "boolean",
	mapping.TypeInstant: "timestamp with time zone", mapping.TypeDate: "date", mapping.TypeTexts: "text[]",
}

func readSchema(t *testing.T, db *sqlx.DB) schema {
	t.Helper()
	s := schema{types: map[string]string{}, foreign: map[string]string{}, indexes: map[string]bool{}, comments: map[string]bool{}, watched: map[string]string{}}
	pairs(t, db, `select c.relname || '.' || a.attname, format_type(coalesce(nullif(y.typbasetype, 0), a.atttypid), null)
		from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type y on y.oid = a.atttypid
		where c.relnamespace = 'kap'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`, s.types)
	pairs(t, db, `select k.conrelid::regclass || '.' || a.attname, k.confrelid::regclass::text
		from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
		where k.contype = 'f' and k.connamespace = 'kap'::regnamespace and cardinality(k.conkey) = 1`, s.foreign)
	pairs(t, db, `select tgrelid::regclass::text, convert_from(substring(tgargs for position('\x00'::bytea in tgargs) - 1), 'UTF8') || ' '
			|| convert_from(trim(trailing '\x00'::bytea from substring(tgargs from position('\x00'::bytea in tgargs) + 1)), 'UTF8')
		from pg_trigger where tgname = 'fhir_came'`, s.watched)
	flags(t, db, `select i.indrelid::regclass || '.' || a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
			where i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^\(\w+ IS NOT NULL\)$'
		union all select relname from pg_class where relkind = 'i'`, s.indexes)
	flags(t, db, `select objoid::regclass || coalesce('.' || a.attname, '') from pg_description d
		left join pg_attribute a on a.attrelid = objoid and a.attnum = objsubid and objsubid > 0
		where classoid = 'pg_class'::regclass and objoid in (select oid from pg_class where relnamespace = 'kap'::regnamespace)`, s.comments)
	if err := db.Select(&s.tables, `select relname from pg_class where relnamespace = 'kap'::regnamespace and relkind = 'r'`); err != nil {
		t.Fatal(err)
	}
	return s
}

func pairs(t *testing.T, db *sqlx.DB, query string, into map[string]string) {
	t.Helper()
	var rows []struct{ A, B string }
	if err := db.Select(&rows, `select x.a as a, x.b as b from (`+query+`) x (a, b)`); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		into[r.A] = r.B
	}
}

func flags(t *testing.T, db *sqlx.DB, query string, into map[string]bool) {
	t.Helper()
	var names []string
	if err := db.Select(&names, query); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		into[name] = true
	}
}
