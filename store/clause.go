package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// clause compiles one term of a search to a condition on the main row m and
// its head h. There is one compiler per type of parameter, never per parameter.
func (t *typeSQL) clause(b *builder, term mapping.Term) (string, error) {
	switch {
	case term.Chain != nil:
		return t.chain(b, term.Chain)
	case term.Filter != nil:
		return t.filter(b, term.Filter)
	case term.Param.Universal():
		return t.universal(b, term)
	case term.Param.Type == "composite":
		return t.composite(b, term)
	}
	places, err := t.places(b, term)
	if err != nil {
		return "", err
	}
	condition := t.ofRow("(" + strings.Join(places, " or ") + ")")
	if term.Beyond != nil {
		further, err := t.chain(b, term.Beyond)
		if err != nil {
			return "", err
		}
		condition = t.either(places, further)
	}
	if term.Modifier == "not" || term.Modifier == "not-in" || term.Modifier == "missing" && term.Values[0] == "true" {
		condition = "not coalesce(" + condition + ", false)"
	}
	return condition, nil
}

// places compiles a term for each place where the parameter looks.
func (t *typeSQL) places(b *builder, term mapping.Term) (all []string, err error) {
	if term.Modifier == "identifier" { // no column shows it
		condition, err := t.labelled(b, term)
		return []string{condition}, err
	}
	var tables []string
	rows := map[string][]string{} // conditions by child table
	for _, place := range term.Param.Places {
		condition, err := t.at(b, term, place, rowOf(place))
		if err != nil {
			return nil, err
		}
		if len(place.Tables) == 0 {
			all = append(all, condition)
			continue
		}
		table := t.TableOf(place)
		if rows[table] == nil {
			tables = append(tables, table)
		}
		rows[table] = append(rows[table], condition)
	}
	for _, table := range tables {
		all = append(all, t.inRow(table, strings.Join(rows[table], " or ")))
	}
	if term.Modifier == "missing" && slices.Contains(term.Param.Modifiers(), "identifier") { // a reference may say who it means in no other way
		all = append(all, "exists (select "+t.labels(term.Param)+" and l.id = m.id)")
	}
	return all, nil
}

// either finds the resources here and beyond. Where both are columns of the main
// row that have one of some values, whatever else a search says may narrow it
// first; else each is found for itself, so that an index serves each.
func (t *typeSQL) either(places []string, further string) string {
	if len(places) == 0 {
		return further
	}
	here := strings.Join(places, " or ")
	if column, among, ok := strings.Cut(further, " in (select "); ok && isColumn(column) &&
		strings.Count(here, "(select ") == strings.Count(here, "array(select ") {
		values := "cast(array(select " + strings.TrimSuffix(among, ")") + ") as text[])"
		some := oneOf.ReplaceAllString(here, "'{}' <> (") // where no row can have a value, none is looked at
		return fmt.Sprintf("((%s or %s = any(%s)) and (%s or '{}' <> %s))", here, column, values, some, values)
	}
	ids := fmt.Sprintf("select m.id from %s m where ", t.Table)
	return "m.id in (" + ids + here + " union all " + ids + further + ")"
}

var oneOf = regexp.MustCompile(`m\.\w+ = any\(`)

// rowOf is the alias of the row that holds the place's columns.
func rowOf(p mapping.Place) string {
	if len(p.Tables) > 0 {
		return "c"
	}
	return "m"
}

// at compiles the values of a term for one of its places, in the row of which it holds.
func (t *typeSQL) at(b *builder, term mapping.Term, place mapping.Place, row string) (string, error) {
	if term.Modifier == "missing" {
		return present(term.Param, place, row+"."), nil
	}
	if term.Modifier == mapping.Unequal && term.Param.Type != "string" {
		return t.unequal(b, term, place, row)
	}
	compile, ok := compilers[term.Param.Type]
	if !ok {
		return "", fhir.Refuse(400, "not-supported", "search by %q, a parameter of type %s, is not supported", term.Code, term.Param.Type)
	}
	c := &compilation{builder: b, t: t, term: term, place: place, row: row}
	return anyOf(term.Values, func(v string) (string, error) { return compile(c, v) })
}

// compilation is one value of a term looked for in one place.
type compilation struct {
	*builder
	t     *typeSQL
	term  mapping.Term
	place mapping.Place
	row   string // alias of the row that holds the place's columns
}

// column names the nth column of the place.
func (c *compilation) column(n int) string { return c.row + "." + c.place.Columns()[n].Name }

var compilers = map[string]func(*compilation, string) (string, error){
	"token":     tokenCondition,
	"reference": referenceCondition,
	"date":      dateValue,
	"string":    stringCondition,
	"uri":       uriCondition,
	"number":    numberValue,
	"quantity":  quantityCondition,
	"special":   nearCondition,
}

// inRow says that a row of a child table fulfils the condition; every child row
// names the resource, however deep it is.
func (t *typeSQL) inRow(table, condition string) string {
	return fmt.Sprintf("exists (select 1 from %s c where c.%s = m.id and (%s))", table, t.owner(), condition)
}

// anyOf joins the values of a term: a comma means or.
func anyOf(values []string, compile func(string) (string, error)) (string, error) {
	parts := make([]string, len(values))
	for i, v := range values {
		condition, err := compile(v)
		if err != nil {
			return "", err
		}
		parts[i] = condition
	}
	return "(" + strings.Join(parts, " or ") + ")", nil
}
