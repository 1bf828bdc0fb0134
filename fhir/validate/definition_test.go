package validate

import (
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

// A definition that cannot be used is refused with its url and what is wrong.
func TestDefinitionsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	const head = `{"resourceType":"StructureDefinition","url":"http://a.example/p","name":"P","kind":"resource","derivation":"constraint","type":"Observation","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Observation"`
	elements := func(list string) string { return head + `,"differential":{"element":[` + list + `]}}` }
	for name, c := range map[string]struct{ definition, want string }{
		"no url":                 {strings.Replace(elements(`{"path":"Observation"}`), `"url":"http://a.example/p",`, "", 1), `has no url`},
		"no type":                {strings.Replace(elements(`{"path":"Observation"}`), `"type":"Observation"`, `"type":"Observations"`, 1), `type "Observations" is no type of R4`},
		"nothing":                {head + `}`, "neither differential nor snapshot"},
		"a base that is missing": {strings.Replace(elements(`{"path":"Observation"}`), "StructureDefinition/Observation", "StructureDefinition/Observe", 1), "Observe is not held here"},
		"a base of another type": {strings.Replace(elements(`{"path":"Observation"}`), "http://hl7.org/fhir/StructureDefinition/Observation", "http://hl7.org/fhir/StructureDefinition/actualgroup", 1), "constrains Group"},
		"itself as the base":     {strings.Replace(elements(`{"path":"Observation"}`), "http://hl7.org/fhir/StructureDefinition/Observation", "http://a.example/p", 1), "derived from itself"},
		"another type's element": {elements(`{"path":"Patient.name"}`), "is not one of Observation"},
		"an unknown element":     {elements(`{"path":"Observation.names"}`), `there is no element "names"`},
		"below many types":       {elements(`{"path":"Observation.value[x].code"}`), "has no single type"},
		"a slice of a slice":     {elements(`{"id":"Observation.component:a/b","path":"Observation.component"}`), "slices another one again"},
		"a slice without end":    {elements(`{"id":"Observation.component:a.code","path":"Observation.component.code"}`), `described before it is defined`},
		"slices told by nothing": {elements(`{"path":"Observation.component","sliceName":"a"}`), "but no slicing"},
		"a slice without value":  {elements(`{"path":"Observation.component","slicing":{"discriminator":[{"type":"value","path":"code"}],"rules":"open"}},{"path":"Observation.component","sliceName":"a"}`), "no fixed value, pattern or required binding"},
		"a strange path":         {elements(`{"path":"Observation.component","slicing":{"discriminator":[{"type":"value","path":"code.where(true)"}],"rules":"open"}},{"path":"Observation.component","sliceName":"a"}`), "and ofType(type), not"},
		"a strange kind":         {elements(`{"path":"Observation.component","slicing":{"discriminator":[{"type":"null","path":"code"}],"rules":"open"}},{"path":"Observation.component","sliceName":"a"}`), `no discriminator of the type "null"`},
		"no FHIRPath":            {elements(`{"path":"Observation","constraint":[{"key":"a-1","severity":"error","human":"a","expression":"a."}]}`), "a-1"},
		"no order":               {elements(`{"path":"Observation.value[x]","minValueString":"a"}`), "have no order"},
	} {
		tree, err := fhir.DecodeResource([]byte(c.definition))
		if err != nil {
			t.Fatal(name, err)
		}
		_, err = New(term.Standard(), tree)
		if err == nil || !strings.Contains(err.Error(), c.want) || name != "no url" && !strings.Contains(err.Error(), "http://a.example/p") {
			t.Errorf("%s: %v, not %q", name, err, c.want)
		}
	}
}

// A resource that claims nothing is asked nothing.
func TestWhatClaimsNothingCostsNothing(t *testing.T) {
	v := standard(t)
	tree, err := fhir.DecodeResource([]byte(`{"resourceType":"Observation","status":"final","code":{"text":"a"},"extension":[{"url":"http://a.example/x","valueString":"b"}],"contained":[{"resourceType":"Patient","id":"p"}],"subject":{"reference":"#p"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { v.Claims(tree) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
