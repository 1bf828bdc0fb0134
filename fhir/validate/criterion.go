package validate

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/profile"
)

// criterion is what one discriminator says of the values of a slice
// (http://hl7.org/fhir/R4/profiling.html#discriminator). Of the kinds of test one
// is there.
type criterion struct {
	path   *fhirpath.Expression // from the value to what is looked at; nil for itself
	away   bool                 // it looks at what references lead to
	before *fhirpath.Expression // from the value to those references; nil for itself
	words  string               // how the values look, for people

	any      []expected // value, pattern: what is there is as one of these
	sets     []string   // value, pattern: or a code in one of these value sets
	types    []string   // type: of one of these
	profiles []string   // profile: conforms to one of these, canonicals
	exists   *bool      // exists
}

// expected is a value to compare with.
type expected struct {
	value *fhir.Tree
	exact bool // fixed[x], not pattern[x]
}

// criterion finds out what a discriminator says of a slice.
func (m *maker) criterion(of, whole *profile.Element, d discriminator) (*criterion, error) {
	c := &criterion{}
	if d.path != "$this" {
		var err error
		if c.path, err = fhirpath.Compile(d.path); err != nil {
			return nil, err
		}
	}
	if err := c.behindReferences(d.path); err != nil {
		return nil, err
	}
	found, err := m.follow([]spot{{of, nil}, {whole, nil}}, d.path)
	if err != nil {
		return nil, err
	}
	switch d.kind {
	case "value", "pattern":
		err = c.byValue(found)
	case "exists":
		err = c.byExistence(found[0])
	case "type":
		err = c.byType(m.v, found[0], d.path)
	case "profile":
		err = c.byProfile(found[0], d.path)
	default:
		err = fmt.Errorf("there is no discriminator of the type %q", d.kind)
	}
	if err != nil {
		return nil, fmt.Errorf("by %s %s: %w", d.kind, d.path, err)
	}
	c.words = strings.TrimPrefix(d.path+" ", "$this ") + c.words
	return c, nil
}

// behindReferences notes how to come to the references of a path with resolve().
func (c *criterion) behindReferences(path string) error {
	before, _, away := strings.Cut(strings.TrimPrefix(path, "$this."), "resolve()")
	if c.away = away; before == "" || !away {
		return nil
	}
	var err error
	c.before, err = fhirpath.Compile(strings.TrimSuffix(before, "."))
	return err
}

// byValue takes what is fixed or a pattern, else the sets that are required.
func (c *criterion) byValue(found []spot) error {
	var names []string
	for _, s := range found {
		for _, x := range s.expected() {
			if !slices.ContainsFunc(c.any, func(o expected) bool { return o.value.Equal(x.value) }) {
				c.any = append(c.any, x)
				names = append(names, brief(x.value))
			}
		}
	}
	c.words = "is " + strings.Join(names, " or ")
	if c.any != nil {
		return nil
	}
	for _, s := range found {
		if s.element == nil {
			continue
		}
		if strength, set := s.element.Binding(); strength == "required" && set != "" {
			c.sets = append(c.sets, set)
		}
	}
	c.words = "is in " + strings.Join(c.sets, " or ")
	if c.sets == nil {
		return fmt.Errorf("the slice has no fixed value, pattern or required binding there")
	}
	return nil
}

func (c *criterion) byExistence(s spot) error {
	yes := s.element != nil && s.element.Min() > 0
	if !yes && (s.element == nil || s.element.Max() != 0) {
		return fmt.Errorf("the slice neither requires nor forbids it")
	}
	c.exists, c.words = &yes, "is absent"
	if yes {
		c.words = "is there"
	}
	return nil
}

// byType takes the types of the values, or of what references lead to.
func (c *criterion) byType(v *Validator, s spot, path string) error {
	if s.element == nil {
		return fmt.Errorf("the slice does not say its type")
	}
	for _, t := range s.element.Types() {
		if !strings.HasSuffix(path, "resolve()") {
			c.types = append(c.types, t.Code)
			continue
		}
		for _, target := range t.Targets {
			if name := v.typeOf(target); name != "" {
				c.types = append(c.types, name)
			}
		}
	}
	if c.types == nil {
		return fmt.Errorf("the slice does not say its type")
	}
	c.words = "is of the type " + strings.Join(c.types, " or ")
	return nil
}

// byProfile takes the profiles of the values, or of what references lead to.
func (c *criterion) byProfile(s spot, path string) error {
	if s.element == nil {
		return fmt.Errorf("the slice does not say its profile")
	}
	for _, t := range s.element.Types() {
		if strings.HasSuffix(path, "resolve()") {
			c.profiles = append(c.profiles, t.Targets...)
		} else {
			c.profiles = append(c.profiles, t.Profiles...)
		}
	}
	if c.profiles == nil {
		return fmt.Errorf("the slice does not say its profile")
	}
	c.words = "conforms to " + strings.Join(c.profiles, " or ")
	return nil
}
