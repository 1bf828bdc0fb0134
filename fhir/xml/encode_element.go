package xml

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// part is an element of an object: its member, and for a primitive the "_x" sibling.
type part struct {
	name           string
	element        *fhir.ElementDef
	ref            fhir.TypeRef
	place          int
	value, sibling *fhir.Tree
}

// resource writes a resource; the outermost declares the namespace for all.
func (e *encoder) resource(t *fhir.Tree) error {
	typeName := t.Get("resourceType").StringOr("")
	if !fhir.IsResource(typeName) {
		return e.refuse("it is no resource of R4")
	}
	def, _ := fhir.TypeOf(typeName)
	var declared []attribute
	if len(e.steps) == 1 {
		declared = append(declared, attribute{name: name{raw: "xmlns"}, raw: fhirSpace})
	}
	return e.object(typeName, t.Without("resourceType"), def, declared...)
}

// object writes an element with attributes and elements.
func (e *encoder) object(name string, t *fhir.Tree, def *fhir.TypeDef, first ...attribute) error {
	parts, err := e.parts(t, def)
	if err != nil {
		return err
	}
	e.begin(name)
	for _, a := range first {
		if err := e.attribute(a.name.raw, a.raw); err != nil {
			return err
		}
	}
	n := 0 // parts that are attributes, which come first in R4's order, but for url
	for ; n < len(parts) && isAttribute(parts[n].element); n++ {
		if err := e.attribute(parts[n].name, parts[n].value.StringOr("")); err != nil {
			return err
		}
	}
	return e.children(name, parts[n:])
}

// children writes the elements of one whose start tag is open, and ends it.
func (e *encoder) children(name string, parts []part) error {
	if e.shut(len(parts) == 0); len(parts) == 0 {
		return nil
	}
	for _, p := range parts {
		e.steps = append(e.steps, step{strings.TrimSuffix(p.element.Name, "[x]"), -1})
		if err := e.part(p); err != nil {
			return err
		}
		e.steps = e.steps[:len(e.steps)-1]
	}
	e.end(name)
	return nil
}

// parts gives the elements of an object in their order, attributes before the others.
func (e *encoder) parts(t *fhir.Tree, def *fhir.TypeDef) ([]part, error) {
	if !t.Is(fhir.Object) {
		return nil, e.refuse("an object is wanted")
	}
	parts := make([]part, 0, len(t.Members))
	for _, m := range t.Members {
		element, _, ok := def.Element(m.Name)
		if !ok {
			return nil, e.refuse("%s has no element %q", def.Name, short(m.Name))
		}
		bare, sibling := strings.CutPrefix(m.Name, "_")
		i := slices.IndexFunc(parts, func(p part) bool { return p.name == bare })
		if i < 0 {
			ref, _ := def.Ref(m.Name)
			i, parts = len(parts), append(parts, part{name: bare, element: element, ref: ref, place: def.Order(bare)})
			if isAttribute(element) {
				parts[i].place -= len(def.Elements)
			}
		}
		if sibling {
			parts[i].sibling = m.Value
		} else {
			parts[i].value = m.Value
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.place, b.place) })
	return parts, nil
}

// part writes an element, as often as it occurs.
func (e *encoder) part(p part) error {
	if p.element.Max == 1 {
		return e.value(p, p.value, p.sibling)
	}
	if p.value != nil && !p.value.Is(fhir.Array) || p.sibling != nil && !p.sibling.Is(fhir.Array) {
		return e.refuse("an array is wanted")
	}
	values, siblings := items{}, items{}
	if p.value != nil {
		values.list = p.value.Items
	}
	if p.sibling != nil {
		siblings.list = p.sibling.Items
	}
	for i := range max(len(values.list), len(siblings.list)) {
		e.steps[len(e.steps)-1].index = i
		if err := e.value(p, values.at(i), siblings.at(i)); err != nil {
			return err
		}
	}
	return nil
}

// at is an item, or nothing where null stands.
func (i *items) at(n int) *fhir.Tree {
	if n >= len(i.list) || i.list[n].Is(fhir.Null) {
		return nil
	}
	return i.list[n]
}

// value writes one element.
func (e *encoder) value(p part, value, sibling *fhir.Tree) error {
	switch {
	case value == nil && sibling == nil:
		return e.refuse("null stands for nothing")
	case p.ref.Def == nil:
		e.begin(p.name)
		e.shut(false)
		if err := e.resource(value); err != nil {
			return err
		}
		e.end(p.name)
		return nil
	case p.ref.Code == "xhtml":
		return e.narrative(value)
	case p.ref.Def.JSON() != fhir.Object:
		return e.primitive(p, value, sibling)
	}
	return e.object(p.name, value, p.ref.Def)
}

// primitive writes the value and, from the sibling, the id and extensions.
func (e *encoder) primitive(p part, value, sibling *fhir.Tree) error {
	if value != nil && value.Kind != p.ref.Def.JSON() {
		return e.refuse("a %s is wanted", p.ref.Def.JSON())
	}
	var inside []part
	if sibling != nil {
		element, _ := fhir.TypeOf("Element")
		var err error
		if inside, err = e.parts(sibling, element); err != nil {
			return err
		}
	}
	e.begin(p.name)
	if len(inside) > 0 && isAttribute(inside[0].element) {
		if err := e.attribute(inside[0].name, inside[0].value.StringOr("")); err != nil {
			return err
		}
		inside = inside[1:]
	}
	if value != nil {
		if err := e.attribute("value", value.Text); err != nil {
			return err
		}
	}
	return e.children(p.name, inside)
}

func (e *encoder) narrative(value *fhir.Tree) error {
	e.line()
	b, err := appendNarrative(e.b.AvailableBuffer(), value.StringOr(""))
	e.b.Write(b)
	var p *fhir.Problem
	if errors.As(err, &p) {
		is := p.Issues[0]
		return e.refuse("%s (line %d, column %d of the narrative)", is.Text, is.Line, is.Column)
	}
	return err
}
