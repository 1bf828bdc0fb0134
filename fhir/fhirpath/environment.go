package fhirpath

import "strings"

// environment is a variable such as %resource
// (http://hl7.org/fhir/R4/fhirpath.html#variables).
type environment struct{ name string }

var constants = map[string]Collection{
	"sct":   str("http://snomed.info/sct"),
	"loinc": str("http://loinc.org"),
	"ucum":  str("http://unitsofmeasure.org"),
}

func (n *environment) eval(s scope) (Collection, error) {
	ctx := s.run.ctx
	if given, ok := ctx.Variables[n.name]; ok {
		return given, nil
	}
	if fixed, ok := constants[n.name]; ok {
		return fixed, nil
	}
	switch {
	case n.name == "context":
		return s.run.context, nil
	case n.name == "resource" && ctx.Resource != nil:
		return Collection{Of(ctx.Resource)}, nil
	case n.name == "rootResource" && s.run.root() != nil:
		return Collection{Of(s.run.root())}, nil
	case n.name == "resource" || n.name == "rootResource":
		return nil, nil
	}
	if set, ok := strings.CutPrefix(n.name, "vs-"); ok {
		return str("http://hl7.org/fhir/ValueSet/" + set), nil
	}
	if extension, ok := strings.CutPrefix(n.name, "ext-"); ok {
		return str("http://hl7.org/fhir/StructureDefinition/" + extension), nil
	}
	return nil, wrong("there is no variable %%%s", identifier(n.name))
}
