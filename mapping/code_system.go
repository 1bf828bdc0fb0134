package mapping

// CodeSystem is a list of codes and what they mean
// (http://hl7.org/fhir/R4/codesystem.html). The program publishes those of the
// implementation guide, nobody else writes here.
var CodeSystem = register(&Resource{
	Type:      "CodeSystem",
	Table:     "fhir_code_system",
	Published: true,
	Lenses: definition("fhir_code_system",
		Code("url", "url").Search("url", "system"),
		Flag("experimental", "experimental"),
		Flag("caseSensitive", "case_sensitive"),
		Code("valueSet", "value_set"),
		Code("content", "content").Search("content-mode"),
		Code("supplements", "supplements").Search("supplements"),
		Recursive("concept", "fhir_code_system_concept", func(concept *Lens) []*Lens {
			return []*Lens{
				Code("code", "code").Search("code"),
				Text("display", "display"),
				Text("definition", "definition"),
				Many("designation", "fhir_code_system_designation",
					Code("language", "language").Search("language"),
					Text("value", "value")),
				concept,
			}
		})),
})
