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
	sk := sketch{t: newTypeSQL(r), about: map[string]string{}, checks: map[string]string{}}
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

type sketch struct {
	t      *typeSQL
	about  map[string]string // table.column -> FHIR path
	checks map[string]string // table.column -> condition
	sets   map[string][]string
}

// learn notes which element a column comes from and the rules it can derive.
func (sk *sketch) learn(at mapping.Site) {
	if !at.Lens.IsLeaf() {
		return
	}
	columns := at.Lens.Columns()
	for _, c := range columns {
		name := at.Table + "." + c.Name
		if _, known := sk.about[name]; !known {
			sk.about[name] = at.Path
		}
	}
	first := at.Table + "." + columns[0].Name
	e, err := fhir.ResolvePath(sk.t.Type, at.Path)
	if err == nil && at.Lens.Shape() == mapping.ShapeCode && e.Binding != "" {
		if set, ok := fhir.RequiredCodes(e.Binding); ok && !set.Open && len(set.Codes) <= 30 {
			var codes []string
			for _, code := range set.Codes {
				codes = append(codes, "'"+code.Code+"'")
			}
			sk.checks[first] = fmt.Sprintf("%s in (%s)", columns[0].Name, strings.Join(codes, ", "))
		}
	}
	switch at.Lens.Shape() {
	case mapping.ShapeRef:
		var names []string
		for _, c := range columns {
			names = append(names, c.Name)
		}
		if len(names) > 1 {
			sk.checks[at.Table+"."+names[len(names)-1]] = fmt.Sprintf("num_nonnulls(%s) <= 1", strings.Join(names, ", "))
		}
	case mapping.ShapeMoment:
		sk.checks[at.Table+"."+columns[1].Name] = fmt.Sprintf("%[2]s is null or whole_days(%[1]s, %[2]s)", columns[0].Name, columns[1].Name)
	case mapping.ShapeDate:
		sk.checks[at.Table+"."+columns[1].Name] = fmt.Sprintf("%[2]s is null or whole_days(%[1]s::timestamp at time zone 'UTC', %[2]s::timestamp at time zone 'UTC')", columns[0].Name, columns[1].Name)
	case mapping.ShapePeriod:
		sk.checks[at.Table+"."+columns[1].Name] = fmt.Sprintf("%[2]s >= %[1]s", columns[0].Name, columns[1].Name)
		if len(columns) > 2 {
			sk.checks[at.Table+"."+columns[2].Name] = fmt.Sprintf("%[3]s in ('day', 'month', 'year') and num_nonnulls(%[1]s, %[2]s) > 0 and starts_unit(%[1]s, %[3]s) and starts_unit(%[2]s, %[3]s)",
				columns[0].Name, columns[1].Name, columns[2].Name)
		}
	case mapping.ShapeTimed:
		sk.checks[at.Table+"."+columns[2].Name] = fmt.Sprintf("case %[3]s when 'ongoing' then %[1]s is not null and %[2]s is null when 'partial' then whole_days(%[1]s, %[2]s) when 'instant' then %[1]s is not null and %[2]s is null when null then true else false end",
			columns[0].Name, columns[1].Name, columns[2].Name)
	}
}

func (sk *sketch) table(name string, head []string, columns []mapping.Column, foot []string) string {
	lines := head
	for _, c := range columns {
		line := c.Name + " " + sqlType(c)
		if check := sk.checks[name+"."+c.Name]; check != "" {
			line += " check (" + check + ")"
		}
		lines = append(lines, line)
	}
	lines = append(lines, foot...)
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
