package mapping

// definition is the lenses that the published types StructureDefinition, ValueSet
// and CodeSystem have in common, as metadata of a canonical resource
// (http://hl7.org/fhir/R4/metadataresource.html), and those of the type itself.
// Their tables begin with the name given.
func definition(table string, own ...*Lens) []*Lens {
	return append([]*Lens{
		Identifiers(table + "_identifier"),
		Code("version", "version").Search("version"),
		Text("name", "name").Search("name"),
		Text("title", "title").Search("title"),
		Code("status", "status").Search("status"),
		Moment("date", "changed_at").Search("date"),
		Text("publisher", "publisher").Search("publisher"),
		Text("description", "description").Search("description"),
		UseContexts(table + "_context"),
		Each("jurisdiction", table+"_jurisdiction", Concept("", "concept").Search("jurisdiction")),
		Text("purpose", "purpose"),
		Text("copyright", "copyright"),
	}, own...)
}
