package main

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// filter is a random filter: parts joined, or one comparison.
type filter struct {
	join      string
	parts     []*filter
	parameter fhir.SearchParameter
	op, value string // the value as it is meant
}

// filter draws one, joined at most so deep.
func (d *drawer) filter(r *mapping.Resource, deep int) *filter {
	if deep == 0 || d.IntN(3) == 0 {
		for {
			if f := d.comparison(r); f != nil {
				return f
			}
		}
	}
	if d.IntN(4) == 0 {
		return &filter{join: "not", parts: []*filter{d.filter(r, deep-1)}}
	}
	return &filter{join: pick(d, "and", "or"), parts: []*filter{d.filter(r, deep-1), d.filter(r, deep-1)}}
}

var filterOperators = map[string][]string{
	"string": {"eq", "ne", "co", "sw", "ew"}, "token": {"eq", "ne"}, "reference": {"eq", "re", "ne"}, "uri": {"eq", "ne"},
	"date":   {"eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb", "po"},
	"number": {"eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb"}, "quantity": {"eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb"},
	"composite": {"eq"}, "special": {"eq"},
}

var filterModifiers = map[string]string{"ss": "below", "sb": "above", "in": "in", "ni": "not-in", "pr": "missing"}

// comparison draws one that the parameter can have, nil where no value is found.
func (d *drawer) comparison(r *mapping.Resource) *filter {
	p, official := d.parameter(r, false)
	f := &filter{parameter: official, op: pick(d, filterOperators[p.Type]...)}
	for _, op := range []string{"in", "ni", "pr", "sb", "ss"} {
		allowed := slices.Contains(p.Modifiers(), filterModifiers[op]) && (op == "pr" || p.Type == "token")
		if allowed && p.Code != "deceased" && d.IntN(8) == 0 {
			f.op = op
		}
	}
	if f.op == "ne" && p.Beyond != "" && (p.Type == "token" || p.Type == "reference") {
		return nil
	}
	t := term{parameter: official, modifier: filterModifiers[f.op]}
	values := d.values(p, t)
	if len(values) == 0 {
		return nil
	}
	f.value = values[0]
	if ordered := slices.Contains([]string{"date", "number", "quantity"}, p.Type); ordered && f.op != "pr" {
		_, f.value = cutPrefix(f.value)
	}
	f.value = plain(f.value)
	return f
}

// String writes the filter, with parentheses wherever they matter.
func (f *filter) String() string {
	switch f.join {
	case "":
		value := f.value
		if strings.ContainsAny(value, " \t\n)]\u00a0") || value[0] == '"' {
			value = string(fhir.Str(value).JSON())
		}
		return f.parameter.Code + " " + f.op + " " + value
	case "not":
		return "not (" + f.parts[0].String() + ")"
	}
	return fmt.Sprintf("(%s) %s (%s)", f.parts[0], f.join, f.parts[1])
}

func (f *filter) matches(r finding) bool {
	switch f.join {
	case "not":
		return !f.parts[0].matches(r)
	case "and":
		return f.parts[0].matches(r) && f.parts[1].matches(r)
	case "or":
		return f.parts[0].matches(r) || f.parts[1].matches(r)
	}
	value := strings.NewReplacer(`\`, `\\`, ",", `\,`).Replace(f.value)
	found := find(f.parameter.Expression, r, r)
	switch modifier, kind := filterModifiers[f.op], f.parameter.Type; {
	case f.op == "pr":
		return matches(f.parameter, modifier, []string{fmt.Sprint(f.value == "false")}, r)
	case modifier != "":
		return matches(f.parameter, modifier, []string{value}, r)
	case kind == "string":
		return slices.ContainsFunc(found, f.comparesText)
	case kind == "date" || kind == "number" || kind == "quantity":
		return anyMatches(f.parameter, "", f.op+value, found, r)
	case f.op == "ne":
		return slices.ContainsFunc(found, func(one finding) bool {
			return searchable(one) && !anyMatches(f.parameter, "", value, []finding{one}, r)
		})
	}
	return anyMatches(f.parameter, "", value, found, r)
}

// comparesText compares every text of a finding.
func (f *filter) comparesText(one finding) bool {
	given := fold(f.value)
	return slices.ContainsFunc(textsOf(one), func(text string) bool {
		switch text := fold(text); f.op {
		case "eq":
			return text == given
		case "ne":
			return text != given
		case "co":
			return strings.Contains(text, given)
		case "ew":
			return strings.HasSuffix(text, given)
		default:
			return strings.HasPrefix(text, given)
		}
	})
}
