package mutate

import "kapbridge/fhir"

// extensions has the kinds about extensions, some of which R4 defines.
var extensions = []Kind{
	{"extension", "extensibility.html", extend(`"valueString":"x"`, `"extension":[{"url":"a","valueString":"x"}]`)},
	{"extension with a value and parts", "extensibility.html#ext-1", extend(`"extension":[{"url":"a","valueString":"x"}],"valueString":"x"`)},
	{"extension with neither value nor parts", "extensibility.html#ext-1", either(extend(`"id":"a"`), extending(`{"url":"http://example.org/x"}`))},
	{"extension with two values", "extensibility.html#Extension", extend(`"valueString":"x","valueCode":"x"`)},
	{"extension of a type that none may have", "extensibility.html#Extension", extend(`"valueNarrative":{"status":"empty"}`, `"valueXhtml":"x"`, `"valueBackboneElement":{}`, `"value":"x"`)},
	{"extension without an address", "extensibility.html#Extension", extending(`{"valueString":"x"}`)},
	{"extension with an empty address", "extensibility.html#Extension", extending(`{"url":"","valueString":"x"}`)},
	{"extension with a relative address", "extensibility.html#Extension", extending(`{"url":"x","valueString":"x"}`, `{"url":"Extension/x","valueString":"x"}`)},
	{"extension with a space in its address", "extensibility.html#Extension", extending(`{"url":"http://example.org/a b","valueString":"x"}`)},
	{"extension with a fault in its value", "extensibility.html", extend(`"valueQuantity":{"value":"x"}`, `"valueReference":{"reference":"x y"}`, `"valuePeriod":{"start":"2024","end":"2023"}`)},
	{"modifier extension that nobody knows", "extensibility.html#modifierExtension", domain(func(r *fhir.Tree) bool {
		return appendTo(r, "modifierExtension", value(`{"url":"http://example.org/x","valueBoolean":true}`))
	})},
	{"modifier extension in a datatype", "extensibility.html#modifierExtension", each(func(s spot) bool { return innerObject(s) && s.own.Kind == "complex" && !s.own.Is("BackboneElement") }, func(s spot) bool {
		return appendTo(s.value, "modifierExtension", value(`{"url":"http://example.org/x","valueBoolean":true}`))
	})},
	{"extension of R4, with a value of its type", "extension-patient-birthplace.html", on("Patient", `{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"x"}}`)},
	{"extension of R4, with a value of another type", "extension-patient-birthplace.html", either(
		on("Patient", `{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueString":"x"}`),
		on("Questionnaire", `{"url":"http://hl7.org/fhir/StructureDefinition/replaces","valueString":"x"}`),
		on("Observation", `{"url":"http://hl7.org/fhir/StructureDefinition/observation-delta","valueString":"x"}`),
		on("Encounter", `{"url":"http://hl7.org/fhir/StructureDefinition/encounter-reasonCancelled","valueString":"x"}`))},
	{"extension of R4 in the wrong place", "defining-extensions.html#context", either(
		on("Observation", `{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"x"}}`),
		on("Encounter", `{"url":"http://hl7.org/fhir/StructureDefinition/observation-delta","valueCodeableConcept":{"text":"x"}}`),
		on("Condition", `{"url":"http://hl7.org/fhir/StructureDefinition/encounter-reasonCancelled","valueCodeableConcept":{"text":"x"}}`))},
	{"extension of R4 that its parts are missing in", "extension-patient-nationality.html", on("Patient", `{"url":"http://hl7.org/fhir/StructureDefinition/patient-nationality","valueString":"x"}`)},
	{"extension of R4 with parts", "extension-patient-nationality.html", on("Patient", `{"url":"http://hl7.org/fhir/StructureDefinition/patient-nationality","extension":[{"url":"code","valueCodeableConcept":{"text":"x"}}]}`)},
	{"extension of R4 with a part that it has not", "extension-patient-nationality.html", on("Patient", `{"url":"http://hl7.org/fhir/StructureDefinition/patient-nationality","extension":[{"url":"colour","valueCodeableConcept":{"text":"x"}}]}`)},
	{"extension that R4 would have but has not", "extensibility.html", on("", `{"url":"http://hl7.org/fhir/StructureDefinition/no-such-extension","valueString":"x"}`)},
}

// extend adds extensions with the members given to the resource, or to what is
// nearest in it.
func extend(members ...string) edits {
	var list []string
	for _, m := range members {
		list = append(list, `{"url":"http://example.org/x",`+m+`}`)
	}
	return extending(list...)
}

func extending(extensions ...string) edits { return on("", extensions...) }

// on adds an extension to a resource of a type, of any type for "".
func on(typeName string, extensions ...string) edits {
	var all []edits
	for _, e := range extensions {
		all = append(all, domain(func(r *fhir.Tree) bool {
			return (typeName == "" || r.Get("resourceType").Text == typeName) && appendTo(r, "extension", value(e))
		}))
	}
	return either(all...)
}
