package store

import (
	"fmt"
	"strings"
)

// shape is what a statement that writes resources of a type has to do. Each
// part costs PostgreSQL some 50 us before it has done anything, so what there is
// nothing for is left out; statements are kept by their shape.
type shape struct {
	fresh  bool   // none of the resources was ever here
	main   bool   // there are rows of the main table
	came   uint64 // child tables that have new or other rows, by their place among Children
	gone   uint64 // child tables that lose rows
	labels bool   // there are labels
}

// mostWriteShapes bounds the shapes of all types whose statements are kept
// prepared on each connection, where a plan takes a good part of a megabyte.
const mostWriteShapes = 150

// kept gives the shape whose statement writes what has this one: itself, or,
// once there are many, that which has a place for everything.
func (s *Store) kept(t *typeSQL, want shape) shape {
	if _, known := t.writes.Load(want); known || s.writeShapes.Add(1) <= mostWriteShapes {
		return want
	}
	all := uint64(1)<<len(t.Children()) - 1
	whole := shape{fresh: want.fresh, main: true, came: all, labels: true}
	if !want.fresh {
		whole.gone = all
	}
	return whole
}

// writeSQL is one statement for any number of creates and updates of a type:
// rows, cards, heads, versions and audit records. Rows come as JSON, one
// parameter for a table; the parameters are, in order, those that
// batch.arguments gives.
func (t *typeSQL) writeSQL(s shape) string {
	if known, ok := t.writes.Load(s); ok {
		return known.(string)
	}
	p := &parameters{}
	parts := []string{headsSQL(p)}
	if s.main {
		parts = append(parts, t.mainSQL(p, s.fresh))
	}
	for i, child := range t.Children() {
		if s.came&(1<<i) != 0 {
			parts = append(parts, t.cameSQL(p, child.Name, t.childColumns(child), s.fresh))
		}
		if s.gone&(1<<i) != 0 {
			parts = append(parts, fmt.Sprintf("gone_%[1]s as (delete from %[1]s where (%[2]s, id) in (select %[2]s, id from json_to_recordset(%[3]s) g (%[2]s text, id bigint)))",
				child.Name, t.owner(), p.next("json")))
		}
	}
	parts = append(parts, cardsSQL(p, "'"+t.Type+"'", s.fresh, s.labels)...)
	parts = append(parts, versionsSQL(p, t.Type, s.fresh)...)
	text := "with " + strings.Join(parts, ",\n") + "\nselect count(*) from head"
	t.writes.Store(s, text)
	return text
}

// removeSQL deletes the rows of some resources and records the deletions.
func (t *typeSQL) removeSQL() string {
	p := &parameters{}
	parts := []string{headsSQL(p), fmt.Sprintf("main as (delete from %s where id in (select id from heads))", t.Table)}
	parts = append(parts, noCardsSQL("'"+t.Type+"'", "in (select id from heads)")...)
	parts = append(parts, versionsSQL(p, t.Type, false)...)
	return "with " + strings.Join(parts, ",\n") + "\nselect count(*) from head"
}

func (t *typeSQL) mainSQL(p *parameters, fresh bool) string {
	names := []string{"id"}
	for _, c := range t.Columns() {
		names = append(names, c.Name)
	}
	conflict := ""
	if !fresh {
		conflict = " on conflict (id) do update set " + excluded(names)
	}
	return fmt.Sprintf("main as (insert into %[1]s (%[2]s) select %[2]s from json_populate_recordset(cast(null as %[1]s), %[3]s)%[4]s)",
		t.Table, strings.Join(names, ", "), p.next("json"), conflict)
}

// cameSQL writes child rows that are new or differ; others are left untouched.
func (t *typeSQL) cameSQL(p *parameters, table string, names []string, fresh bool) string {
	conflict := ""
	if !fresh {
		var old, new []string
		for _, name := range names[2:] {
			old, new = append(old, "c."+name), append(new, "excluded."+name)
		}
		conflict = fmt.Sprintf(" on conflict (%s, id) do update set %s where (%s) is distinct from (%s)",
			t.owner(), excluded(names[2:]), strings.Join(old, ", "), strings.Join(new, ", "))
	}
	return fmt.Sprintf("came_%[1]s as (insert into %[1]s as c (%[2]s) select %[2]s from json_populate_recordset(cast(null as %[1]s), %[3]s)%[4]s)",
		table, strings.Join(names, ", "), p.next("json"), conflict)
}

func excluded(names []string) string {
	sets := make([]string, len(names))
	for i, name := range names {
		sets[i] = fmt.Sprintf("%[1]s = excluded.%[1]s", name)
	}
	return strings.Join(sets, ", ")
}

// headsSQL takes the versions that are to be written apart, each with the place
// of its body in one long parameter.
func headsSQL(p *parameters) string {
	return fmt.Sprintf("heads as materialized (select * from json_to_recordset(%s) u (id text, version bigint, at timestamptz, deed text, patient text, complement text, start integer, length integer, sum bytea))",
		p.next("json"))
}

// versionsSQL moves the heads from one version to the next and stores versions
// and audit records. A head moves only from the version that was read.
func versionsSQL(p *parameters, typeName string, fresh bool) []string {
	conflict := ""
	if !fresh {
		conflict = ` on conflict (type, id) do update set version = excluded.version, last_updated = excluded.last_updated, deleted = excluded.deleted,
  patient = excluded.patient, complement = excluded.complement, placeholder = false, pending = false, pending_by = null
 where h.version = excluded.version - 1`
	}
	return []string{
		fmt.Sprintf("head as (insert into fhir_resource as h (type, id, version, last_updated, deleted, patient, complement)\n select '%s', id, version, at, deed = 'delete', patient, complement from heads%s returning 1)",
			typeName, conflict),
		fmt.Sprintf("made as (insert into fhir_version (type, id, version, at, deed, body, sha256)\n select '%s', id, version, at, deed, substring((select convert_to(%s, 'UTF8')) from start for length), sum from heads)",
			typeName, p.next("text")),
		"noted as (" + auditInsert(p.next) + ")",
	}
}

// conceptsSQL stores concepts that may not be here yet.
const conceptsSQL = `with concepts as (insert into concept (id, text) select id, text from json_populate_recordset(cast(null as concept), cast($1 as json)) on conflict do nothing)
 insert into concept_coding (concept_id, position, system, version, code, display, user_selected)
 select concept_id, position, system, version, code, display, user_selected
 from json_populate_recordset(cast(null as concept_coding), cast($2 as json)) on conflict do nothing`

// ghostsSQL makes placeholders for resources that are not here yet.
func (t *typeSQL) ghostsSQL() string {
	return fmt.Sprintf(`with rows as (insert into %s (id) select unnest(cast($1 as text[])) on conflict do nothing)
 insert into fhir_resource (type, id, version, last_updated, placeholder) select '%s', id, 0, now(), true from unnest(cast($1 as text[])) g (id) on conflict do nothing`,
		t.Table, t.Type)
}
