package patch

import (
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
)

// spot is where a value stands in a resource: in a member of an object, and in
// the list there when it is one. A primitive stands in two members, "x" and "_x"
// (http://hl7.org/fhir/R4/json.html#primitive).
type spot struct {
	above   *spot // the spot of the object, nil for the resource itself
	parent  *fhir.Tree
	element *fhir.ElementDef
	member  string
	through string // the member that leads on to what is below, "x" or "_x"
	at      int    // in the list, -1 for no list
}

// spotOf looks for the very value in a resource, in which no value stands twice.
func spotOf(resource *fhir.Tree, v fhirpath.Value) *spot {
	d, _ := fhir.TypeOf(resource.Get("resourceType").StringOr(""))
	return spotIn(nil, resource, d, v)
}

func spotIn(above *spot, t *fhir.Tree, d *fhir.TypeDef, v fhirpath.Value) *spot {
	if d == nil || !t.Is(fhir.Object) {
		return nil
	}
	for _, m := range t.Members {
		e, _, ok := d.Element(m.Name)
		if !ok {
			continue
		}
		for i, value := range itemsOf(m.Value) {
			s := &spot{above, t, e, strings.TrimPrefix(m.Name, "_"), m.Name, i}
			if !m.Value.Is(fhir.Array) {
				s.at = -1
			}
			if value == v.Tree || value == v.Sibling {
				return s
			}
			if found := spotIn(s, value, typeBelow(d, m.Name, value), v); found != nil {
				return found
			}
		}
	}
	return nil
}

// typeBelow is the type of a member's value; that of a "_x" has what all elements have.
func typeBelow(d *fhir.TypeDef, member string, value *fhir.Tree) *fhir.TypeDef {
	below := d.Child(member)
	if below == nil {
		below, _ = fhir.TypeOf(value.Get("resourceType").StringOr(""))
	}
	return below
}

func itemsOf(t *fhir.Tree) []*fhir.Tree {
	if t.Is(fhir.Array) {
		return t.Items
	}
	return []*fhir.Tree{t}
}

// length counts what is in the element.
func (s *spot) length() int {
	n := 0
	for _, name := range []string{s.member, "_" + s.member} {
		if t := s.parent.Get(name); t != nil {
			n = max(n, len(itemsOf(t)))
		}
	}
	return n
}

// insert puts a value into the list of the element, or makes it the only one.
func (s *spot) insert(at int, m made) {
	length := s.length()
	s.put(m.member, m.value, at, length)
	s.put("_"+m.member, m.sibling, at, length)
}

func (s *spot) put(name string, value *fhir.Tree, at, length int) {
	old := s.parent.Get(name)
	switch {
	case value == nil && old == nil:
	case s.element.Max == 1:
		s.parent.Set(name, value)
	default:
		list := padded(old, length)
		s.parent.Set(name, fhir.List(slices.Insert(list, at, orNull(value))...))
	}
}

// padded is a list with null where nothing is, which keeps two lists aligned.
func padded(t *fhir.Tree, length int) []*fhir.Tree {
	list := slices.Clone(listOf(t))
	for len(list) < length {
		list = append(list, orNull(nil))
	}
	return list
}

func orNull(t *fhir.Tree) *fhir.Tree {
	if t == nil {
		return &fhir.Tree{Kind: fhir.Null}
	}
	return t
}

// remove takes the value away, and what is around it as long as that is empty:
// no element is (http://hl7.org/fhir/R4/element.html#Element).
func (s *spot) remove() {
	s.cut()
	for len(s.parent.Members) == 0 && s.above != nil {
		s = s.above
		s.vacate()
	}
}

// vacate takes away an object that has become empty. Beside a primitive it is not
// the value itself.
func (s *spot) vacate() {
	value := s.parent.Get(s.member)
	if value.Is(fhir.Array) {
		value = itemAt(value, s.at)
	}
	switch {
	case s.through == s.member || value == nil || value.Is(fhir.Null):
		s.cut()
	case s.at < 0:
		s.parent.Set(s.through, nil)
	default:
		list := slices.Clone(s.parent.Get(s.through).Items)
		list[s.at] = orNull(nil)
		s.parent.Set(s.through, orAbsent(list))
	}
}

func itemAt(t *fhir.Tree, i int) *fhir.Tree {
	if i < len(t.Items) {
		return t.Items[i]
	}
	return nil
}

// orAbsent is a list, or nothing when there are only nulls in it.
func orAbsent(list []*fhir.Tree) *fhir.Tree {
	if slices.ContainsFunc(list, func(t *fhir.Tree) bool { return !t.Is(fhir.Null) }) {
		return fhir.List(list...)
	}
	return nil
}

// cut takes the value out of its list, or the member away.
func (s *spot) cut() made {
	taken := made{member: s.member}
	taken.value, taken.sibling = s.cutFrom(s.member), s.cutFrom("_"+s.member)
	return taken
}

func (s *spot) cutFrom(name string) *fhir.Tree {
	old := s.parent.Get(name)
	if !old.Is(fhir.Array) || s.at < 0 {
		s.parent.Set(name, nil)
		return old
	}
	if s.at >= len(old.Items) {
		return nil
	}
	taken := old.Items[s.at]
	s.parent.Set(name, orAbsent(slices.Delete(slices.Clone(old.Items), s.at, s.at+1)))
	if taken.Is(fhir.Null) {
		return nil
	}
	return taken
}
