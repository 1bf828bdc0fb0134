package term

import (
	"maps"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// Terms is a set of code systems and value sets. It does not change once made,
// and may be asked by many at once.
//
// Of one url there may be several, of which the first goes before the others. A
// url with "|version" means the first of that version.
type Terms struct {
	systems map[string][]*System
	sets    map[string][]*Set
}

// Answer is what can be said of a code.
type Answer uint8

// The zero Answer says that what would have to be asked is not held here.
const (
	Unknown Answer = iota
	Yes
	No
)

// String names the answer as a reader of a test would.
func (a Answer) String() string { return [...]string{"unknown", "yes", "no"}[a] }

// answer is Yes or No.
func answer(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

// With is t together with the CodeSystem and ValueSet resources given, which go
// before those of the same url in t; resources of other types are passed over.
// So are supplements, which define no codes. A resource that cannot be read is a
// *fhir.Problem that says where.
func (t *Terms) With(resources ...*fhir.Tree) (*Terms, error) {
	more := &Terms{map[string][]*System{}, map[string][]*Set{}}
	var whole []*Set
	for _, r := range resources {
		switch r.Get("resourceType").StringOr("") {
		case "CodeSystem":
			s, err := readSystem(r)
			if err != nil {
				return nil, err
			}
			if s.Content != "supplement" {
				more.systems[s.URL] = append(more.systems[s.URL], s)
				whole = append(whole, setOf(s, r))
			}
		case "ValueSet":
			v, err := ReadSet(r)
			if err != nil {
				return nil, err
			}
			if v.URL != "" { // else nobody can ask for it
				more.sets[v.URL] = append(more.sets[v.URL], v)
			}
		}
	}
	for url, held := range t.systems {
		more.systems[url] = append(more.systems[url], held...)
	}
	for url, held := range t.sets {
		more.sets[url] = append(more.sets[url], held...)
	}
	for _, v := range whole {
		if v.URL != "" && more.sets[v.URL] == nil {
			more.sets[v.URL] = []*Set{v}
		}
	}
	return more, nil
}

// setOf is the value set of all codes that a code system says it has, and that
// need not be there by itself
// (http://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.valueSet).
func setOf(s *System, t *fhir.Tree) *Set {
	url, version, _ := strings.Cut(text(t, "valueSet"), "|")
	all := &compose{include: []component{{system: s.URL, url: s.URL}}}
	return &Set{URL: url, Version: version, Status: text(t, "status"), Name: s.Name, Title: s.Title, compose: func() *compose { return all }}
}

// System finds a code system by its url, with or without "|version".
func (t *Terms) System(canonical string) (*System, bool) {
	url, version, _ := strings.Cut(canonical, "|")
	for _, s := range t.systems[url] {
		if isVersion(version, s.Version, s.standard) {
			return s, true
		}
	}
	return nil, false
}

// Set finds a value set by its url, with or without "|version".
func (t *Terms) Set(canonical string) (*Set, bool) {
	url, version, _ := strings.Cut(canonical, "|")
	for _, v := range t.sets[url] {
		if isVersion(version, v.Version, v.standard) {
			return v, true
		}
	}
	return nil, false
}

// isVersion tells whether the version asked for is the one held. What R4
// publishes of v2 and v3 has a version of its own, but R4 binds to it by that of
// the standard, as to v3-NullFlavor|4.0.1.
func isVersion(asked, held string, standard bool) bool {
	return asked == "" || asked == held || standard && asked == "4.0.1"
}

// Has tells whether a value set, by its url with or without "|version", has a
// code of a system. The system "" stands for that of an element of type code. A
// code that cannot be chosen, as it only groups others, is had like others.
func (t *Terms) Has(valueSet, system, code string) Answer {
	v, ok := t.Set(valueSet)
	if !ok {
		return Unknown
	}
	return t.HasIn(v, system, code)
}

// Lookup finds a code in its system, by url with or without "|version". No means
// that the system is held whole and lacks the code, or that no code of it looks so.
func (t *Terms) Lookup(system, code string) (Concept, Answer) {
	s, held := t.System(system)
	if held {
		if c, ok := s.Concept(code); ok {
			return c, Yes
		}
	}
	if held && s.Content == "complete" {
		return Concept{}, No
	}
	url, _, _ := strings.Cut(system, "|")
	return Concept{System: url, Code: code}, form(url, code)
}

// Sets lists the value sets, the first of each url, by url.
func (t *Terms) Sets() []*Set { return firsts(t.sets) }

// Systems lists the code systems, the first of each url, by url.
func (t *Terms) Systems() []*System { return firsts(t.systems) }

func firsts[T any](all map[string][]*T) []*T {
	list := make([]*T, 0, len(all))
	for _, url := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[url][0])
	}
	return list
}
