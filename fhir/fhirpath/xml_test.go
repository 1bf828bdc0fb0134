package fhirpath

import (
	"encoding/xml"
	"strings"
	"testing"

	"kapbridge/fhir"
)

// element is XML as it is; xhtml keeps its text.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Inner    string     `xml:",innerxml"`
}

func (e *element) attr(name string) *fhir.Tree {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return fhir.Str(a.Value)
		}
	}
	return nil
}

// fromXML reads a resource of the suite. Package fhir/xml refuses some of them,
// whose elements do not stand in the order of the specification.
func fromXML(t *testing.T, data []byte) *fhir.Tree {
	t.Helper()
	var e element
	if err := xml.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return resourceOf(t, &e)
}

func resourceOf(t *testing.T, e *element) *fhir.Tree {
	d, ok := fhir.TypeOf(e.XMLName.Local)
	if !ok {
		t.Fatalf("R4 has no %s", e.XMLName.Local)
	}
	tree := objectOf(t, e, d)
	tree.Members = append([]fhir.Member{{Name: "resourceType", Value: fhir.Str(d.Name)}}, tree.Members...)
	return tree
}

func objectOf(t *testing.T, e *element, d *fhir.TypeDef) *fhir.Tree {
	o := fhir.Obj()
	for _, name := range []string{"id", "url"} {
		o.Set(name, e.attr(name))
	}
	for i := range e.Children {
		child := &e.Children[i]
		name := child.XMLName.Local
		def, _, ok := d.Element(name)
		if !ok {
			t.Fatalf("%s has no %s", d.Name, name)
		}
		value, sibling := valueOf(t, child, d.Child(name))
		if def.Max == 1 {
			o.Set(name, value)
			if !sibling.Empty() {
				o.Set("_"+name, sibling)
			}
			continue
		}
		push(o, name, value)
		if d.Child(name) != nil && d.Child(name).Kind == "primitive" {
			push(o, "_"+name, sibling)
		}
	}
	return o
}

func push(o *fhir.Tree, name string, value *fhir.Tree) {
	if value == nil || value.Empty() {
		value = &fhir.Tree{Kind: fhir.Null}
	}
	list := fhir.List()
	if old := o.Get(name); old != nil {
		list.Items = old.Items
	}
	list.Items = append(list.Items, value)
	o.Set(name, list)
}

func valueOf(t *testing.T, e *element, d *fhir.TypeDef) (value, sibling *fhir.Tree) {
	switch {
	case d == nil:
		return resourceOf(t, &e.Children[0]), nil
	case d.Name == "xhtml":
		return fhir.Str(`<div xmlns="http://www.w3.org/1999/xhtml">` + e.Inner + "</div>"), nil
	case d.Kind != "primitive":
		return objectOf(t, e, d), nil
	}
	if value = e.attr("value"); value != nil {
		switch d.Name {
		case "boolean":
			value = fhir.Boolean(value.Text == "true")
		case "integer", "positiveInt", "unsignedInt", "decimal":
			value = fhir.Num(strings.TrimSpace(value.Text))
		}
	}
	return value, objectOf(t, e, d)
}
