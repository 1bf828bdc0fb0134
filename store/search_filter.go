package store

import (
	"strings"

	"kapbridge/mapping"
)

// filter compiles _filter: its comparisons are terms like any others
// (http://hl7.org/fhir/R4/search_filter.html). Those that must hold together are
// compiled together, as the terms of a search are.
func (t *typeSQL) filter(b *builder, f *mapping.Filter) (string, error) {
	var parts []string
	var together []mapping.Term
	if f.Join == "" {
		together = []mapping.Term{f.Term}
	}
	for _, part := range f.Parts {
		if f.Join == "and" && part.Join == "" {
			together = append(together, part.Term)
			continue
		}
		condition, err := t.filter(b, part)
		if err != nil {
			return "", err
		}
		parts = append(parts, condition)
	}
	conditions, err := t.matchingTerms(b, together)
	if err != nil {
		return "", err
	}
	parts = append(parts, conditions...)
	switch f.Join {
	case "not":
		return "not coalesce(" + parts[0] + ", false)", nil
	case "or":
		return "(" + strings.Join(parts, " or ") + ")", nil
	}
	return "(" + strings.Join(parts, " and ") + ")", nil
}

// unequal compiles "ne" of a filter: some element is there and is not this.
func (t *typeSQL) unequal(b *builder, term mapping.Term, place mapping.Place, row string) (string, error) {
	term.Modifier = ""
	same, err := t.at(b, term, place, row)
	if err != nil {
		return "", err
	}
	there := present(term.Param, place, row+".")
	if place.Shape() == mapping.ShapeWhether { // where nothing says so it is false, and that is a value
		there = "true"
	}
	return "(" + there + " and not coalesce(" + same + ", false))", nil
}
