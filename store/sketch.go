package store

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Sketch writes the migration that a declaration asks for, as a start for a
// new type: what it cannot know, the words for people, is left as a comment
// that names the FHIR element.
func Sketch(r *mapping.Resource) string {
	sk := sketch{t: newTypeSQL(r), about: map[string]string{}, checks: map[string][]string{}}
	r.Walk(sk.learn)
	var b strings.Builder
	b.WriteString("-- +goose Up\n\n")
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
	for _, ix := range IndexesOf(r) {
		fmt.Fprintf(&b, "create index %s_%s on %s (%s);\n", ix.Table, strings.Join(ix.Columns, "_"), ix.Table, strings.Join(ix.Columns, ", "))
	}
	fmt.Fprintf(&b, "\nselect fhir_watch('%s', '%s', 'id');\n", r.Table, r.Type)
	for _, child := range r.Children() {
		fmt.Fprintf(&b, "select fhir_watch('%s', '%s', '%s');\n", child.Name, r.Type, sk.t.owner())
	}
	return b.String()
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
		name := at.Table + "." + c.Name
		if _, known := sk.about[name]; known {
			return // the part of a leaf that was seen whole
		}
	}
	for _, c := range columns {
		sk.about[at.Table+"."+c.Name] = at.Path
	}
	sk.rules(at, columns)
}

func (sk *sketch) rules(at mapping.Site, columns []mapping.Column) {
	name := func(n int) string { return columns[n].Name }
	check := func(format string, parts ...any) {
		sk.checks[at.Table] = append(sk.checks[at.Table], fmt.Sprintf(format, parts...))
	}
	switch at.Lens.Shape() {
	case mapping.ShapeCode:
		if codes := sk.codes(at.Path); codes != "" {
			check("%s in (%s)", name(0), codes)
		}
	case mapping.ShapeRef:
		var names, types []string
		for _, c := range columns {
			names = append(names, c.Name)
			for _, target := range sk.t.targets {
				if target.table == c.To {
					types = append(types, "'"+target.typeName+"'")
				}
			}
		}
		if len(names) > 1 {
			check("num_nonnulls(%s) <= 1", strings.Join(names, ", "))
		}
		if elsewhere := names[len(names)-1]; len(types) > 0 {
			check("is_elsewhere(%s, %s)", elsewhere, strings.Join(types, ", "))
		} else {
			check("%s !~ '^#'", elsewhere)
		}
	case mapping.ShapeMoment:
		if len(columns) > 1 {
			check("%[2]s is null or whole_days(%[1]s, %[2]s)", name(0), name(1))
		}
	case mapping.ShapeDate:
		const whole = "whole_days(%[1]s::timestamp at time zone 'UTC', %[2]s::timestamp at time zone 'UTC', '%[3]s')"
		check("%s is null or "+fmt.Sprintf(whole, name(0), name(1), "month")+" or "+fmt.Sprintf(whole, name(0), name(1), "year"), name(1))
	case mapping.ShapePeriod:
		var names []string
		for _, c := range columns {
			names = append(names, c.Name)
		}
		check("in_order(%s)", strings.Join(names, ", "))
		if len(names) > 2 {
			check("%s in ('day', 'month', 'year')", name(2))
		}
	case mapping.ShapeTimed:
		check("case %[3]s when 'ongoing' then %[1]s is not null and %[2]s is null when 'partial' then whole_days(%[1]s, %[2]s) "+
			"when 'instant' then %[1]s is not null and %[2]s is null else %[3]s is null end", name(0), name(1), name(2))
	case mapping.ShapeTexts:
		check("are_words(%s)", name(0))
	}
}

// codes lists the codes of a required binding that is short enough to spell out.
func (sk *sketch) codes(path string) string {
	e, err := fhir.ResolvePath(sk.t.Type, path)
	if err != nil || e.Binding == "" {
		return ""
	}
	set, ok := fhir.RequiredCodes(e.Binding)
	if !ok || set.Open || len(set.Codes) > 30 {
		return ""
	}
	var codes []string
	for _, code := range set.Codes {
		codes = append(codes, "'"+code.Code+"'")
	}
	return strings.Join(codes, ", ")
}

func (sk *sketch) table(name string, head []string, columns []mapping.Column, foot []string) string {
	lines := head
	for _, c := range columns {
		lines = append(lines, c.Name+" "+sqlType(c))
	}
	lines = append(lines, foot...)
	for _, condition := range sk.checks[name] {
		lines = append(lines, "check ("+condition+")")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "create table %s (\n    %s\n);\n", name, strings.Join(lines, ",\n    "))
	fmt.Fprintf(&b, "comment on table %s is '%s';\n", name, sk.t.Type)
	for _, c := range columns {
		fmt.Fprintf(&b, "comment on column %s.%s is '%s';\n", name, c.Name, sk.about[name+"."+c.Name])
	}
	return b.String() + "\n"
}

func sqlType(c mapping.Column) string {
	switch {
	case c.To != "":
		return "text references " + c.To + " deferrable"
	case c.Type == mapping.TypeText:
		return "words"
	}
	return string(c.Type)
}
