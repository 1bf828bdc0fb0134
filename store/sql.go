package store

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/mapping"
)

// typeSQL is the SQL of one resource type, derived once from its declaration.
type typeSQL struct {
	*mapping.Resource
	targets []target // what its foreign keys point to
	rows    string   // select the rows of the ids $1
	prelude string   // lock the head and look for missing references
	write   string   // rows, concepts, card, head, version and audit record, all at once
	remove  string   // the same for a deletion
}

// target is a table that foreign keys of a type point to.
type target struct{ table, typeName string }

func newTypeSQL(r *mapping.Resource) *typeSQL {
	t := &typeSQL{Resource: r}
	for _, c := range t.allColumns() {
		if c.To != "" && c.To != "concept" && !slices.ContainsFunc(t.targets, func(known target) bool { return known.table == c.To }) {
			for _, other := range mapping.All() {
				if other.Table == c.To {
					t.targets = append(t.targets, target{c.To, other.Type})
				}
			}
		}
	}
	t.rows, t.prelude, t.write, t.remove = t.rowsSQL(), t.preludeSQL(), t.writeSQL(), t.removeSQL()
	return t
}

// allColumns returns the columns of the main table and of every child table.
func (t *typeSQL) allColumns() []mapping.Column {
	all := slices.Clone(t.Columns())
	for _, child := range t.Children() {
		all = append(all, child.Columns...)
	}
	return all
}

// owner is the column of a child table that holds the resource's id.
func (t *typeSQL) owner() string { return t.Table + "_id" }

// rowsSQL reads every row of some resources in one statement, as JSON.
func (t *typeSQL) rowsSQL() string {
	var lists []string
	for _, child := range t.Children() {
		lists = append(lists, fmt.Sprintf(
			"'%[1]s', (select json_agg(json_strip_nulls(to_json(c)) order by c.position, c.id) from %[1]s c where c.%[2]s = m.id)", child.Name, t.owner()))
	}
	return fmt.Sprintf("select m.id, json_strip_nulls(to_json(m)), json_build_object(%s) from %s m where m.id = any($1)",
		strings.Join(lists, ", "), t.Table)
}

// preludeSQL sets the adapter's marks, then locks the head of $1/$2 and names, of the
// references $3... by target, those that lead nowhere: one round trip.
func (t *typeSQL) preludeSQL() string {
	missing := []string{"select null where false"}
	for i, target := range t.targets {
		missing = append(missing, fmt.Sprintf(
			"select '%s/' || x from unnest(cast($%d as text[])) x where not exists (select 1 from %s where id = x)",
			target.typeName, i+3, target.table))
	}
	return fmt.Sprintf(`with mark as materialized (select %s as set)
 select mark.set, array(%s), h.version, h.last_updated, h.deleted, h.placeholder, h.pending
 from mark left join lateral (select * from fhir_resource where type = $1 and id = $2 and mark.set is not null for update) h on true`,
		marks, strings.Join(missing, " union all "))
}

// parameters numbers the parameters of a statement as it is written.
type parameters struct{ n int }

func (p *parameters) next(cast string) string {
	p.n++
	return fmt.Sprintf("cast($%d as %s)", p.n, cast)
}

// writeSQL is one statement for a create or an update: its parameters are, in
// order, those that arguments (write.go) gives.
func (t *typeSQL) writeSQL() string {
	p := &parameters{}
	id := p.next("text")
	parts := []string{conceptsSQL(p)}
	for _, target := range t.targets {
		parts = append(parts, fmt.Sprintf("ghost_%[1]s as (insert into %[1]s (id) select unnest(%[2]s) on conflict do nothing)",
			target.table, p.next("text[]")))
	}
	parts = append(parts,
		fmt.Sprintf("ghosts as (insert into fhir_resource (type, id, version, last_updated, placeholder) select type, id, 0, now(), true from unnest(%s, %s) g (type, id) on conflict do nothing)",
			p.next("text[]"), p.next("text[]")),
		t.mainSQL(p, id))
	for _, child := range t.Children() {
		parts = append(parts, t.childSQL(p, id, child)...)
	}
	parts = append(parts, cardsSQL(p, "'"+t.Type+"'", id)...)
	parts = append(parts, headSQL(p, t.Type, id))
	return "with " + strings.Join(parts, ",\n") + "\nselect count(*) from head"
}

