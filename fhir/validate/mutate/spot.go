package mutate

import (
	"slices"

	"kapbridge/fhir"
)

// spot is a value in a resource, with what R4 says of it.
type spot struct {
	owner   *fhir.Tree    // the object that has it; nil for the outermost resource
	def     *fhir.TypeDef // of the owner
	name    string        // of the member of the owner
	index   int           // in the list that the member has, or -1
	value   *fhir.Tree
	element *fhir.ElementDef
	ref     fhir.TypeRef
	own     *fhir.TypeDef // of the value; nil for a type that R4 does not know
}

// spots lists the values of a resource that R4 defines, itself first. The "_x"
// beside a primitive is none.
func spots(resource *fhir.Tree) []spot {
	d, _ := fhir.TypeOf(resource.Get("resourceType").StringOr(""))
	list := []spot{{index: -1, value: resource, own: d}}
	return appendSpots(list, resource, d)
}

func appendSpots(list []spot, owner *fhir.Tree, d *fhir.TypeDef) []spot {
	for _, m := range owner.Members {
		e, _, ok := d.Element(m.Name)
		if !ok || m.Name[0] == '_' {
			continue
		}
		ref, _ := d.Ref(m.Name)
		s := spot{owner: owner, def: d, name: m.Name, index: -1, value: m.Value, element: e, ref: ref}
		if !m.Value.Is(fhir.Array) {
			list = appendSpot(list, s)
			continue
		}
		for i, item := range m.Value.Items {
			s.index, s.value = i, item
			list = appendSpot(list, s)
		}
	}
	return list
}

func appendSpot(list []spot, s spot) []spot {
	s.own = s.ref.Def
	if s.own == nil {
		s.own, _ = fhir.TypeOf(s.value.Get("resourceType").StringOr(""))
	}
	list = append(list, s)
	if s.value.Is(fhir.Object) && s.own != nil {
		return appendSpots(list, s.value, s.own)
	}
	return list
}

// put gives the element another value at this place.
func (s spot) put(v *fhir.Tree) bool {
	if s.index < 0 {
		s.owner.Set(s.name, v)
	} else {
		s.owner.Get(s.name).Items[s.index] = v
	}
	return true
}

// primitive tells whether the value is one of the named primitive types; of any
// when none is named.
func (s spot) primitive(types ...string) bool {
	return s.owner != nil && s.ref.Def != nil && s.ref.Def.Kind == "primitive" && s.value.Kind != fhir.Null &&
		(len(types) == 0 || slices.Contains(types, s.ref.Code))
}

// object tells whether the value is an object of a type that R4 knows.
func (s spot) object() bool { return s.value.Is(fhir.Object) && s.own != nil }

// repeats tells whether the element may have several values.
func (s spot) repeats() bool { return s.element != nil && s.element.Max != 1 }
