package term

import "slices"

// deepest is how far sets may import each other. Those of R4 go two steps.
const deepest = 20

// HasIn is Has of a set that is at hand.
func (t *Terms) HasIn(v *Set, system, code string) Answer { return t.hasIn(v, system, code, 0) }

// hasIn asks all that a set takes in until one says yes, and then whether it is
// left out again. A set that comes back to itself by its imports is Unknown.
func (t *Terms) hasIn(v *Set, system, code string, depth int) Answer {
	if depth > deepest || code == "" {
		return Unknown
	}
	c := v.compose()
	in := t.anyOf(c.include, system, code, depth)
	if in == No {
		return No
	}
	switch out := t.anyOf(c.exclude, system, code, depth); {
	case out == Yes:
		return No
	case out == Unknown:
		return Unknown
	case in == Yes && c.activeOnly && t.inactive(c.include, system, code):
		return No
	}
	return in
}

// anyOf is Yes where one component says so, whatever the others do.
func (t *Terms) anyOf(parts []component, system, code string, depth int) Answer {
	all := No
	for i := range parts {
		switch t.hasPart(&parts[i], system, code, depth) {
		case Yes:
			return Yes
		case Unknown:
			all = Unknown
		}
	}
	return all
}

// hasPart wants all conditions of a component met.
func (t *Terms) hasPart(p *component, system, code string, depth int) Answer {
	all := Yes
	if p.url != "" {
		if system != "" && system != p.url {
			return No
		}
		system = p.url
		if all = t.chosen(p, code); all == No {
			return No
		}
	}
	for _, url := range p.imports {
		v, ok := t.Set(url)
		if !ok {
			all = Unknown
			continue
		}
		switch t.hasIn(v, system, code, depth+1) {
		case No:
			return No
		case Unknown:
			all = Unknown
		}
	}
	return all
}

// chosen tells whether a component takes a code of its system: because it names
// it, because the filters do, or because it takes all.
func (t *Terms) chosen(p *component, code string) Answer {
	s, held := t.System(p.system)
	if len(p.concepts) > 0 {
		if held && s.IgnoreCase {
			return namedByAnyCase(p, s, code)
		}
		_, named := p.listed[code]
		return answer(named)
	}
	if held {
		n := s.find(code)
		switch {
		case n != nil && p.unheld(s) != "":
			return Unknown
		case n != nil:
			return answer(p.takes(s, n))
		case s.Content == "complete":
			return No
		}
	}
	return p.byForm(code)
}

// byForm tells what the form of a code says of it where its system is not held.
func (p *component) byForm(code string) Answer {
	looks := form(p.url, code)
	for _, f := range p.filters {
		if f.op == "regex" && (f.property == "code" || f.property == "concept") && !f.pattern.MatchString(code) {
			return No
		}
		if looks == Yes {
			looks = Unknown
		}
	}
	return looks
}

// namedByAnyCase looks for a code among those named, of a system that does not
// tell cases apart.
func namedByAnyCase(p *component, s *System, code string) Answer {
	for _, c := range p.concepts {
		if s.key(c.Code) == s.key(code) {
			return Yes
		}
	}
	return No
}

// takes tells whether all filters take a concept.
func (p *component) takes(s *System, n *node) bool {
	for _, f := range p.filters {
		if !f.has(s, n) {
			return false
		}
	}
	return true
}

// inactive tells whether a code is no longer for use, in its system or, where
// none is named, in one that the parts draw upon.
func (t *Terms) inactive(parts []component, system, code string) bool {
	if system != "" {
		c, _ := t.Lookup(system, code)
		return c.Inactive
	}
	return slices.ContainsFunc(parts, func(p component) bool {
		c, _ := t.Lookup(p.system, code)
		return c.Inactive
	})
}

// Member is HasIn, with what is held of the code: by the version of its system
// that the set names, and with the set's own text for it.
func (t *Terms) Member(v *Set, system, code string) (Concept, Answer) {
	has := t.HasIn(v, system, code)
	if has == Yes {
		if c, ok := t.taken(v, system, code, 0); ok {
			return c, Yes
		}
	}
	return Concept{System: system, Code: code}, has
}

// taken finds the concept that a set, or one that it imports, takes in.
func (t *Terms) taken(v *Set, system, code string, depth int) (Concept, bool) {
	for _, p := range v.compose().include {
		s, held := t.System(p.system)
		if i, ok := p.listed[code]; ok && p.url == system {
			return p.concepts[i].in(p.url, s), true
		}
		if held && p.url == system && len(p.concepts) == 0 {
			if n := s.find(code); n != nil && p.takes(s, n) {
				return n.Concept, true
			}
		}
		for _, url := range p.imports {
			if other, ok := t.Set(url); ok && p.url == "" && depth < deepest {
				if c, ok := t.taken(other, system, code, depth+1); ok {
					return c, true
				}
			}
		}
	}
	return Concept{}, false
}