func (t *typeSQL) mainSQL(p *parameters, id string) string {
	names, values, sets := []string{"id"}, []string{id}, []string{"id = excluded.id"}
	for _, c := range t.Columns() {
		names = append(names, c.Name)
		sets = append(sets, fmt.Sprintf("%[1]s = excluded.%[1]s", c.Name))
		if c.Type == mapping.TypeTexts {
			values = append(values, "texts_of("+p.next("text")+")")
		} else {
			values = append(values, p.next(string(c.Type)))
		}
	}
	return fmt.Sprintf("main as (insert into %s (%s) values (%s) on conflict (id) do update set %s)",
		t.Table, strings.Join(names, ", "), strings.Join(values, ", "), strings.Join(sets, ", "))
}

// childSQL deletes the rows that are no longer there and writes those that are
// new or differ; the others are left untouched.
func (t *typeSQL) childSQL(p *parameters, id string, child *mapping.Table) []string {
	names, sources, arrays := []string{"id", "position"}, []string{"u.id", "u.position"}, []string{p.next("bigint[]"), p.next("bigint[]")}
	for _, parent := range child.Parents {
		names = append(names, parent+"_id")
		sources = append(sources, "u."+parent+"_id")
		arrays = append(arrays, p.next("bigint[]"))
	}
	for _, c := range child.Columns {
		names = append(names, c.Name)
		if c.Type == mapping.TypeTexts {
			sources, arrays = append(sources, "texts_of(u."+c.Name+")"), append(arrays, p.next("text[]"))
		} else {
			sources, arrays = append(sources, "u."+c.Name), append(arrays, p.next(string(c.Type)+"[]"))
		}
	}
	var sets, old, fresh []string
	for _, name := range names[1:] {
		sets = append(sets, fmt.Sprintf("%[1]s = excluded.%[1]s", name))
		old, fresh = append(old, "c."+name), append(fresh, "excluded."+name)
	}
	return []string{
		fmt.Sprintf("gone_%[1]s as (delete from %[1]s where %[2]s = %[3]s and not id = any(%[4]s))", child.Name, t.owner(), id, arrays[0]),
		fmt.Sprintf("came_%[1]s as (insert into %[1]s as c (%[2]s, %[3]s) select %[4]s, %[5]s from unnest(%[6]s) u (%[3]s) on conflict (%[2]s, id) do update set %[7]s where (%[8]s) is distinct from (%[9]s))",
			child.Name, t.owner(), strings.Join(names, ", "), id, strings.Join(sources, ", "), strings.Join(arrays, ", "),
			strings.Join(sets, ", "), strings.Join(old, ", "), strings.Join(fresh, ", ")),
	}
}

// removeSQL deletes the clinic's rows of $1 and records the deletion.
func (t *typeSQL) removeSQL() string {
	p := &parameters{}
	id := p.next("text")
	parts := append([]string{fmt.Sprintf("main as (delete from %s where id = %s)", t.Table, id)}, noCardsSQL("'"+t.Type+"'", "= "+id)...)
	return "with " + strings.Join(append(parts, headSQL(p, t.Type, id)), ",\n") + "\nselect count(*) from head"
}

func conceptsSQL(p *parameters) string {
	return fmt.Sprintf("concepts as (insert into concept (id, text) select * from unnest(%s, %s) on conflict do nothing),\n",
		p.next("text[]"), p.next("text[]")) +
		fmt.Sprintf("codings as (insert into concept_coding (concept_id, position, system, version, code, display, user_selected) select * from unnest(%s, %s, %s, %s, %s, %s, %s) on conflict do nothing)",
			p.next("text[]"), p.next("integer[]"), p.next("text[]"), p.next("text[]"), p.next("text[]"), p.next("text[]"), p.next("boolean[]"))
}

// headSQL moves the head from one version to the next and stores the version
// and the audit record. The head moves only from the version that was read.
func headSQL(p *parameters, typeName, id string) string {
	before, version, at, deed := p.next("bigint"), p.next("bigint"), p.next("timestamptz"), p.next("text")
	body, sum, patient, complement := p.next("bytea"), p.next("bytea"), p.next("text"), p.next("text")
	head := fmt.Sprintf(`head as (insert into fhir_resource as h (type, id, version, last_updated, deleted, patient, complement)
 values ('%s', %s, %s, %s, %s = 'delete', %s, %s)
 on conflict (type, id) do update set version = excluded.version, last_updated = excluded.last_updated, deleted = excluded.deleted,
  patient = excluded.patient, complement = excluded.complement, placeholder = false, pending = false, pending_by = null
 where h.version = %s returning 1)`, typeName, id, version, at, deed, patient, complement, before)
	made := fmt.Sprintf(`made as (insert into fhir_version (type, id, version, at, deed, body, sha256)
 values ('%s', %s, %s, %s, %s, %s, %s))`, typeName, id, version, at, deed, body, sum)
	return head + ",\n" + made + ",\n" + "noted as (" + auditInsert(func(t string) string { return p.next(t) }) + ")"
}
