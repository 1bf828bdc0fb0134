package store

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/mapping"
)

// Sketch writes the migration that a declaration asks for, as a start for a
// new type. What it cannot know, the words for people, is left to its author:
// a comment names the FHIR element that a column is for.
func Sketch(r *mapping.Resource) string {
	sk := sketch{t: newTypeSQL(r), about: map[string]string{}, checks: map[string][]string{}}
	r.Walk(sk.learn)
	var b strings.Builder
	b.WriteString("-- +goose Up\n-- What the tables are for.\n\n")
	b.WriteString(sk.table(r.Table, []string{"id fhir_id primary key"}, r.Columns(), nil))
	for _, child := range r.Children() {
		head := []string{
			fmt.Sprintf("%s fhir_id not null references %s on delete cascade deferrable", sk.t.owner(), r.Table),
			"id bigint not null default nextval('child_row_key')",
			"position bigint not null default nextval('child_row_position')",
		}
		var foot []string
		for _, parent := range child.Parents {
			head = append(head, parent+"_id bigint")
			foot = append(foot, fmt.Sprintf("foreign key (%s, %s_id) references %s on delete cascade deferrable", sk.t.owner(), parent, parent))
		}
		foot = append([]string{fmt.Sprintf("primary key (%s, id)", sk.t.owner())}, foot...)
		b.WriteString(sk.table(child.Name, head, child.Columns, foot))
	}
	fmt.Fprintf(&b, "select fhir_watch('%s', '%s', 'id');\n", r.Table, r.Type)
	for _, child := range r.Children() {
		fmt.Fprintf(&b, "select fhir_watch('%s', '%s', '%s');\n", child.Name, r.Type, sk.t.owner())
	}
	return b.String() + adoptions(r)
}

// adoptions moves what other types say of the new one into foreign keys.
func adoptions(r *mapping.Resource) string {
	var b strings.Builder
	for _, other := range mapping.All() {
		if other == r {
			continue
		}
		other.Walk(func(at mapping.Site) {
			if at.Lens.Shape() != mapping.ShapeRef {
				return
			}
			local, elsewhere := (mapping.Place{Lens: at.Lens}).Targets()
			if column := local[r.Type]; column != "" {
				fmt.Fprintf(&b, "alter table %[1]s add column %[2]s text references %[3]s deferrable;\ncomment on column %[1]s.%[2]s is '%[4]s';\nselect fhir_adopt('%[1]s', '%[5]s', '%[2]s', '%[6]s');\n",
					at.Table, column, r.Table, at.Path, elsewhere, r.Type)
			}
		})
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n-- What other types say of it; leave out those whose column is there already.\n" + b.String()
}

// sketch gathers, per table, what can be derived of its columns.
type sketch struct {
	t      *typeSQL
	about  map[string]string   // table.column -> FHIR path
	checks map[string][]string // table -> conditions
}

// learn notes which element a column comes from and the rules that the lens
// needs, so that two rows never show the same.
func (sk *sketch) learn(at mapping.Site) {
	if !at.Lens.IsLeaf() {
		return
	}
	columns := at.Lens.Columns()
	for _, c := range columns {
		if name := at.Table + "." + c.Name; sk.about[name] == "" {
			sk.about[name] = at.Path
		}
	}
	sk.rules(at, columns)
}

func (sk *sketch) table(name string, head []string, columns []mapping.Column, foot []string) string {
	lines := head
	for _, c := range columns {
		lines = append(lines, c.Name+" "+sk.sqlType(name, c))
	}
	lines = append(lines, foot...)
	for _, condition := range sk.checks[name] {
		lines = append(lines, "check ("+condition+")")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "create table %s (\n    %s\n);\n", name, strings.Join(lines, ",\n    "))
	fmt.Fprintf(&b, "comment on table %s is '%s';\n", name, sk.t.Type)
	if name == sk.t.Table {
		fmt.Fprintf(&b, "comment on column %s.id is 'the logical id, under which others know it';\n", name)
	} else {
		fmt.Fprintf(&b, "comment on column %s.%s is 'the %s whose row it is';\n", name, sk.t.owner(), strings.ReplaceAll(sk.t.Table, "_", " "))
		fmt.Fprintf(&b, "comment on column %s.id is 'key of the row among those of its owner; it never changes';\n", name)
		fmt.Fprintf(&b, "comment on column %s.position is 'the order of the rows';\n", name)
	}
	for _, c := range columns {
		fmt.Fprintf(&b, "comment on column %s.%s is '%s';\n", name, c.Name, sk.about[name+"."+c.Name])
	}
	for _, ix := range IndexesOf(sk.t.Resource) {
		if ix.Table == name {
			b.WriteString(ix.sketch())
		}
	}
	return b.String() + "\n"
}

func (ix Index) sketch() string {
	text := fmt.Sprintf("create index %s_%s on %s", ix.Table, ix.Name, ix.Table)
	if ix.Words {
		text += " using gin"
	}
	text += " (" + strings.Join(ix.Columns, ", ") + ")"
	if ix.Where != "" {
		text += " where " + ix.Where
	}
	if text += ";\n"; ix.Length != "" { // without, it takes a third of the rows for long ones
		text += fmt.Sprintf("create statistics %s_%s_length on (%s) from %s;\n", ix.Table, ix.Columns[0], ix.Length, ix.Table)
	}
	return text
}

func (sk *sketch) sqlType(table string, c mapping.Column) string {
	switch {
	case c.To != "":
		return "text references " + c.To + " deferrable"
	case c.Type == mapping.TypeText && slices.ContainsFunc(IndexesOf(sk.t.Resource), func(ix Index) bool {
		return ix.Table == table && slices.Contains(ix.Columns, c.Name)
	}):
		return "short_words"
	case c.Type == mapping.TypeText:
		return "words"
	}
	return string(c.Type)
}
