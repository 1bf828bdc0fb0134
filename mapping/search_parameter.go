package mapping

// SearchParameter defines a parameter that searches may use: those that the
// project has beyond R4 (http://hl7.org/fhir/R4/searchparameter.html). The
// program publishes them, nobody else writes here.
var SearchParameter = register(&Resource{
	Type:      "SearchParameter",
	Table:     "fhir_search_parameter",
	Published: true,
	Lenses: []*Lens{
		Code("url", "url").Search("url"),
		Code("version", "version").Search("version"),
		Text("name", "name").Search("name"),
		Code("derivedFrom", "derived_from").Search("derived-from"),
		Code("status", "status").Search("status"),
		Flag("experimental", "experimental"),
		Moment("date", "changed_at").Search("date"),
		Text("publisher", "publisher").Search("publisher"),
		Text("description", "description").Search("description"),
		UseContexts("fhir_search_parameter_context"),
		Each("jurisdiction", "fhir_search_parameter_jurisdiction", Concept("", "concept").Search("jurisdiction")),
		Text("purpose", "purpose"),
		Code("code", "code").Search("code"),
		Each("base", "fhir_search_parameter_base", Code("", "base").Search("base")),
		Code("type", "type").Search("type"),
		Text("expression", "expression"),
		Text("xpath", "xpath"),
		Code("xpathUsage", "xpath_usage"),
		Each("target", "fhir_search_parameter_target", Code("", "target").Search("target")),
		Flag("multipleOr", "multiple_or"),
		Flag("multipleAnd", "multiple_and"),
		Texts("comparator", "comparators"),
		Texts("modifier", "modifiers"),
		Texts("chain", "chains"),
		Many("component", "fhir_search_parameter_component",
			Code("definition", "definition").Search("component"),
			Text("expression", "expression")),
	},
})
