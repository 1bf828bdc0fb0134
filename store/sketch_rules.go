package store

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// rules writes the checks of one leaf.
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
			if typeName := sk.t.targets[c.To]; typeName != "" {
				types = append(types, "'"+typeName+"'")
			}
		}
		if len(names) > 1 {
			check("num_nonnulls(%s) <= 1", strings.Join(names, ", "))
		}
		if elsewhere := names[len(names)-1]; len(types) > 0 {
			check("is_elsewhere(%s, %s)", elsewhere, strings.Join(types, ", "))
		} else {
			check("is_elsewhere(%s)", elsewhere)
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
			"%[4]selse %[3]s is null end", name(0), name(1), name(2), sk.instantCase(at.Path, name(0), name(1)))
		check("in_order(%s, %s)", name(0), name(1))
	case mapping.ShapeTexts:
		check("are_words(%s)", name(0))
	default:
		if at.Lens.IsChoice() {
			check("%s <= 1", alternatives(at.Lens))
		}
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

// alternatives counts the alternatives of a choice that are set.
func alternatives(choice *mapping.Lens) string {
	var terms []string
	for _, a := range choice.Lenses {
		var names []string
		for _, c := range a.Columns() {
			names = append(names, c.Name)
		}
		terms = append(terms, fmt.Sprintf("(num_nonnulls(%s) > 0)::integer", strings.Join(names, ", ")))
	}
	return strings.Join(terms, " + ")
}

// instantCase is for those choices that may be an instant in R4; few may.
func (sk *sketch) instantCase(path, start, end string) string {
	e, err := fhir.ResolvePath(sk.t.Type, path)
	if err != nil || !slices.ContainsFunc(e.Types, func(t fhir.TypeRef) bool { return t.Code == "instant" }) {
		return ""
	}
	return fmt.Sprintf("when 'instant' then %s is not null and %s is null ", start, end)
}
