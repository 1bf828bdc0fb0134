package fhirtest

import (
	"fmt"
	"slices"

	"kapbridge/fhir"
	"pgregory.net/rapid"
)

// Options shape the random resources. The zero value asks for everything that
// is valid, in moderate size.
type Options struct {
	ID       string                                      // the resource's id; "" for a random one or none
	Size     int                                         // values after which only required elements follow; 0 means 150
	Depth    int                                         // nesting after which only required elements follow; 0 means 6
	Items    int                                         // longest list; 0 means 3
	Omit     func(path string) bool                      // optional elements to leave out, by fhir.ElementDef.Path
	Refer    func(t *rapid.T, targets []string) string   // literal references; nil for all kinds
	Plain    bool                                        // no extensions and no "_x" siblings
	Modifier bool                                        // also unknown modifier extensions
	Inside   func(t *rapid.T, targets []string) []string // types that may be contained; nil for any, empty for none
}

// Resource draws a resource of the type.
func Resource(t *rapid.T, typeName string, o Options) *fhir.Tree {
	g := newGenerator(t, o)
	return g.resource(typeName)
}

// Resources is a generator of resources of the given types.
func Resources(o Options, typeNames ...string) *rapid.Generator[*fhir.Tree] {
	return rapid.Custom(func(t *rapid.T) *fhir.Tree {
		return Resource(t, rapid.SampledFrom(typeNames).Draw(t, "type"), o)
	})
}

// Datatype draws a value of a complex datatype such as Quantity. References in
// it do not point to contained resources.
func Datatype(t *rapid.T, typeName string, o Options) *fhir.Tree {
	d, ok := fhir.TypeOf(typeName)
	if !ok || d.Kind != "complex" {
		panic(fmt.Sprintf("fhirtest: %q is no complex datatype of R4", typeName))
	}
	g := newGenerator(t, o)
	return g.datatype(fhir.TypeRef{Code: typeName, Def: d}, 1)
}

// Members draws the members of one element of a type, as they may stand in an
// object: "birthDate", "_birthDate" or both, "valueQuantity", a list. path is
// one that fhir.ResolvePath knows. The element is never left out.
func Members(t *rapid.T, typeName, path string, o Options) []fhir.Member {
	e, err := fhir.ResolvePath(typeName, path)
	if err != nil {
		panic("fhirtest: " + err.Error())
	}
	g := newGenerator(t, o)
	return g.element(e, 1)
}

// generator holds the state of one resource: what is left to spend, and the
// resources that are to be contained in it.
type generator struct {
	t         *rapid.T
	o         Options
	left      int // values that may still be made
	thrift    int // 1 makes half of the optional elements, 2 a quarter, 3 an eighth
	ids       int // element ids given out
	container string
	contained []holding
	inside    bool // a contained resource is being made
	noHolding bool // references to contained resources cannot be made
}

// holding is a contained resource to be made: a reference to it exists.
type holding struct{ id, kind string }

func newGenerator(t *rapid.T, o Options) *generator {
	if o.Size == 0 {
		o.Size = 150
	}
	if o.Depth == 0 {
		o.Depth = 6
	}
	if o.Items == 0 {
		o.Items = 3
	}
	thrift := 3 - rapid.IntRange(0, 2).Draw(t, "fullness")
	return &generator{t: t, o: o, left: o.Size, thrift: thrift, noHolding: true}
}

// chance is true once in 2^halvings; it shrinks to false.
func (g *generator) chance(halvings int) bool {
	for range halvings {
		if !coin.Draw(g.t, "coin") {
			return false
		}
	}
	return true
}

var coin = rapid.Bool()

// resource makes a resource with what is contained in it.
func (g *generator) resource(typeName string) *fhir.Tree {
	d, ok := fhir.TypeOf(typeName)
	if !ok || !fhir.IsResource(typeName) {
		panic(fmt.Sprintf("fhirtest: %q is no resource type of R4", typeName))
	}
	outer := *g
	g.container, g.contained, g.noHolding, g.inside = typeName, nil, !d.Is("DomainResource"), false
	tree := g.object(d, g.o.ID, 0)
	g.inside = true
	var list []*fhir.Tree
	for i := 0; i < len(g.contained); i++ { // making one may add another
		h := g.contained[i]
		inner, _ := fhir.TypeOf(h.kind)
		list = append(list, g.object(inner, h.id, 2))
	}
	if list != nil {
		tree.Set("contained", fhir.List(list...))
	}
	g.container, g.contained, g.noHolding, g.inside = outer.container, outer.contained, outer.noHolding, outer.inside
	return tree
}

// object makes an object of a type; depth says how deep it stands. A resource
// gets its resourceType and, if it is not "", its id.
func (g *generator) object(d *fhir.TypeDef, id string, depth int) *fhir.Tree {
	o := fhir.Obj()
	if d.Kind == "resource" {
		o.Set("resourceType", fhir.Str(d.Name))
	}
	for _, e := range d.Elements {
		switch {
		case e.Path == "Resource.id" && id != "":
			o.Set("id", fhir.Str(id))
		case e.Min > 0 || g.wants(e, depth):
			o.Members = append(o.Members, g.element(e, depth)...)
		}
	}
	if d.Kind != "resource" && hollow(o) {
		o.Members = append(o.Members, g.element(g.filler(d), depth)...)
	}
	if g.chance(3) { // FHIR JSON has no order of members
		slices.Reverse(o.Members)
	}
	return o
}

// wants decides about an optional element.
func (g *generator) wants(e *fhir.ElementDef, depth int) bool {
	if g.left <= 0 || depth >= g.o.Depth || g.omits(e) {
		return false
	}
	switch e.Name {
	case "modifierExtension":
		return g.o.Modifier && !g.o.Plain && g.chance(5)
	case "extension":
		return !g.o.Plain && g.chance(4)
	}
	if e.Path == "Element.id" {
		return !g.o.Plain && g.chance(5)
	}
	return g.chance(min(g.thrift+depth/2, 4))
}

// omits names the elements that are never wanted: those the caller omits, those
// a contained resource may not have (dom-4, dom-5), and contained, which is made
// where it is referenced.
func (g *generator) omits(e *fhir.ElementDef) bool {
	switch e.Path {
	case "DomainResource.contained":
		return true
	case "Meta.versionId", "Meta.lastUpdated", "Meta.security":
		if g.inside {
			return true
		}
	}
	return g.o.Omit != nil && g.o.Omit(e.Path)
}

// hollow tells whether an object has no content, or only an id, which ele-1 forbids.
func hollow(o *fhir.Tree) bool {
	return len(o.Members) == 0 || len(o.Members) == 1 && o.Members[0].Name == "id"
}

// filler picks an element for an object that would be empty: a primitive one,
// so that it ends there.
func (g *generator) filler(d *fhir.TypeDef) *fhir.ElementDef {
	var simple, other []*fhir.ElementDef
	for _, e := range d.Elements {
		switch {
		case e.Name == "extension" || e.Name == "modifierExtension" || e.Path == "Element.id":
		case g.omits(e):
		case e.Types[0].Def != nil && e.Types[0].Def.Kind == "primitive":
			simple = append(simple, e)
		default:
			other = append(other, e)
		}
	}
	if simple == nil {
		simple = other
	}
	return rapid.SampledFrom(simple).Draw(g.t, d.Name)
}
