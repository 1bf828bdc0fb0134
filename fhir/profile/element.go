package profile

import (
	"slices"
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// Element is one element of a profile: what R4 says of it, and over that what the
// profile and those that it is derived from say. The elements make a tree; of
// what no profile speaks of, only the top is there.
type Element struct {
	Of       *fhir.TypeDef    // the type whose element it is; nil at the root
	Def      *fhir.ElementDef // as R4 has it; nil at the root
	Slice    string           // name of the slice that it stands for, "" for all values
	Said     *fhir.Tree       // what profiles say, as one ElementDefinition; nil for nothing
	Slices   []*Element       // in the order in which they were defined
	Children []*Element       // in R4's order; nil when no profile speaks of any

	root *fhir.TypeDef // at the root, the type
}

// Type is one of the types that the values of an element may have.
type Type struct {
	Code     string   // "Quantity", "Reference"
	Profiles []string // canonicals, of which a value conforms to one
	Targets  []string // of Reference and canonical: canonicals of types or profiles
}

// Name is the step of the element in a path, "value[x]".
func (e *Element) Name() string {
	if e.Def == nil {
		return e.root.Name
	}
	return e.Def.Name
}

// Label is the step of the element in FHIRPath, "value".
func (e *Element) Label() string { return strings.TrimSuffix(e.Name(), "[x]") }

// Min is the least number of values.
func (e *Element) Min() int {
	if n, err := strconv.Atoi(e.said("min").text()); err == nil {
		return n
	}
	if e.Def == nil || e.Slice != "" {
		return 0
	}
	return e.Def.Min
}

// Max is the greatest number of values, or fhir.Many.
func (e *Element) Max() int {
	if n, err := strconv.Atoi(e.said("max").text()); err == nil {
		return n
	}
	if e.Def == nil || e.said("max").text() == "*" {
		return fhir.Many
	}
	return e.Def.Max
}

// Types lists the types that values may have; none for the root and for what
// repeats the content of another element.
func (e *Element) Types() []Type {
	if list := items(e.Said.Get("type")); len(list) > 0 {
		return typesSaid(list)
	}
	var all []Type
	if e.Def == nil || e.Def.Content != "" {
		return nil
	}
	for _, ref := range e.Def.Types {
		t := Type{Code: ref.Code}
		if ref.Profile != "" {
			t.Profiles = []string{TypePrefix + ref.Profile}
		}
		for _, name := range ref.Targets {
			t.Targets = append(t.Targets, TypePrefix+name)
		}
		all = append(all, t)
	}
	return all
}

// typesSaid reads ElementDefinition.type. What is of a type of FHIRPath itself,
// such as Element.id, keeps the type that R4 gives it.
func typesSaid(list []*fhir.Tree) []Type {
	var all []Type
	for _, t := range list {
		one := Type{Code: t.Get("code").StringOr("")}
		if strings.HasPrefix(one.Code, "http://hl7.org/fhirpath/") {
			return nil
		}
		one.Code = strings.TrimPrefix(one.Code, TypePrefix)
		for _, p := range items(t.Get("profile")) {
			one.Profiles = append(one.Profiles, p.Text)
		}
		for _, p := range items(t.Get("targetProfile")) {
			one.Targets = append(one.Targets, p.Text)
		}
		all = append(all, one)
	}
	return all
}

// Fixed is the value that every value equals, and Pattern the one that every value
// contains; nil where there is none.
func (e *Element) Fixed() *fhir.Tree { return e.said("fixed").value }

// Pattern: see Fixed.
func (e *Element) Pattern() *fhir.Tree { return e.said("pattern").value }

// Bound gives the least or greatest value, "minValue" or "maxValue", and its type;
// nil where there is none.
func (e *Element) Bound(which string) (value *fhir.Tree, code string) {
	m := e.said(which)
	return m.value, strings.TrimPrefix(m.name, which)
}

// Binding gives the value set that profiles bind the element to, with its
// strength; both are "" where only R4 does.
func (e *Element) Binding() (strength, valueSet string) {
	b := e.Said.Get("binding")
	return b.Get("strength").StringOr(""), b.Get("valueSet").StringOr("")
}

// MaxLength is the greatest number of characters, 0 for any.
func (e *Element) MaxLength() int {
	n, err := strconv.Atoi(e.said("maxLength").text())
	if err != nil {
		return 0
	}
	return n
}

// saying is a member of what profiles say.
type saying struct {
	name  string
	value *fhir.Tree
}

func (s saying) text() string {
	if s.value == nil {
		return ""
	}
	return s.value.Text
}

// choices are the members of an ElementDefinition whose name ends in a type.
var choices = []string{"fixed", "pattern", "minValue", "maxValue"}

// said finds a member by its name, of a choice without the type.
func (e *Element) said(name string) saying {
	if e.Said == nil {
		return saying{}
	}
	if !slices.Contains(choices, name) {
		return saying{name, e.Said.Get(name)}
	}
	for _, m := range e.Said.Members {
		if rest, ok := strings.CutPrefix(m.Name, name); ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
			return saying{m.Name, m.Value}
		}
	}
	return saying{}
}

// ValueType is the type of the values where there is one only, else nil.
func (e *Element) ValueType() *fhir.TypeDef {
	if e.Def == nil {
		return e.root
	}
	if ref := e.Def.Types[0]; len(e.Def.Types) == 1 && ref.Def != nil {
		return ref.Def
	}
	said := e.Types()
	if len(said) != 1 {
		return nil
	}
	for _, ref := range e.Def.Types {
		if ref.Code == said[0].Code && ref.Def != nil {
			return ref.Def
		}
	}
	d, _ := fhir.TypeOf(said[0].Code) // of a resource, where the element holds any
	return d
}
