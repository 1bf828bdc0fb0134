package patch

import (
	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
)

// carryOut does one operation after the other on a copy of the resource.
func carryOut(edits []edit, old *fhir.Tree) (*fhir.Tree, error) {
	var s size
	if fault := s.measure(old, 1); fault != "" {
		return nil, fhir.Refuse(422, "too-long", "the resource is too large to be patched: %s", fault)
	}
	if len(edits)*s.nodes > mostWork {
		return nil, fhir.Refuse(422, "too-costly", "so many operations on a resource so large take too much; send the whole resource, or several patches")
	}
	result := clone(old)
	for i := range edits {
		if err := edits[i].do(result); err != nil {
			return nil, err
		}
	}
	return finish(old, result)
}

func (e *edit) do(resource *fhir.Tree) error {
	switch e.op {
	case "add":
		return e.add(resource)
	case "insert":
		return e.insert(resource)
	case "delete":
		return e.delete(resource)
	case "replace":
		return e.replace(resource)
	default:
		return e.move(resource)
	}
}

// one finds the only element that a path leads to; ok is false when there is none.
func (e *edit) one(resource *fhir.Tree, path *fhirpath.Expression) (v fhirpath.Value, ok bool, err error) {
	got, err := path.Eval(&fhirpath.Context{Resource: resource, Steps: mostSteps})
	switch {
	case err != nil:
		return v, false, e.refuse("processing", "%v", err)
	case len(got) > 1:
		return v, false, e.refuse("processing", "the path leads to %d elements; it must lead to one", len(got))
	case len(got) == 0:
		return v, false, nil
	case got[0].Type == nil:
		return v, false, e.refuse("processing", "the path leads to no element of the resource but to a %s", got[0].TypeName())
	}
	return got[0], true, nil
}

// mostSteps bounds what one path may look at.
const mostSteps = 200_000

func (e *edit) must(resource *fhir.Tree, path *fhirpath.Expression) (fhirpath.Value, error) {
	v, ok, err := e.one(resource, path)
	if err == nil && !ok {
		err = e.refuse("processing", "the path leads to nothing")
	}
	return v, err
}

// add appends to the element of a name, which must not be there yet when it does
// not repeat.
func (e *edit) add(resource *fhir.Tree) error {
	s, m, err := e.under(resource, e.path, e.name)
	if err != nil {
		return err
	}
	if s.element.Max == 1 && s.anyLength() > 0 {
		return e.refuse("processing", "%s is there already; replace it", s.element.Path)
	}
	s.insert(s.length(), m)
	return nil
}

// insert puts a value into a list, before the one of an index or at the end.
func (e *edit) insert(resource *fhir.Tree) error {
	before, name, err := e.list()
	if err != nil {
		return err
	}
	s, m, err := e.under(resource, before, name)
	switch {
	case err != nil:
		return err
	case s.element.Max == 1:
		return e.refuse("processing", "%s is no list; use add or replace", s.element.Path)
	case e.index > s.length():
		return e.refuse("processing", "the list has %d items, counted from 0; there is no place %d in it", s.length(), e.index)
	}
	s.insert(e.index, m)
	return nil
}

// list takes the name of the list from the end of a path.
func (e *edit) list() (before *fhirpath.Expression, name string, err error) {
	before, name, ok := e.path.Last()
	if !ok {
		return nil, "", e.refuse("processing", "the path must end with the name of a list, as Patient.name does")
	}
	return before, name, nil
}

// under finds the spot of an element by the one around it and its name, and makes
// the content a value of it.
func (e *edit) under(resource *fhir.Tree, path *fhirpath.Expression, name string) (*spot, made, error) {
	around, err := e.must(resource, path)
	if err != nil {
		return nil, made{}, err
	}
	def := elementOf(around.Type, name)
	if def == nil {
		return nil, made{}, e.refuse("processing", "%s has no element %s", around.Type.Name, short(name))
	}
	s := &spot{element: def, member: def.Name, at: -1, parent: holder(resource, around)}
	if e.value == nil {
		return s, made{}, nil
	}
	m, err := e.value.as(def)
	if err != nil {
		return nil, made{}, e.refuse("value", "%v", err)
	}
	s.member = m.member
	return s, m, nil
}

// holder is the object in which the elements of a value stand: of a primitive the
// "_x" beside it, which is made where it is not there yet.
func holder(resource *fhir.Tree, v fhirpath.Value) *fhir.Tree {
	switch {
	case v.Type.Kind != "primitive":
		return v.Tree
	case v.Sibling != nil:
		return v.Sibling
	}
	s, o := spotOf(resource, v), fhir.Obj()
	name := "_" + s.member
	if s.at < 0 {
		s.parent.Set(name, o)
		return o
	}
	list := padded(s.parent.Get(name), s.length())
	list[s.at] = o
	s.parent.Set(name, fhir.List(list...))
	return o
}

// anyLength counts what is in the element, of a choice as any of its types.
func (s *spot) anyLength() int {
	n := 0
	for _, ref := range s.element.Types {
		n += (&spot{parent: s.parent, member: s.element.Member(ref)}).length()
	}
	return n
}

// delete takes an element away, if it is there.
func (e *edit) delete(resource *fhir.Tree) error {
	v, ok, err := e.one(resource, e.path)
	if err != nil || !ok {
		return err
	}
	s, err := e.spot(resource, v)
	if err != nil {
		return err
	}
	s.remove()
	return nil
}

// spot finds where a value stands, which must be inside the resource.
func (e *edit) spot(resource *fhir.Tree, v fhirpath.Value) (*spot, error) {
	if v.Tree == resource {
		return nil, e.refuse("processing", "the path leads to the resource itself, not to an element of it")
	}
	if s := spotOf(resource, v); s != nil {
		return s, nil
	}
	return nil, e.refuse("processing", "the path leads out of the resource")
}

// replace puts a value where another one is. That of a choice may be of another type.
func (e *edit) replace(resource *fhir.Tree) error {
	v, err := e.must(resource, e.path)
	if err != nil {
		return err
	}
	s, err := e.spot(resource, v)
	if err != nil {
		return err
	}
	m, err := e.value.as(s.element)
	if err != nil {
		return e.refuse("value", "%v", err)
	}
	s.cut()
	s.member = m.member
	s.insert(max(s.at, 0), m)
	return nil
}

// move takes an item of a list to another place in it; the destination is counted
// without the item.
func (e *edit) move(resource *fhir.Tree) error {
	before, name, err := e.list()
	if err != nil {
		return err
	}
	s, _, err := e.under(resource, before, name)
	if err != nil {
		return err
	}
	if s.at = e.source; e.source >= s.length() || e.destination >= s.length() || s.element.Max == 1 {
		return e.refuse("processing", "the list has %d items, counted from 0; nothing can be moved from %d to %d", s.length(), e.source, e.destination)
	}
	s.insert(e.destination, s.cut())
	return nil
}
