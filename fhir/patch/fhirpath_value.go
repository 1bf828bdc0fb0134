package patch

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
)

// content is what an operation puts in: a value of a datatype, a resource, or, for
// elements that have no type of their own, parts by name.
type content struct {
	typeName       string // "Quantity", "date"; "" for a resource and for parts
	value, sibling *fhir.Tree
	parts          []namedContent
}

type namedContent struct {
	name string
	*content
}

// parameter is the type of a part, and of a parameter.
func parameter() *fhir.TypeDef {
	e, err := fhir.ResolvePath("Parameters", "parameter")
	if err != nil {
		panic(err) // R4 has it
	}
	return e.Types[0].Def
}

// sound tells what is wrong with a part: it has a name, and a value, a resource or
// parts of its own (http://hl7.org/fhir/R4/parameters.html, inv-1).
func sound(part *fhir.Tree) (fault string) {
	if !part.Is(fhir.Object) {
		return "a part is an object, this is " + outline(part)
	}
	d, said := parameter(), map[string]bool{}
	for _, m := range part.Members {
		e, _, ok := d.Element(m.Name)
		switch bare := strings.TrimPrefix(m.Name, "_"); {
		case !ok:
			return "a part has no member " + short(m.Name)
		case e.Choice || e.Name == "resource" || e.Name == "part":
			said[bare] = true
		}
	}
	if len(said) > 1 {
		return "a part has one value, or a resource, or parts"
	}
	for _, inner := range listOf(part.Get("part")) {
		if fault := sound(inner); fault != "" {
			return fault
		}
	}
	return ""
}

// contentOf reads a sound part that has a value.
func contentOf(part *fhir.Tree) (*content, error) {
	if r := part.Get("resource"); r != nil {
		return &content{value: r}, nil
	}
	c := &content{}
	for _, inner := range listOf(part.Get("part")) {
		read, err := contentOf(inner)
		if err != nil {
			return nil, err
		}
		c.parts = append(c.parts, namedContent{inner.Get("name").StringOr(""), read})
	}
	for _, m := range part.Members {
		e, typeName, ok := parameter().Element(m.Name)
		if bare := strings.TrimPrefix(m.Name, "_"); ok && e.Choice {
			c.typeName, c.value, c.sibling = typeName, part.Get(bare), part.Get("_"+bare)
		}
	}
	if c.typeName == "" && c.parts == nil {
		return nil, fmt.Errorf("the part %s has neither a value nor parts", short(part.Get("name").StringOr("")))
	}
	return c, nil
}

// made is content as it stands in JSON.
type made struct {
	member         string // "birthDate", "valueQuantity"
	value, sibling *fhir.Tree
}

// as makes the content a value of an element. It is a copy, so that later
// operations may change it.
func (c *content) as(e *fhir.ElementDef) (made, error) {
	var types []string
	for _, ref := range e.Types {
		types = append(types, ref.Code)
		if !c.fits(e, ref) {
			continue
		}
		m := made{member: e.Member(ref), value: clone(c.value), sibling: clone(c.sibling)}
		if c.parts == nil {
			return m, nil
		}
		var err error
		m.value, err = c.object(ref.Def)
		return m, err
	}
	is := c.typeName
	switch {
	case c.parts != nil:
		is = "parts"
	case is == "":
		is = "a resource"
	}
	return made{}, fmt.Errorf("%s is of type %s, the value is %s", e.Path, strings.Join(types, " or "), is)
}

// fits tells whether the content may be of a type. One primitive may stand for
// another that is written alike, as Parameters have no xhtml; which one is meant
// must only be said in a choice. Whether it has the right form is checked with the
// whole resource.
func (c *content) fits(e *fhir.ElementDef, ref fhir.TypeRef) bool {
	switch {
	case c.parts != nil:
		return ref.Def != nil && ref.Def.Kind != "primitive" && !e.Choice
	case c.typeName == "" || ref.Def == nil:
		return c.typeName == "" && ref.Def == nil
	case ref.Code == c.typeName:
		return true
	}
	d, ok := fhir.TypeOf(c.typeName)
	return ok && !e.Choice && d.Kind == "primitive" && ref.Def.Kind == "primitive"
}

// object makes an element of its parts.
func (c *content) object(d *fhir.TypeDef) (*fhir.Tree, error) {
	o := fhir.Obj()
	for _, part := range c.parts {
		e := elementOf(d, part.name)
		if e == nil {
			return nil, fmt.Errorf("%s has no element %s", d.Name, short(part.name))
		}
		m, err := part.as(e)
		if err != nil {
			return nil, err
		}
		if e.Max == 1 && o.Get(m.member) != nil {
			return nil, fmt.Errorf("%s is there once at most", e.Path)
		}
		at := spot{parent: o, element: e, member: m.member, at: -1}
		at.insert(at.length(), m)
	}
	return o, nil
}

// elementOf finds an element by the name that FHIRPath gives it, "value", or that
// R4 does, "value[x]".
func elementOf(d *fhir.TypeDef, name string) *fhir.ElementDef {
	for _, e := range d.Elements {
		if e.Name == name || strings.TrimSuffix(e.Name, "[x]") == name {
			return e
		}
	}
	return nil
}

// clone copies a tree with all that is below it.
func clone(t *fhir.Tree) *fhir.Tree {
	if t == nil {
		return nil
	}
	c := &fhir.Tree{Kind: t.Kind, Text: t.Text}
	for _, item := range t.Items {
		c.Items = append(c.Items, clone(item))
	}
	for _, m := range t.Members {
		c.Members = append(c.Members, fhir.Member{Name: m.Name, Value: clone(m.Value)})
	}
	return c
}
