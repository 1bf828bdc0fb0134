package fhirtest

import (
	"fmt"

	"kapbridge/fhir"
	"pgregory.net/rapid"
)

// element makes the members of one element: the value or values, and perhaps
// the "_x" sibling of a primitive.
func (g *generator) element(e *fhir.ElementDef, depth int) []fhir.Member {
	ref := g.pickType(e, depth)
	name := e.Member(ref)
	primitive := ref.Def != nil && ref.Def.Kind == "primitive"
	if primitive && g.hasSibling(e, ref) {
		return g.extended(e, ref, name, depth)
	}
	if e.Max == 1 {
		return []fhir.Member{{Name: name, Value: g.value(e, ref, depth)}}
	}
	list := fhir.List()
	for range g.length(depth) {
		list.Items = append(list.Items, g.value(e, ref, depth))
	}
	return []fhir.Member{{Name: name, Value: list}}
}

// pickType chooses among the types of a choice; deep down a primitive one.
func (g *generator) pickType(e *fhir.ElementDef, depth int) fhir.TypeRef {
	if len(e.Types) == 1 {
		return e.Types[0]
	}
	types := e.Types
	if depth+1 >= g.o.Depth || g.left <= 0 {
		types = nil
		for _, ref := range e.Types {
			if ref.Def != nil && ref.Def.Kind == "primitive" {
				types = append(types, ref)
			}
		}
		if types == nil {
			types = e.Types
		}
	}
	return rapid.SampledFrom(types).Draw(g.t, e.Name)
}

// hasSibling decides whether a primitive gets a "_x" member. Element.id,
// Extension.url and xhtml cannot have one
// (http://hl7.org/fhir/R4/json.html#primitive).
func (g *generator) hasSibling(e *fhir.ElementDef, ref fhir.TypeRef) bool {
	if g.o.Plain || g.left <= 0 || ref.Code == "xhtml" {
		return false
	}
	switch e.Path {
	case "Element.id", "Extension.url", "Resource.id":
		return false
	}
	return g.chance(4)
}

// length of a list, at least 1; lists deep down are short.
func (g *generator) length(depth int) int {
	n := 1
	for n < g.o.Items && g.left > 0 && g.chance(1+depth/2) {
		n++
	}
	return n
}

// extended makes a primitive with its "_x": the value may be absent, in a list
// it is then null (http://hl7.org/fhir/R4/json.html#null).
func (g *generator) extended(e *fhir.ElementDef, ref fhir.TypeRef, name string, depth int) []fhir.Member {
	if e.Max == 1 {
		valueless := coin.Draw(g.t, "no value")
		members := []fhir.Member{{Name: "_" + name, Value: g.sibling(valueless, depth)}}
		if !valueless {
			members = append(members, fhir.Member{Name: name, Value: g.value(e, ref, depth)})
		}
		return members
	}
	values, siblings := fhir.List(), fhir.List()
	some := false
	for i, n := 0, g.length(depth); i < n; i++ {
		kind := rapid.IntRange(0, 2).Draw(g.t, name)
		if i == n-1 && !some { // at least one sibling has content
			kind = max(kind, 1)
		}
		value, sibling := &fhir.Tree{Kind: fhir.Null}, &fhir.Tree{Kind: fhir.Null}
		if kind < 2 {
			value = g.value(e, ref, depth)
		}
		if kind > 0 {
			some, sibling = true, g.sibling(kind == 2, depth)
		}
		values.Items, siblings.Items = append(values.Items, value), append(siblings.Items, sibling)
	}
	return []fhir.Member{{Name: name, Value: values}, {Name: "_" + name, Value: siblings}}
}

