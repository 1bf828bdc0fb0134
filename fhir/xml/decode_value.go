package xml

import (
	"strings"

	"kapbridge/fhir"
)

// value reads one element: what is in it, and of a primitive also the id and
// extensions, which JSON has beside it. One of the two is there.
func (d *decoder) value(tag token, ref fhir.TypeRef, depth int) (value, sibling *fhir.Tree, err error) {
	switch {
	case ref.Def == nil:
		value, err = d.inner(tag, depth)
	case ref.Code == "xhtml":
		if err = d.count(depth, tag); err == nil {
			value, err = d.narrative(tag)
		}
	case ref.Def.JSON() != fhir.Object:
		return d.primitive(tag, ref, depth)
	default:
		value, err = d.complex(tag, ref.Def, depth)
	}
	return value, nil, err
}

// inner reads an element around a resource, such as <contained> or <resource>:
// one resource and nothing else.
func (d *decoder) inner(tag token, depth int) (*fhir.Tree, error) {
	for _, a := range tag.attributes {
		if !a.name.declares() {
			return nil, d.stray(tag, a)
		}
	}
	first, err := d.child()
	if err != nil {
		return nil, err
	}
	if first.kind == endTag {
		return nil, d.refuse(tag.from, "<%s> is empty; it holds a resource", tag.name.local)
	}
	t, err := d.resource(first, depth)
	if err != nil {
		return nil, err
	}
	after, err := d.child()
	if err == nil && after.kind != endTag {
		err = d.refuse(after.from, "<%s> holds one resource; repeat it for another where that may be", tag.name.local)
	}
	return t, err
}

// complex reads an element that has elements.
func (d *decoder) complex(tag token, def *fhir.TypeDef, depth int) (*fhir.Tree, error) {
	if err := d.count(depth, tag); err != nil {
		return nil, err
	}
	t := fhir.Obj()
	if err := d.attributes(tag, t, def, depth); err != nil {
		return nil, err
	}
	if err := d.content(t, def, depth); err != nil {
		return nil, err
	}
	if len(t.Members) == 0 {
		return nil, d.refuse(tag.from, "<%s> is empty; leave out an element that has no value", tag.name.local)
	}
	return t, nil
}

// attributes reads those of an element that has elements: its id, and the url of
// an extension. The outermost may say where a schema is, which is not looked at.
func (d *decoder) attributes(tag token, t *fhir.Tree, def *fhir.TypeDef, depth int) error {
	for _, a := range tag.attributes {
		root := len(d.steps) == 1
		if a.name.declares() || root && a.name.space == schemaSpace && a.name.local == "schemaLocation" {
			continue
		}
		e, _, ok := def.Element(a.name.local)
		switch {
		case a.name.space != "" || !ok:
			return d.stray(tag, a)
		case !isAttribute(e):
			return d.refuse(a.from, `%s is an element here: write <%[1]s value="..."/> inside <%[2]s>`, a.name.local, tag.name.local)
		}
		value, err := d.filled(a)
		if err != nil {
			return err
		}
		if err := d.count(depth+1, tag); err != nil {
			return err
		}
		text := fhir.Str(value)
		d.mark(a.from, text)
		add(t, a.name.local, text, nil)
	}
	return nil
}

func (d *decoder) stray(tag token, a attribute) error {
	return d.refuse(a.from, "<%s> has no attribute %s", tag.name.local, short(a.name.raw))
}

// filled is the value of an attribute, which is never empty.
func (d *decoder) filled(a attribute) (string, error) {
	value := a.value()
	if value == "" {
		return "", d.refuse(a.from, "the attribute %s is empty; leave out what has no value", a.name.local)
	}
	return value, nil
}

// primitive reads an element with a value, an id and extensions.
func (d *decoder) primitive(tag token, ref fhir.TypeRef, depth int) (value, sibling *fhir.Tree, err error) {
	if err := d.count(depth, tag); err != nil {
		return nil, nil, err
	}
	element, _ := fhir.TypeOf("Element")
	sibling = fhir.Obj()
	for i, a := range tag.attributes {
		if a.name.raw != "value" {
			continue
		}
		if value, err = d.literal(a, ref); err != nil {
			return nil, nil, err
		}
		tag.attributes = append(tag.attributes[:i:i], tag.attributes[i+1:]...)
		break
	}
	if err := d.attributes(tag, sibling, element, depth); err != nil {
		return nil, nil, err
	}
	if err := d.content(sibling, element, depth); err != nil {
		return nil, nil, err
	}
	if len(sibling.Members) == 0 {
		sibling = nil
	}
	if value == nil && sibling == nil {
		return nil, nil, d.refuse(tag.from, `<%s> has no value; write it as <%[1]s value="..."/>`, tag.name.local)
	}
	return value, sibling, nil
}

// literal makes the JSON value of an attribute "value". XML may write a plus sign
// before an integer (http://hl7.org/fhir/R4/datatypes.html#integer), JSON may not.
func (d *decoder) literal(a attribute, ref fhir.TypeRef) (*fhir.Tree, error) {
	value, err := d.filled(a)
	if err != nil {
		return nil, err
	}
	fault := ""
	switch kind := ref.Def.JSON(); kind {
	case fhir.Bool:
		fault = fhir.PrimitiveFault("boolean", value)
	case fhir.Number:
		if bare, plus := strings.CutPrefix(value, "+"); plus && bare != "" && bare[0] != '-' && ref.Code != "decimal" {
			value = bare
		}
		fault = fhir.PrimitiveFault("decimal", value) // whether it is an integer is found later, as in JSON
	}
	if fault != "" {
		return nil, wrong(d.text, a.from, "value", "%s", fault)
	}
	return &fhir.Tree{Kind: ref.Def.JSON(), Text: value}, nil
}
