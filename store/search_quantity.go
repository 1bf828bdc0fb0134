package store

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// quantity is a search value [prefix]number, [prefix]number|system|code or
// [prefix]number||code (http://hl7.org/fhir/R4/search.html#quantity).
type quantity struct {
	number
	system, code string
}

func parseQuantity(code, value string) (q quantity, err error) {
	amount, unit, bar := mapping.CutValue(value, '|')
	if bar {
		system, unitCode, both := mapping.CutValue(unit, '|')
		if _, _, more := mapping.CutValue(unitCode, '|'); !both || more {
			return q, fhir.Refuse(400, "value", "%s=%s is not a quantity; write number, number|system|code or number||code, after a prefix if you like", code, value)
		}
		q.system, q.code = mapping.Unescape(system), mapping.Unescape(unitCode)
	}
	q.number, err = parseNumber(code, value, mapping.Unescape(amount))
	return q, err
}

// measure is an amount in the columns of a row, as SQL expressions.
type measure struct {
	extent
	unit, system, code string
	comparator         string // "" without such a column
}

// quantityCondition looks for an amount. A UCUM unit finds the same amount in
// every unit known to measure the same: 0.5 g finds 500 mg.
func quantityCondition(c *compilation, value string) (string, error) {
	q, err := parseQuantity(c.term.Code, value)
	if err != nil {
		return "", err
	}
	m, present, ok := c.measure()
	if !ok {
		return "", fhir.Refuse(400, "not-supported", "%s cannot be searched as a quantity", c.term.Code)
	}
	if q.system == fhir.UCUM && q.code != "" {
		if unit, all, known := fhir.Commensurable(q.code); known {
			return fmt.Sprintf("(%s and %s)", present, c.inAnyUnit(q, m, unit, all)), nil
		}
	}
	conditions := []string{present, c.amounts(q.number, m)}
	switch {
	case q.system == "" && q.code != "":
		conditions = append(conditions, fmt.Sprintf("(%s = %s or %s = %s)", m.code, c.arg(q.code, "text"), m.unit, c.arg(q.code, "text")))
	case q.system != "":
		conditions = append(conditions, m.system+" = "+c.arg(q.system, "text"))
		if q.code != "" {
			conditions = append(conditions, m.code+" = "+c.arg(q.code, "text"))
		}
	}
	return "(" + strings.Join(conditions, " and ") + ")", nil
}

// inAnyUnit writes the searched amount in each unit of its kind, so that the
// stored numbers are compared as they are and an index on them serves.
func (c *compilation) inAnyUnit(q quantity, m measure, unit fhir.Unit, all []fhir.Unit) string {
	var parts []string
	for _, other := range all {
		parts = append(parts, fmt.Sprintf("%s = %s and %s", m.code, c.arg(other.Code, "text"), c.amounts(q.in(unit, other), m)))
	}
	return fmt.Sprintf("%s = %s and (%s)", m.system, c.arg(fhir.UCUM, "text"), strings.Join(parts, " or "))
}

// measure reads the columns of the shapes that have an amount; present is true
// when it is there.
func (c *compilation) measure() (m measure, present string, ok bool) {
	switch c.place.Shape() {
	case mapping.ShapeQuantity:
		m = measure{extent: extent{c.column(0), c.column(0)}, unit: c.column(1), system: c.column(2), code: c.column(3)}
		if len(c.place.Columns()) > 4 {
			m.comparator = c.column(4)
		}
		return m, c.column(0) + " is not null", true
	case mapping.ShapeRange: // both ends have one unit (http://hl7.org/fhir/R4/datatypes.html#Range)
		either := func(n int) string { return fmt.Sprintf("coalesce(%s, %s)", c.column(n), c.column(n+4)) }
		s := extent{fmt.Sprintf("coalesce(%s, '-infinity')", c.column(0)), fmt.Sprintf("coalesce(%s, 'infinity')", c.column(4))}
		return measure{extent: s, unit: either(1), system: either(2), code: either(3)},
			fmt.Sprintf("num_nonnulls(%s, %s) > 0", c.column(0), c.column(4)), true
	}
	return m, "", false
}

// amounts compares the number; an amount with a comparator is a bound, beyond
// which anything may be. Such a one is never equal to a number.
func (c *compilation) amounts(n number, m measure) string {
	exact := c.numbers(n, m.extent)
	if m.comparator == "" {
		return exact
	}
	exact = fmt.Sprintf("%s is null and %s", m.comparator, exact)
	if n.prefix == "eq" {
		return exact
	}
	open := extent{fmt.Sprintf("case when %s like '<%%' then '-infinity' else %s end", m.comparator, m.low),
		fmt.Sprintf("case when %s like '>%%' then 'infinity' else %s end", m.comparator, m.high)}
	return fmt.Sprintf("(%s or %s is not null and %s)", exact, m.comparator, c.numbers(n, open))
}
