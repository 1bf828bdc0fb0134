package term

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// ReadSet makes a Set of a ValueSet resource, which may lack a url. A stored
// expansion counts only where the resource does not say what it is composed of.
func ReadSet(t *fhir.Tree) (*Set, error) {
	v := &Set{URL: text(t, "url"), Version: text(t, "version"), Status: text(t, "status"), Name: text(t, "name"), Title: text(t, "title")}
	c := &compose{}
	composed := t.Get("compose")
	if composed == nil {
		c.include = expanded(t.Get("expansion"), nil)
	}
	c.activeOnly = composed.Get("inactive").Is(fhir.Bool) && !isTrue(composed, "inactive")
	for _, of := range []struct {
		name  string
		parts *[]component
	}{{"include", &c.include}, {"exclude", &c.exclude}} {
		for i, p := range items(composed, of.name) {
			part, err := readComponent(p, fmt.Sprintf("ValueSet.compose.%s[%d]", of.name, i))
			if err != nil {
				return nil, err
			}
			*of.parts = append(*of.parts, part)
		}
	}
	c.list()
	v.compose = func() *compose { return c }
	return v, nil
}

func readComponent(t *fhir.Tree, path string) (component, error) {
	p := component{system: text(t, "system"), url: text(t, "system")}
	if version := text(t, "version"); version != "" && p.system != "" {
		p.system += "|" + version
	}
	for _, v := range items(t, "valueSet") {
		p.imports = append(p.imports, v.StringOr(""))
	}
	for i, c := range items(t, "concept") {
		one := Concept{System: p.url, Code: text(c, "code"), Display: text(c, "display"), Designations: designations(c)}
		if one.Code == "" {
			return p, fhir.Refuse(422, "required", "a concept needs a code").At(fmt.Sprintf("%s.concept[%d].code", path, i))
		}
		p.concepts = append(p.concepts, one)
	}
	for i, f := range items(t, "filter") {
		here := fmt.Sprintf("%s.filter[%d]", path, i)
		op := text(f, "op")
		if !slices.Contains(operators, op) {
			return p, fhir.Refuse(422, "code-invalid", "%q is no operator of a filter; these are %s", op, strings.Join(operators, ", ")).At(here + ".op")
		}
		read, err := newFilter(text(f, "property"), op, text(f, "value"))
		if err != nil {
			return p, fhir.Refuse(422, "value", "%q is no regular expression that is understood here: %v", text(f, "value"), err).At(here + ".value")
		}
		p.filters = append(p.filters, read)
	}
	switch {
	case p.url == "" && len(p.imports) == 0:
		return p, fhir.Refuse(422, "invariant", "a value set takes in, or leaves out, a system or a value set (vsd-1)").At(path)
	case p.url == "" && len(p.concepts)+len(p.filters) > 0:
		return p, fhir.Refuse(422, "invariant", "concepts and filters need the system that they are of (vsd-2)").At(path)
	case len(p.concepts) > 0 && len(p.filters) > 0:
		return p, fhir.Refuse(422, "invariant", "concepts are named or filtered, not both (vsd-3)").At(path)
	}
	return p, nil
}

// expanded makes of a stored expansion one component for each system.
func expanded(t *fhir.Tree, parts []component) []component {
	for _, c := range items(t, "contains") {
		if code, url := text(c, "code"), text(c, "system"); code != "" && url != "" {
			at := slices.IndexFunc(parts, func(p component) bool { return p.url == url })
			if at < 0 {
				at, parts = len(parts), append(parts, component{system: url, url: url})
			}
			parts[at].concepts = append(parts[at].concepts, Concept{System: url, Code: code, Display: text(c, "display"),
				Abstract: isTrue(c, "abstract"), Inactive: isTrue(c, "inactive"), Designations: designations(c)})
		}
		parts = expanded(c, parts)
	}
	return parts
}
