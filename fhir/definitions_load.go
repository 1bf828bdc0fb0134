package fhir

import (
	_ "embed" // the tables
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed r4/types.txt
var typesText string

//go:embed r4/required.txt
var valueSetsText string

// tables is what types.txt and required.txt say.
type tables struct {
	types  map[string]*TypeDef
	codes  map[string]*ValueSet
	owners map[string]*TypeDef // backbone elements by path
	names  map[string]string   // of all members, to themselves
}

// definitions loads the tables on first use. They are part of the program and
// tested, so a fault in them is a fault of the build: it panics.
var definitions = sync.OnceValue(func() *tables {
	t := &tables{types: map[string]*TypeDef{}, owners: map[string]*TypeDef{}, codes: readValueSets(valueSetsText), names: map[string]string{"resourceType": "resourceType"}}
	t.read(typesText)
	for _, d := range t.types {
		t.complete(d)
	}
	for _, d := range t.owners {
		t.complete(d)
	}
	return t
})

// read makes a TypeDef of every type and backbone element with its own elements.
func (t *tables) read(text string) {
	var current *TypeDef
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "\t") {
			f := strings.Split(line, "\t")
			kind, abstract := strings.CutPrefix(f[1], "abstract-")
			current = &TypeDef{Name: f[0], Kind: kind, Abstract: abstract, Base: f[2], Pattern: f[3], prim: primitives[f[0]]}
			t.types[current.Name] = current
			continue
		}
		e := t.element(current, strings.Split(line[1:], "\t"))
		owner := current
		if i := strings.LastIndexByte(e.Path, '.'); i > len(current.Name) {
			owner = t.owners[e.Path[:i]]
		}
		owner.own = append(owner.own, e)
	}
}

// element reads: path, min, max, types, flags, required value set, advised value
// set with its strength, greatest value set.
func (t *tables) element(d *TypeDef, f []string) *ElementDef {
	f = append(f, "", "", "", "")
	e := &ElementDef{
		Path: d.Name + "." + f[0], Name: f[0][strings.LastIndexByte(f[0], '.')+1:],
		Min: number(f[1]), Max: Many, Choice: strings.HasSuffix(f[0], "[x]"),
		Modifier: strings.Contains(f[4], "M"), Summary: strings.Contains(f[4], "S"), Binding: f[5], Greatest: f[7],
	}
	if e.Strength, e.Advised, _ = strings.Cut(f[6], " "); e.Binding != "" {
		e.Strength = "required"
	}
	if f[2] != "*" {
		e.Max = number(f[2])
	}
	e.codes, e.label = t.codes[e.Binding], strings.TrimSuffix(e.Name, "[x]")
	if content, ok := strings.CutPrefix(f[3], "#"); ok {
		e.Content = d.Name + "." + content
		e.Types = []TypeRef{{Code: "BackboneElement"}}
		return e
	}
	for text := range strings.SplitSeq(f[3], " ") {
		ref := typeRef(text)
		if !e.Choice && (ref.Code == "BackboneElement" || ref.Code == "Element") {
			ref.Def = &TypeDef{Name: e.Path, Kind: "backbone", Base: ref.Code}
			t.owners[e.Path] = ref.Def
		}
		e.Types = append(e.Types, ref)
	}
	return e
}

// typeRef reads Code, Code(Target|Target) or Code{Profile}.
func typeRef(text string) TypeRef {
	code, targets, found := strings.Cut(strings.TrimSuffix(text, ")"), "(")
	ref := TypeRef{}
	if found {
		ref.Targets = strings.Split(targets, "|")
	}
	ref.Code, ref.Profile, _ = strings.Cut(strings.TrimSuffix(code, "}"), "{")
	return ref
}

// complete puts the inherited elements first, resolves types and indexes the
// member names. It calls itself for the base.
func (t *tables) complete(d *TypeDef) {
	if d.members != nil {
		return
	}
	if base := t.types[d.Base]; base != nil {
		t.complete(base)
		d.Elements = append(d.Elements, base.Elements...)
	}
	d.Elements = append(d.Elements, d.own...)
	d.members = make(map[string]member, 2*len(d.Elements))
	for place, e := range d.Elements {
		if e.Min > 0 {
			d.required = append(d.required, place)
		}
		for i := range e.Types {
			t.resolve(e, &e.Types[i])
			d.index(place, e, &e.Types[i])
		}
	}
	for name := range d.members {
		t.names[name] = name
	}
}

func (t *tables) resolve(e *ElementDef, ref *TypeRef) {
	switch {
	case ref.Def != nil || ref.Code == "Resource":
	case e.Content != "":
		ref.Def = t.owners[e.Content]
	default:
		ref.Def = t.types[ref.Code]
	}
	if ref.Def == nil && ref.Code != "Resource" {
		panic(fmt.Sprintf("r4/types.txt: %s has the unknown type %q", e.Path, ref.Code))
	}
}

// index adds the JSON names of an element: "value[x]" becomes "valueQuantity"
// and so on, a primitive also gets its "_x" sibling. Element.id, Extension.url
// and xhtml have none (http://hl7.org/fhir/R4/json.html#primitive).
func (d *TypeDef) index(place int, e *ElementDef, ref *TypeRef) {
	name := e.Member(*ref)
	d.members[name] = member{element: e, ref: ref, place: place}
	bare := e.Path == "Element.id" || e.Path == "Extension.url" || ref.Code == "xhtml"
	if ref.Def != nil && ref.Def.Kind == "primitive" && !bare {
		d.members["_"+name] = member{element: e, ref: ref, place: place, sibling: true}
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(fmt.Sprintf("r4/types.txt: %v", err))
	}
	return n
}
