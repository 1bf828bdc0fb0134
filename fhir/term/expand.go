package term

import (
	"slices"
	"strings"

	"kapbridge/fhir"
)

// Expand lists the codes of a set, in the order in which it and its systems name
// them, each once. It is a *fhir.Problem where that would need what is not held.
func (t *Terms) Expand(v *Set) ([]Concept, error) {
	l := listing{terms: t}
	all := l.set(v, 0)
	if len(l.missing) > 0 {
		slices.Sort(l.missing)
		return nil, fhir.Refuse(422, "not-found", "the value set %s cannot be listed: that needs %s, which is not held here",
			v.name(), strings.Join(slices.Compact(l.missing), " and "))
	}
	return all, nil
}

// name is what a set is called in a sentence.
func (v *Set) name() string {
	if v.URL == "" {
		return "given"
	}
	return v.URL
}

// listing makes the list of a set and notes what it would have needed.
type listing struct {
	terms   *Terms
	missing []string
}

// system and code of a concept, which tell it from the others of a list.
type coded struct{ system, code string }

func (l *listing) set(v *Set, depth int) []Concept {
	if depth > deepest {
		l.missing = append(l.missing, "an end to the value sets that "+v.name()+" imports")
		return nil
	}
	c := v.compose()
	var all []Concept
	seen := map[coded]bool{}
	for i := range c.include {
		for _, one := range l.part(&c.include[i], depth) {
			at := coded{one.System, one.Code}
			if seen[at] || c.activeOnly && one.Inactive || l.excludes(c, one, depth) {
				continue
			}
			seen[at], all = true, append(all, one)
		}
	}
	return all
}

// excludes tells whether a set leaves out what it takes in.
func (l *listing) excludes(c *compose, one Concept, depth int) bool {
	out := l.terms.anyOf(c.exclude, one.System, one.Code, depth)
	if out == Unknown {
		for i := range c.exclude {
			l.part(&c.exclude[i], depth) // notes what is missing
		}
	}
	return out == Yes
}

// part lists what a component takes in.
func (l *listing) part(p *component, depth int) []Concept {
	var all []Concept
	imports := p.imports
	switch {
	case p.url != "":
		all = l.chosen(p)
	case len(imports) > 0:
		all, imports = l.imported(imports[0], depth), imports[1:]
	}
	for _, url := range imports {
		v, ok := l.terms.Set(url)
		if !ok {
			l.missing = append(l.missing, "the value set "+url)
			return nil
		}
		all = slices.DeleteFunc(all, func(c Concept) bool {
			has := l.terms.hasIn(v, c.System, c.Code, depth+1)
			if has == Unknown {
				l.imported(url, depth) // notes what is missing
			}
			return has != Yes
		})
	}
	return all
}

func (l *listing) imported(url string, depth int) []Concept {
	v, ok := l.terms.Set(url)
	if !ok {
		l.missing = append(l.missing, "the value set "+url)
		return nil
	}
	return l.set(v, depth+1)
}

// chosen lists what a component takes of its system.
func (l *listing) chosen(p *component) []Concept {
	s, held := l.terms.System(p.system)
	var all []Concept
	if len(p.concepts) > 0 {
		for _, c := range p.concepts {
			all = append(all, c.in(p.url, s))
		}
		return all
	}
	if !held || s.Content != "complete" {
		l.missing = append(l.missing, "the code system "+p.system)
	}
	if held {
		if property := p.unheld(s); property != "" {
			l.missing = append(l.missing, "the property "+property+" of "+p.system)
			return nil
		}
		for _, n := range s.content().nodes {
			if p.takes(s, n) {
				all = append(all, n.Concept)
			}
		}
	}
	return all
}

// in is a concept as a value set names it, with what its system, if held, says
// of it besides. The text that the value set has goes before that of the system,
// which becomes a designation
// (http://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.concept.display).
func (c Concept) in(url string, s *System) Concept {
	c.System = url
	if s == nil {
		return c
	}
	own, ok := s.Concept(c.Code)
	if !ok {
		return c
	}
	designations := slices.Concat(c.Designations, own.Designations)
	if c.Display != "" && c.Display != own.Display {
		if own.Display != "" {
			designations = append(designations, Designation{Value: own.Display})
		}
		own.Display = c.Display
	}
	own.Abstract, own.Inactive, own.Designations = own.Abstract || c.Abstract, own.Inactive || c.Inactive, designations
	return own
}
