package store

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// mostSortedBy is how much of a text orders it, in characters; the rest would
// only make the cursors long.
const mostSortedBy = 100

// sortedBy is the key of a parameter: of several values the one that comes
// first in the direction (http://hl7.org/fhir/R4/search.html#sort). A single
// column of the main row is taken as it is, so that its index serves.
func (t *typeSQL) sortedBy(s mapping.Sort) sortKey {
	first, among := "min", "least"
	if s.Down {
		first, among = "max", "greatest"
	}
	var values []string
	key := sortKey{down: s.Down}
	for _, place := range s.Param.Places {
		c := &compilation{t: t, term: mapping.Term{Code: s.Code, Param: s.Param}, place: place, row: rowOf(place)}
		value, cast := c.sortValue(first)
		if len(place.Tables) > 0 {
			value = fmt.Sprintf("(select %s(%s) from %s c where c.%s = m.id)", first, value, t.TableOf(place), t.owner())
		}
		values, key.cast = append(values, value), cast
	}
	if key.expression = values[0]; len(values) > 1 {
		key.expression = among + "(" + strings.Join(values, ", ") + ")"
	}
	return key
}

// sortValue is the value of one row by which it is ordered, and its type.
func (c *compilation) sortValue(first string) (expression, cast string) {
	switch c.term.Param.Type {
	case "string":
		return c.sortWords(first), "text"
	case "token":
		return c.sortToken()
	case "reference":
		return c.sortReference(), "text"
	case "date":
		return c.sortDate()
	case "quantity":
		return c.sortAmount(), "numeric"
	}
	if c.term.Param.Type == "number" && len(c.term.Param.Places) > 1 { // whole ones and others
		return c.column(0), string(mapping.TypeNumeric)
	}
	return c.column(0), string(c.place.Columns()[0].Type) // number, uri
}

// sortWords orders texts as they are searched: without case and accents.
func (c *compilation) sortWords(first string) string {
	folded := func(text string) string { return fmt.Sprintf("left(folded(%s), %d)", text, mostSortedBy) }
	switch c.place.Shape() {
	case mapping.ShapeTexts:
		return fmt.Sprintf("(select %s(%s) from unnest(%s) item)", first, folded("item"), c.column(0))
	case mapping.ShapeConcept:
		words := fmt.Sprintf("select text as item from concept where id = %s", c.column(0))
		if looksAtDisplays(c.term.Param) {
			words += fmt.Sprintf(" union all select display from concept_coding where concept_id = %s", c.column(0))
		}
		return fmt.Sprintf("(select %s(%s) from (%s) items)", first, folded("item"), words)
	}
	return folded(c.column(0))
}

// sortToken orders by the code: of a concept that of its first coding, or else
// its text; of an identifier or a contact point by the value; false before true.
func (c *compilation) sortToken() (expression, cast string) {
	switch c.place.Shape() {
	case mapping.ShapeFlag, mapping.ShapeWhether:
		if slices.ContainsFunc(c.term.Param.Places, isNoFlag) {
			return "cast(" + c.flag() + " as text)", "text"
		}
		return "cast(" + c.flag() + " as integer)", "integer"
	case mapping.ShapeConcept:
		return fmt.Sprintf(`(select coalesce((select code from concept_coding where concept_id = id and code is not null order by position limit 1), left(text, %d)) from concept where id = %s)`,
			mostSortedBy, c.column(0)), "text"
	case mapping.ShapeCoding:
		return c.column(1), "text"
	case mapping.ShapeIdentifier:
		value, _, _ := c.identifier()
		return value, "text"
	case mapping.ShapeContact:
		if only := ofSystem.FindStringSubmatch(c.term.Param.Expression); only != nil {
			return fmt.Sprintf("case when %[1]s.system = '%[2]s' then %[1]s.value end", c.row, only[1]), "text"
		}
		return c.row + ".value", "text"
	}
	return c.column(0), "text"
}

// sortReference orders by what is written: Type/id, a URL or a canonical.
func (c *compilation) sortReference() string {
	if c.place.Shape() == mapping.ShapeCode {
		return c.column(0)
	}
	local, elsewhere := c.place.Targets()
	var literals []string
	for _, target := range c.term.Param.Targets {
		if column := local[target]; column != "" {
			literals = append(literals, fmt.Sprintf("'%s/' || %s.%s", target, c.row, column))
		}
	}
	literal := "coalesce(" + strings.Join(append(literals, c.row+"."+elsewhere), ", ") + ")"
	if c.term.Param.OnlyTarget() != "" {
		return fmt.Sprintf("case when %s then %s end", present(c.term.Param, c.place, c.row+"."), literal)
	}
	return literal
}

// sortDate orders by where a time begins, in both directions: an order turned
// round is then the same order backwards, and one index serves both.
func (c *compilation) sortDate() (expression, cast string) {
	if c.place.Shape() == mapping.ShapeDate && len(c.term.Param.Places) > 1 {
		return fmt.Sprintf("cast(%s as timestamp) at time zone 'UTC'", c.column(0)), string(mapping.TypeInstant)
	}
	return c.column(0), string(c.place.Columns()[0].Type)
}

// sortAmount orders by the amount itself, whatever unit it is written in: 0.5 g
// comes before 600 mg. Where the unit is none of those known here, and between
// things that cannot be compared, the plain numbers decide.
func (c *compilation) sortAmount() string {
	m, _, _ := c.measure()
	number := m.low
	if c.place.Shape() == mapping.ShapeRange {
		number = fmt.Sprintf("coalesce(%s, %s)", c.column(0), c.column(4))
	}
	var units strings.Builder
	for _, u := range fhir.Units() {
		scale, offset := u.Base()
		if scale.Cmp(big.NewRat(1, 1)) == 0 && offset.Sign() == 0 {
			continue
		}
		fmt.Fprintf(&units, " when '%s' then %s * %s / %s + %s", u.Code, number, scale.Num(), scale.Denom(), decimal(offset))
	}
	return fmt.Sprintf("case when %s = '%s' then case %s%s else %s end else %s end", m.system, fhir.UCUM, m.code, units.String(), number, number)
}
