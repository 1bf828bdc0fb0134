package mapping

// StructureDefinition is a profile or an extension of the implementation guide
// (http://hl7.org/fhir/R4/structuredefinition.html). Of its elements, columns
// hold what searches look at; their rules stay in the complement. The program
// publishes them, nobody else writes here.
var StructureDefinition = register(&Resource{
	Type:      "StructureDefinition",
	Table:     "fhir_structure_definition",
	Published: true,
	Lenses: definition("fhir_structure_definition",
		Code("url", "url").Search("url"),
		Flag("experimental", "experimental").Search("experimental"),
		Each("keyword", "fhir_structure_definition_keyword", Coding("", "keyword").Search("keyword")),
		Code("kind", "kind").Search("kind"),
		Flag("abstract", "abstract").Search("abstract"),
		Many("context", "fhir_structure_definition_place", // where an extension may stand
			Code("type", "type").Search("ext-context"),
			Text("expression", "expression")),
		Code("type", "type").Search("type"),
		Code("baseDefinition", "base").Search("base"),
		Code("derivation", "derivation").Search("derivation"),
		At("snapshot", Many("element", "fhir_structure_definition_snapshot",
			Code("path", "path").Search("path"),
			At("base", Code("path", "base_path").Search("base-path")),
			At("binding", Code("valueSet", "value_set").Search("valueset")))),
		At("differential", Many("element", "fhir_structure_definition_differential",
			Code("path", "path").Search("path"),
			At("base", Code("path", "base_path").Search("base-path"))))),
})
