package validate

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/profile"
)

// shape is what a profile asks of the values of one element, beyond R4.
type shape struct {
	label    string
	child    fhirpath.Child // of the element in what it stands in
	min, max int            // 0 and fhir.Many ask nothing
	names    []string       // JSON names of a choice, for words
	types    []allowed      // nil for those that R4 allows
	fixed    *fhir.Tree
	pattern  *fhir.Tree
	binding  *binding
	longest  int // characters, 0 for any
	rules    []rule
	below    []*shape
	slicing  *slicing
}

// allowed is one of the types that values may have.
type allowed struct {
	code     string
	profiles []string // canonicals, of which one is kept
	targets  []string // of a Reference; nil for those that R4 allows
	wide     []string // types that R4 lets it refer to
}

// maker makes the shapes of one definition.
type maker struct {
	v       *Validator
	library *profile.Library
	made    map[*profile.Element]*shape
	repeats []repeat
}

// shape gives what is asked at an element and below it; nil for nothing.
func (m *maker) shape(e *profile.Element) (*shape, error) {
	s := &shape{label: e.Label(), max: fhir.Many, fixed: e.Fixed(), pattern: e.Pattern(), longest: e.MaxLength()}
	m.cardinality(s, e)
	m.types(s, e)
	if strength, set := e.Binding(); set != "" && !boundByR4(e.Def, strength, set) {
		s.binding = &binding{strength: strength, valueSet: set}
	}
	if err := m.rules(s, e); err != nil {
		return nil, err
	}
	for _, c := range e.Children {
		below, err := m.shape(c)
		if err != nil {
			return nil, err
		}
		if below != nil {
			below.child = fhirpath.ChildOf(c.Of, c.Label())
			s.below = append(s.below, below)
		}
	}
	var err error
	if s.slicing, err = m.slicing(e); err != nil {
		return nil, err
	}
	if e.Def != nil && e.Def.Content != "" && e.Children == nil {
		m.repeats = append(m.repeats, repeat{s, e.Def.Content})
	} else if s.asksNothing() {
		return nil, nil
	}
	m.made[e] = s
	return s, nil
}

// boundByR4 tells whether R4 binds an element so already.
func boundByR4(d *fhir.ElementDef, strength, set string) bool {
	url, _, _ := strings.Cut(set, "|")
	return d != nil && (strength == "required" && url == d.Binding || strength == d.Strength && url == d.Advised)
}

func (s *shape) asksNothing() bool {
	return s.min == 0 && s.max == fhir.Many && s.types == nil && s.fixed == nil && s.pattern == nil && s.binding == nil &&
		s.longest == 0 && s.rules == nil && s.below == nil && s.slicing == nil
}

// cardinality asks for what R4 does not ask already.
func (m *maker) cardinality(s *shape, e *profile.Element) {
	if e.Def == nil {
		return
	}
	if least := e.Min(); e.Slice != "" || least > e.Def.Min {
		s.min = least
	}
	if most := e.Max(); most != fhir.Many && (e.Def.Max == fhir.Many || most < e.Def.Max) {
		s.max = most
	}
	if !e.Def.Choice {
		return
	}
	for _, t := range e.Types() {
		s.names = append(s.names, e.Def.Member(fhir.TypeRef{Code: t.Code}))
	}
}

// types asks for those that are said, when they are not all that R4 allows.
func (m *maker) types(s *shape, e *profile.Element) {
	if e.Def == nil || e.Said.Get("type") == nil {
		return
	}
	wide := (&profile.Element{Of: e.Of, Def: e.Def}).Types()
	said, narrower := e.Types(), false
	for _, t := range said {
		one := allowed{code: t.Code, profiles: t.Profiles}
		i := slices.IndexFunc(wide, func(w profile.Type) bool { return w.Code == t.Code })
		if i >= 0 {
			for _, target := range wide[i].Targets {
				one.wide = append(one.wide, typeNamed(target))
			}
			if !slices.Equal(t.Targets, wide[i].Targets) {
				one.targets = t.Targets
			}
			if slices.Equal(t.Profiles, wide[i].Profiles) {
				one.profiles = nil
			}
		}
		narrower = narrower || i < 0 || one.targets != nil || one.profiles != nil
		s.types = append(s.types, one)
	}
	if !narrower && len(said) >= len(wide) {
		s.types = nil
	}
}

// rules compiles the constraints that profiles add, and the bounds of values.
func (m *maker) rules(s *shape, e *profile.Element) error {
	list := e.Said.Get("constraint")
	for i := 0; list.Is(fhir.Array) && i < len(list.Items); i++ {
		c := list.Items[i]
		is := fhir.Invariant{
			Key: c.Get("key").StringOr(""), Severity: c.Get("severity").StringOr("error"),
			Text: c.Get("human").StringOr(""), Expression: c.Get("expression").StringOr(""),
		}
		if is.Expression == "" { // it can be asked by XPath only, or by people
			continue
		}
		if err := s.ask(is); err != nil {
			return fmt.Errorf("%s: %w", is.Key, err)
		}
	}
	for which, sign := range map[string]string{"minValue": ">=", "maxValue": "<="} {
		value, code := e.Bound(which)
		if value == nil {
			continue
		}
		text, err := literal(value, code)
		if err == nil {
			err = s.ask(fhir.Invariant{Key: which, Severity: "error", Text: "the value is " + sign + " " + text, Expression: "$this " + sign + " " + text})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", which, err)
		}
	}
	return nil
}

func (s *shape) ask(is fhir.Invariant) error {
	asked, err := fhirpath.Compile(is.Expression)
	if err != nil {
		return err
	}
	s.rules = append(s.rules, rule{is, asked})
	return nil
}

// literal writes a bound in FHIRPath. A moment is compared with values of its own
// precision, see http://hl7.org/fhir/R4/elementdefinition.html#minValue.
func literal(value *fhir.Tree, code string) (string, error) {
	switch strings.ToLower(code) {
	case "date", "datetime", "instant", "time":
		sign := "@"
		if code == "Time" {
			sign = "@T"
		}
		return sign + value.Text, nil
	case "decimal", "integer", "positiveint", "unsignedint":
		return value.Text, nil
	case "quantity":
		unit := value.Get("code").StringOr(value.Get("unit").StringOr("1"))
		return value.Get("value").StringOr(text(value.Get("value"))) + " '" + unit + "'", nil
	}
	return "", fmt.Errorf("values of the type %s have no order", code)
}

func text(t *fhir.Tree) string {
	if t == nil {
		return ""
	}
	return t.Text
}
