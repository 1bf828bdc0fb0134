package validate

import (
	"fmt"

	"kapbridge/fhir"
	"kapbridge/fhir/profile"
)

// slicing divides the values of an element into slices
// (http://hl7.org/fhir/R4/profiling.html#slicing).
type slicing struct {
	rules   string // open | closed | openAtEnd
	ordered bool
	slices  []*slice
}

// slice has the values that meet all of its criteria.
type slice struct {
	name     string
	criteria []*criterion
	shape    *shape // nil when nothing is asked of them
	rest     bool   // it has the values that are in no other slice
}

// restSlice is the name of the slice for values that are in no other one
// (http://hl7.org/fhir/R4/profiling.html#default-slice).
const restSlice = "@default"

func (m *maker) slicing(e *profile.Element) (*slicing, error) {
	if len(e.Slices) == 0 {
		return nil, nil
	}
	said := e.Said.Get("slicing")
	made := &slicing{rules: said.Get("rules").StringOr("open"), ordered: said.Get("ordered").Is(fhir.Bool) && said.Get("ordered").Text == "true"}
	discriminators, err := discriminatorsOf(e)
	if err != nil {
		return nil, err
	}
	if discriminators == nil { // the slices are for people to tell apart
		return nil, nil
	}
	for _, of := range e.Slices {
		one := &slice{name: of.Slice, rest: of.Slice == restSlice}
		if one.shape, err = m.shape(of); err != nil {
			return nil, err
		}
		for _, d := range discriminators {
			if one.rest {
				break
			}
			c, err := m.criterion(of, e, d)
			if err != nil {
				return nil, fmt.Errorf("the slice %s of %s: %w", of.Slice, e.Name(), err)
			}
			one.criteria = append(one.criteria, c)
		}
		made.slices = append(made.slices, one)
	}
	return made, nil
}

// discriminator is how slices are told apart.
type discriminator struct{ kind, path string }

// discriminatorsOf reads them. Extensions are told apart by their urls and choices
// by their types, also where nobody says so.
func discriminatorsOf(e *profile.Element) ([]discriminator, error) {
	said := e.Said.At("slicing", "discriminator")
	var all []discriminator
	for i := 0; said.Is(fhir.Array) && i < len(said.Items); i++ {
		all = append(all, discriminator{said.Items[i].Get("type").StringOr(""), said.Items[i].Get("path").StringOr("")})
	}
	switch {
	case all != nil:
	case e.Name() == "extension" || e.Name() == "modifierExtension":
		all = []discriminator{{"value", "url"}}
	case e.Def.Choice:
		all = []discriminator{{"type", "$this"}}
	case e.Said.Get("slicing") == nil && e.Def.Max != 1: // else the name is all that it says
		return nil, fmt.Errorf("%s has the slice %q, but no slicing", e.Name(), e.Slices[0].Slice)
	}
	return all, nil
}

// typeOf is the type of R4 that a canonical names or constrains, "" when it is not
// known.
func (v *Validator) typeOf(canonical string) string {
	if name := typeNamed(canonical); name != "" {
		return name
	}
	if h := v.find(canonical); h != nil {
		return h.Type
	}
	return ""
}
