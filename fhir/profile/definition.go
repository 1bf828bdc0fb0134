package profile

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
)

// TypePrefix starts the canonical url of a type of R4.
const TypePrefix = "http://hl7.org/fhir/StructureDefinition/"

// Definition is a StructureDefinition that constrains a type: a profile of a
// resource or datatype, or an extension
// (http://hl7.org/fhir/R4/structuredefinition.html).
type Definition struct {
	URL, Version, Name string
	Type               string    // the type it constrains, "Observation", "Extension"
	Base               string    // canonical of the type or definition that it is derived from
	Contexts           []Context // where an extension may stand; none where it may stand anywhere
	Invariants         []string  // FHIRPath about what the extension stands in, "" for none

	differential, snapshot []*fhir.Tree // ElementDefinitions, in their order
	text                   string       // the differential of a definition of the standard, until it is asked for
}

// Context is a place where an extension may stand
// (http://hl7.org/fhir/R4/defining-extensions.html#context).
type Context struct {
	Kind       string // element | extension | fhirpath
	Expression string
}

// Read makes a Definition of a StructureDefinition resource. ok is false for one
// that defines a type or a logical model instead of constraining one. The error
// names the definition and the element that is missing or wrong.
func Read(t *fhir.Tree) (d *Definition, ok bool, err error) {
	if t.Get("resourceType").StringOr("") != "StructureDefinition" || t.Get("derivation").StringOr("") != "constraint" {
		return nil, false, nil
	}
	d = header(t)
	if d.URL == "" {
		return nil, false, fmt.Errorf("the StructureDefinition %q has no url", t.Get("id").StringOr(d.Name))
	}
	if !fhir.IsType(d.Type) {
		return nil, false, fmt.Errorf("%s: type %q is no type of R4", d.URL, d.Type)
	}
	d.differential = items(t.At("differential", "element"))
	d.snapshot = items(t.At("snapshot", "element"))
	if len(d.differential)+len(d.snapshot) == 0 {
		return nil, false, fmt.Errorf("%s: it has neither differential nor snapshot", d.URL)
	}
	return d, true, nil
}

// header reads what stands beside the elements.
func header(t *fhir.Tree) *Definition {
	d := &Definition{
		URL: t.Get("url").StringOr(""), Version: t.Get("version").StringOr(""), Name: t.Get("name").StringOr(""),
		Type: t.Get("type").StringOr(""), Base: t.Get("baseDefinition").StringOr(""),
	}
	if d.Name == "" {
		d.Name = d.URL[strings.LastIndexByte(d.URL, '/')+1:]
	}
	for _, c := range items(t.Get("context")) {
		d.Contexts = append(d.Contexts, Context{c.Get("type").StringOr(""), c.Get("expression").StringOr("")})
	}
	if d.URL == TypePrefix+"structuredefinition-fhir-type" { // R4's own snapshots have it here, not where it says
		d.Contexts = append(d.Contexts, Context{"element", "ElementDefinition.type"})
	}
	for _, i := range items(t.Get("contextInvariant")) {
		d.Invariants = append(d.Invariants, i.Text)
	}
	return d
}

// items gives those of an array, none of anything else.
func items(t *fhir.Tree) []*fhir.Tree {
	if t.Is(fhir.Array) {
		return t.Items
	}
	return nil
}
