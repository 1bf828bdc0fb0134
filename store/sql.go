package store

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"kapbridge/mapping"
)

// typeSQL is the SQL of one resource type, derived once from its declaration.
type typeSQL struct {
	*mapping.Resource
	targets map[string]string // the types that its foreign keys point to, by table
	rows    string            // select the rows of the ids $1
	remove  string            // delete the rows of some resources and record it
	writes  sync.Map          // shape -> the statement that writes resources of it
}

func newTypeSQL(r *mapping.Resource) *typeSQL {
	t := &typeSQL{Resource: r, targets: map[string]string{}}
	for _, other := range mapping.All() {
		if slices.ContainsFunc(t.allColumns(), func(c mapping.Column) bool { return c.To == other.Table }) {
			t.targets[other.Table] = other.Type
		}
	}
	t.rows, t.remove = t.rowsSQL(), t.removeSQL()
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

// parameters numbers the parameters of a statement as it is written.
type parameters struct{ n int }

func (p *parameters) next(cast string) string {
	p.n++
	return fmt.Sprintf("cast($%d as %s)", p.n, cast)
}