// sibling makes the object of a "_x" member; without a value it has an
// extension (ele-1).
func (g *generator) sibling(valueless bool, depth int) *fhir.Tree {
	o := fhir.Obj()
	if g.chance(2) || (!valueless && g.chance(1)) {
		o.Set("id", g.elementID())
	}
	if valueless || len(o.Members) == 0 || g.chance(1) {
		list := fhir.List()
		for range g.length(depth + 2) {
			list.Items = append(list.Items, g.extension(depth+1))
		}
		o.Set("extension", list)
	}
	return o
}

// value makes one value of an element.
func (g *generator) value(e *fhir.ElementDef, ref fhir.TypeRef, depth int) *fhir.Tree {
	g.left--
	switch {
	case ref.Def == nil:
		return g.nested()
	case ref.Def.Kind == "primitive":
		return g.primitive(e, ref.Code)
	case ref.Code == "CodeableConcept" && e.Binding != "":
		return g.boundConcept(e, ref, depth+1)
	default:
		return g.datatype(ref, depth+1)
	}
}

// datatype makes a complex value.
func (g *generator) datatype(ref fhir.TypeRef, depth int) *fhir.Tree {
	switch ref.Code {
	case "Extension":
		return g.extension(depth)
	case "Reference":
		return g.reference(ref, depth)
	}
	o := g.object(ref.Def, "", depth)
	if ref.Profile == "SimpleQuantity" { // sqty-1
		o = o.Without("comparator", "_comparator")
		if hollow(o) {
			o.Set("value", g.number("decimal"))
		}
	}
	return o
}

// nested makes a resource in an entry of a Bundle or in Parameters.
func (g *generator) nested() *fhir.Tree {
	kinds := []string{"Basic", "Patient", "Observation", "Organization", "Binary"}
	outer := g.o.ID
	g.o.ID = ""
	tree := g.resource(rapid.SampledFrom(kinds).Draw(g.t, "resource"))
	g.o.ID = outer
	return tree
}

// boundConcept makes a CodeableConcept with a coding of the required value set.
func (g *generator) boundConcept(e *fhir.ElementDef, ref fhir.TypeRef, depth int) *fhir.Tree {
	o := g.object(ref.Def, "", depth)
	set, _ := fhir.RequiredCodes(e.Binding)
	code := fhir.SystemCode{System: "http://unitsofmeasure.org", Code: "mg"}
	if len(set.Codes) > 0 {
		code = rapid.SampledFrom(set.Codes).Draw(g.t, e.Name)
	}
	coding := fhir.Obj(fhir.Member{Name: "system", Value: fhir.Str(code.System)}, fhir.Member{Name: "code", Value: fhir.Str(code.Code)})
	list := fhir.List(coding)
	if others := o.Get("coding"); others != nil {
		list.Items = append(list.Items, others.Items...)
	}
	o.Set("coding", list)
	return o
}

// extension makes an extension with a value or with parts (ext-1).
func (g *generator) extension(depth int) *fhir.Tree {
	g.left--
	d, _ := fhir.TypeOf("Extension")
	o := fhir.Obj(fhir.Member{Name: "url", Value: fhir.Str(extensionURL.Draw(g.t, "url"))})
	if g.chance(4) {
		o.Set("id", g.elementID())
	}
	if depth < g.o.Depth && g.left > 0 && g.chance(2) {
		list := fhir.List()
		for range g.length(depth) {
			list.Items = append(list.Items, g.extension(depth+2))
		}
		o.Set("extension", list)
		return o
	}
	for _, e := range d.Elements {
		if e.Name == "value[x]" {
			o.Members = append(o.Members, g.element(e, depth+1)...)
		}
	}
	return o
}

var extensionURL = rapid.SampledFrom([]string{
	"http://example.org/fhir/StructureDefinition/mood", "http://example.org/fhir/StructureDefinition/Ünïcode",
	"urn:oid:1.3.6.1.4.1.54392.5.1", "https://ehr.example.com/x?y=1&z=2",
})

// elementID is unique in the resource.
func (g *generator) elementID() *fhir.Tree {
	g.ids++
	return fhir.Str(fmt.Sprintf("e%d", g.ids))
}
