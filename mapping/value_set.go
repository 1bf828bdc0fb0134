package mapping

// ValueSet says which codes may stand in a place
// (http://hl7.org/fhir/R4/valueset.html). The program publishes those of the
// implementation guide, nobody else writes here.
var ValueSet = register(&Resource{
	Type:      "ValueSet",
	Table:     "fhir_value_set",
	Published: true,
	Lenses: definition("fhir_value_set",
		Code("url", "url").Search("url"),
		Flag("experimental", "experimental"),
		Flag("immutable", "immutable"),
		At("compose", Many("include", "fhir_value_set_include",
			Code("system", "system").Search("reference"),
			Code("version", "version"),
			Many("concept", "fhir_value_set_concept",
				Code("code", "code").Search("code"),
				Text("display", "display")),
			Each("valueSet", "fhir_value_set_import", Code("", "value_set")))),
		At("expansion",
			Code("identifier", "expansion").Search("expansion"),
			Recursive("contains", "fhir_value_set_expanded", func(contains *Lens) []*Lens {
				return []*Lens{
					Code("system", "system"),
					Code("code", "code").Search("code"),
					Text("display", "display"),
					contains,
				}
			}))),
})
