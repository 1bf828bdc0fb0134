package store

import (
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
				condition, err := t.part(b, mapping.Term{Code: term.Code, Param: part, Values: values[i : i+1]})
				if err != nil {
					return "", err
				}
				all = append(all, condition)
			}
			rows = append(rows, t.reached(mapping.Place{Tables: row.Tables}, strings.Join(all, " and ")))
		}
		return "(" + strings.Join(rows, " or ") + ")", nil
	})
}

// part looks for one part at all its places of the row.
func (t *typeSQL) part(b *builder, term mapping.Term) (string, error) {
	var places []string
	for _, place := range term.Param.Places {
		condition, err := t.at(b, term, place)
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
