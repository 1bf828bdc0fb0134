package xml

import (
	"strings"

	"kapbridge/fhir"
)

// content reads the elements inside one of a type, up to its end tag, into
// members of t.
func (d *decoder) content(t *fhir.Tree, def *fhir.TypeDef, depth int) error {
	last, place := "", -1
	for {
		tag, err := d.child()
		if err != nil || tag.kind == endTag {
			return err
		}
		e, ref, err := d.known(tag, def)
		if err != nil {
			return err
		}
		next := def.Order(tag.name.local)
		d.steps = append(d.steps, step{strings.TrimSuffix(e.Name, "[x]"), -1})
		if next <= place {
			return d.misplaced(tag, last, next == place)
		}
		if last, place = tag.name.local, next; e.Max == 1 {
			err = d.single(tag, t, ref, depth)
		} else {
			err = d.list(tag, t, ref, depth)
		}
		if err != nil {
			return err
		}
		d.steps = d.steps[:len(d.steps)-1]
	}
}

// known finds the element that a tag names in a type.
func (d *decoder) known(tag token, def *fhir.TypeDef) (*fhir.ElementDef, fhir.TypeRef, error) {
	local := tag.name.local
	e, _, ok := def.Element(local)
	ref, _ := def.Ref(local)
	if strings.HasPrefix(local, "_") {
		ok = false // a member of JSON, and no element
	}
	space := fhirSpace
	if ok && ref.Code == "xhtml" {
		space = xhtmlSpace
	}
	if err := d.inSpace(tag, space); err != nil {
		return nil, ref, err
	}
	switch {
	case ok && isAttribute(e):
		return nil, ref, d.refuse(tag.from, "%s is an attribute in XML, not an element", local)
	case !ok && def.Name == "Element":
		return nil, ref, d.refuse(tag.from, "<%s> may not stand in an element that has a simple value; extensions may", short(local))
	case !ok:
		return nil, ref, d.refuse(tag.from, "%s has no element %q%s", def.Name, short(local), def.Advice(local))
	}
	return e, ref, nil
}

// isAttribute tells which elements XML writes as attributes, besides the value of
// a primitive (http://hl7.org/fhir/R4/xml.html).
func isAttribute(e *fhir.ElementDef) bool { return e.Path == "Element.id" || e.Path == "Extension.url" }

// misplaced words why an element cannot follow another.
func (d *decoder) misplaced(tag token, last string, same bool) error {
	switch {
	case !same:
		return d.refuse(tag.from, "in XML elements stand in the order of the specification: <%s> belongs before <%s>", tag.name.local, last)
	case tag.name.local == last:
		return d.refuse(tag.from, "<%s> occurs once at most", last)
	}
	return d.refuse(tag.from, "<%s> and <%s> are two values for one element; give one of them", last, tag.name.local)
}

// single reads an element that occurs once at most.
func (d *decoder) single(tag token, t *fhir.Tree, ref fhir.TypeRef, depth int) error {
	value, sibling, err := d.value(tag, ref, depth+1)
	if err != nil {
		return err
	}
	d.mark(tag.from, value, sibling)
	add(t, tag.name.local, value, sibling)
	return nil
}

// list reads an element that may repeat, and those of the same name that follow
// it. Of primitives it makes two lists of one length, where null fills up; one
// without any value or sibling is left out (http://hl7.org/fhir/R4/json.html#primitive).
func (d *decoder) list(tag token, t *fhir.Tree, ref fhir.TypeRef, depth int) error {
	if err := d.count(depth+1, tag); err != nil {
		return err
	}
	name, from, at := tag.name, tag.from, len(d.steps)-1
	values, siblings := &items{}, &items{}
	for tag.kind == startTag && tag.name.local == name.local && tag.name.space == name.space {
		d.steps[at].index++
		value, sibling, err := d.value(tag, ref, depth+2)
		if err != nil {
			return err
		}
		d.mark(tag.from, value, sibling)
		values.add(value)
		siblings.add(sibling)
		if tag, err = d.child(); err != nil {
			return err
		}
	}
	d.again = &tag
	list, beside := values.tree(), siblings.tree()
	d.mark(from, list, beside)
	add(t, name.local, list, beside)
	return nil
}

// items is a list in the making.
type items struct {
	list []*fhir.Tree
	some bool // one of them is not null
}

func (i *items) add(t *fhir.Tree) {
	if i.some = i.some || t != nil; t == nil {
		t = &fhir.Tree{Kind: fhir.Null}
	}
	i.list = append(i.list, t)
}

func (i *items) tree() *fhir.Tree {
	if !i.some {
		return nil
	}
	return fhir.List(i.list...)
}

// add puts an element and what its extensions say into an object.
func add(t *fhir.Tree, name string, value, sibling *fhir.Tree) {
	if value != nil {
		t.Members = append(t.Members, fhir.Member{Name: name, Value: value})
	}
	if sibling != nil {
		t.Members = append(t.Members, fhir.Member{Name: "_" + name, Value: sibling})
	}
}
