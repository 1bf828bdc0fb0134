package validate

import (
	"fmt"
	"regexp"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/profile"
)

// spot is where a discriminator's path leads in a definition: to an element, or
// into a value that is fixed or a pattern further up.
type spot struct {
	element *profile.Element
	inside  []expected
}

// expected gives the values that are fixed or patterns at a spot.
func (s spot) expected() []expected {
	if s.element == nil {
		return s.inside
	}
	if t := s.element.Fixed(); t != nil {
		return []expected{{t, true}}
	}
	if t := s.element.Pattern(); t != nil {
		return []expected{{t, false}}
	}
	return nil
}

// functions of discriminators (http://hl7.org/fhir/R4/profiling.html#discriminator).
var (
	extensionStep = regexp.MustCompile(`^extension\(\s*['"]([^'"]+)['"]\s*\)`)
	ofTypeStep    = regexp.MustCompile(`^ofType\((\w+)\)`)
	nameStep      = regexp.MustCompile(`^\w+(\[x\])?`)
)

// follow goes along a path from all spots at once. What is first among the
// results is most of the slice's own.
func (m *maker) follow(from []spot, path string) ([]spot, error) {
	for path != "" && path != "$this" {
		var step func(spot) ([]spot, error)
		taken := ""
		switch {
		case strings.HasPrefix(path, "$this."):
			path = path[len("$this."):]
			continue
		case strings.HasPrefix(path, "resolve()"):
			taken, step = "resolve()", m.resolve
			if path == taken { // its type and profiles stand at the reference
				return from, nil
			}
		case extensionStep.MatchString(path):
			found := extensionStep.FindStringSubmatch(path)
			taken, step = found[0], func(s spot) ([]spot, error) { return m.extension(s, found[1]) }
		case ofTypeStep.MatchString(path):
			found := ofTypeStep.FindStringSubmatch(path)
			taken, step = found[0], func(s spot) ([]spot, error) { return ofType(s, found[1]), nil }
		case nameStep.MatchString(path):
			taken = nameStep.FindString(path)
			name := strings.TrimSuffix(taken, "[x]")
			step = func(s spot) ([]spot, error) { return m.named(s, name) }
		default:
			return nil, fmt.Errorf("the path of a discriminator has element names, extension(url), resolve() and ofType(type), not %q", path)
		}
		var next []spot
		for _, s := range from {
			more, err := step(s)
			if err != nil {
				return nil, err
			}
			next = append(next, more...)
		}
		from, path = next, strings.TrimPrefix(path[len(taken):], ".")
	}
	if len(from) == 0 {
		from = []spot{{}}
	}
	return from, nil
}

// named goes to the elements of a name: those below, with slices of them that must
// be there; those of the profile of the type; and into values.
func (m *maker) named(s spot, name string) ([]spot, error) {
	if s.element == nil {
		return into(s.inside, name), nil
	}
	next := below(s.element, name)
	for _, t := range s.element.Types() {
		for _, canonical := range t.Profiles {
			more, err := m.inProfile(canonical)
			if err != nil {
				return nil, err
			}
			if more != nil {
				next = append(next, below(more, name)...)
			} else if name == "url" && t.Code == "Extension" {
				url, _, _ := strings.Cut(canonical, "|")
				next = append(next, spot{nil, []expected{{fhir.Str(url), true}}})
			}
		}
	}
	return append(next, into(s.expected(), name)...), nil
}

func below(e *profile.Element, name string) []spot {
	var next []spot
	for _, c := range e.Children {
		if c.Label() != name && c.Name() != name {
			continue
		}
		next = append(next, spot{c, nil})
		for _, slice := range c.Slices {
			if slice.Min() > 0 {
				next = append(next, spot{slice, nil})
			}
		}
	}
	return next
}

// into goes to a member of values that are expected.
func into(values []expected, name string) []spot {
	var next []spot
	for _, x := range values {
		value := x.value.Get(name)
		list := []*fhir.Tree{value}
		if value.Is(fhir.Array) {
			list = value.Items
		}
		for _, item := range list {
			if item != nil {
				next = append(next, spot{nil, []expected{{item, x.exact}}})
			}
		}
	}
	return next
}

// inProfile gives the elements of a definition, nil when it is not held.
func (m *maker) inProfile(canonical string) (*profile.Element, error) {
	d, ok := m.library.Find(canonical)
	if !ok {
		return nil, nil
	}
	return m.library.Tree(d)
}

// resolve goes to what the references of an element lead to.
func (m *maker) resolve(s spot) ([]spot, error) {
	if s.element == nil {
		return nil, nil
	}
	var next []spot
	for _, t := range s.element.Types() {
		for _, target := range t.Targets {
			e, err := m.inProfile(target)
			if err != nil {
				return nil, err
			}
			if e != nil {
				next = append(next, spot{e, nil})
			}
		}
	}
	return next, nil
}

// extension goes to the extension of a url.
func (m *maker) extension(s spot, url string) ([]spot, error) {
	if s.element == nil {
		return nil, nil
	}
	var next []spot
	for _, c := range s.element.Children {
		for _, slice := range c.Slices {
			at, err := m.named(spot{slice, nil}, "url")
			if err != nil {
				return nil, err
			}
			for _, x := range at {
				for _, value := range x.expected() {
					if c.Label() == "extension" && value.value.StringOr("") == url {
						next = append(next, spot{slice, nil})
					}
				}
			}
		}
	}
	if e, err := m.inProfile(url); err != nil || e != nil {
		return append(next, spot{e, nil}), err
	}
	return next, nil
}

// ofType goes to the slice of a choice that has a type.
func ofType(s spot, code string) []spot {
	if s.element == nil {
		return []spot{s}
	}
	var next []spot
	for _, slice := range s.element.Slices {
		if types := slice.Types(); len(types) == 1 && types[0].Code == code {
			next = append(next, spot{slice, nil})
		}
	}
	return append(next, s)
}
