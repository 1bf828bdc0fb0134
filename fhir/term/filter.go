package term

import (
	"regexp"
	"slices"
	"strings"
)

// filter is one condition that concepts of a system are chosen by
// (http://hl7.org/fhir/R4/valueset-filter-operator.html).
type filter struct {
	property, op, value string
	pattern             *regexp.Regexp // of regex, for the whole value
}

// operators are those of R4 but generalizes, which is isAbove.
var operators = []string{"=", "is-a", "descendent-of", "is-not-a", "regex", "in", "not-in", "generalizes", "exists"}

// newFilter is an error for a pattern that is none.
func newFilter(property, op, value string) (filter, error) {
	f := filter{property: property, op: op, value: value}
	if op != "regex" {
		return f, nil
	}
	pattern, err := regexp.Compile(`^(?:` + value + `)$`)
	f.pattern = pattern
	return f, err
}

// has tells whether a concept of a system that is held meets the condition.
func (f filter) has(s *System, n *node) bool {
	switch f.op {
	case "is-a":
		return f.above(s, n)
	case "is-not-a":
		return !f.above(s, n)
	case "descendent-of":
		return f.above(s, n) && s.key(n.Code) != s.key(f.value)
	case "generalizes":
		return slices.ContainsFunc(s.all(f.value, (*node).up), func(a *node) bool { return a == n })
	}
	values := f.values(n)
	switch f.op {
	case "exists":
		return (len(values) > 0) == (f.value == "true")
	case "not-in":
		return !slices.ContainsFunc(values, f.lists)
	case "in":
		return slices.ContainsFunc(values, f.lists)
	case "regex":
		return slices.ContainsFunc(values, f.pattern.MatchString)
	}
	return slices.Contains(values, f.value)
}

// common are the properties that are held of every concept
// (http://hl7.org/fhir/R4/codesystem-concept-properties.html).
var common = []string{"concept", "code", "display", "parent", "child", "notSelectable", "inactive"}

// unheld names the property of a filter that is not held of the system, or "": by
// that nothing can be told.
func (p *component) unheld(s *System) string {
	for _, f := range p.filters {
		if !slices.Contains(common, f.property) && !s.properties[f.property] {
			return f.property
		}
	}
	return ""
}

// above tells whether the filter's code is that of the concept or subsumes it.
func (f filter) above(s *System, n *node) bool {
	return slices.ContainsFunc(s.all(n.Code, (*node).up), func(a *node) bool { return s.key(a.Code) == s.key(f.value) })
}

// lists tells whether the filter's value, codes with commas between, has this one.
func (f filter) lists(value string) bool {
	for one := range strings.SplitSeq(f.value, ",") {
		if strings.TrimSpace(one) == value {
			return true
		}
	}
	return false
}

// values are those of the filter's property: the system's own, or one that every
// concept has.
func (f filter) values(n *node) []string {
	var values []string
	for _, p := range n.Properties {
		if p.Code == f.property {
			values = append(values, p.Value)
		}
	}
	if len(values) > 0 {
		return values
	}
	switch f.property {
	case "concept", "code":
		return []string{n.Code}
	case "display":
		return []string{n.Display}
	case "parent":
		return codes(n.parents)
	case "child":
		return codes(n.children)
	case "notSelectable":
		return []string{truth(n.Abstract)}
	case "inactive":
		return []string{truth(n.Inactive)}
	}
	return nil
}

func codes(nodes []*node) []string {
	var all []string
	for _, n := range nodes {
		all = append(all, n.Code)
	}
	return all
}

func truth(yes bool) string {
	if yes {
		return "true"
	}
	return "false"
}
