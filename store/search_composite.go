package store

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// composite compiles value$value: all parts must hold in the same row, as in
// the same component of an Observation (http://hl7.org/fhir/R4/search.html#composite).
func (t *typeSQL) composite(b *builder, term mapping.Term) (string, error) {
	return anyOf(term.Values, func(value string) (string, error) {
		var rows []string
		for _, row := range term.Param.Rows {
			values, err := partsOf(term.Code, value, row.Parts)
			if err != nil {
				return "", err
			}
			var all []string
			for i, part := range row.Parts {
				condition, err := t.part(b, mapping.Term{Code: term.Code, Param: part, Values: values[i : i+1]}, row)
				if err != nil {
					return "", err
				}
				all = append(all, condition)
			}
			rows = append(rows, t.rowWith(row, strings.Join(all, " and ")))
		}
		return "(" + strings.Join(rows, " or ") + ")", nil
	})
}

// rowWith says that a row fulfils the condition, with the row that it hangs on,
// the outer one, where some part is there.
func (t *typeSQL) rowWith(row mapping.Together, condition string) string {
	n := len(row.Tables)
	if !slices.ContainsFunc(row.Parts, func(p *mapping.Param) bool { return outer(p.Places[0], row) }) {
		if n == 0 {
			return condition
		}
		return t.inRow(row.Tables[n-1], condition)
	}
	return fmt.Sprintf("exists (select 1 from %[1]s c join %[2]s o on o.%[3]s = c.%[3]s and o.id = c.%[2]s_id where c.%[3]s = m.id and %[4]s)",
		row.Tables[n-1], row.Tables[n-2], t.owner(), condition)
}

// outer tells whether a place is in the row that the composite's row hangs on.
func outer(p mapping.Place, row mapping.Together) bool { return len(p.Tables) < len(row.Tables) }

// part looks for one part at all its places of the row.
func (t *typeSQL) part(b *builder, term mapping.Term, row mapping.Together) (string, error) {
	var places []string
	for _, place := range term.Param.Places {
		alias := rowOf(place)
		if outer(place, row) {
			alias = "o"
		}
		condition, err := t.at(b, term, place, alias)
		if err != nil {
			return "", err
		}
		places = append(places, condition)
	}
	return "(" + strings.Join(places, " or ") + ")", nil
}

// partsOf cuts a composite value at its dollar signs.
func partsOf(code, value string, parts []*mapping.Param) ([]string, error) {
	var values, names []string
	before, rest, more := "", value, true
	for more {
		before, rest, more = mapping.CutValue(rest, '$')
		values = append(values, before)
	}
	for _, p := range parts {
		names = append(names, p.Code)
	}
	if len(values) != len(parts) || slices.Contains(values, "") {
		return nil, fhir.Refuse(400, "value", "%s=%s needs %d values, as in %s=%s", code, value, len(parts), code, strings.Join(names, "$"))
	}
	return values, nil
}
