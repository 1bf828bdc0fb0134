package mapping

// Compositions that many types share; each is a declaration like any other.

// Identifiers is a list of Identifier in a child table
// (http://hl7.org/fhir/R4/datatypes.html#Identifier).
func Identifiers(table string) *Lens {
	l := Many("identifier", table,
		Code("use", "use"),
		Concept("type", "type_concept"),
		Code("system", "system"),
		Code("value", "value"),
		Period("period", "started_at", "ended_at", "dated"),
		Ref("assigner", "assigner", "Organization"))
	l.shape = ShapeIdentifier
	return l.Search("identifier")
}

// Concepts is a list of CodeableConcept in a child table with the one column concept.
func Concepts(path, table string) *Lens { return Each(path, table, Concept("", "concept")) }

// Notes is a list of Annotation in a child table.
func Notes(path, table string) *Lens {
	return Many(path, table,
		OneOf("author",
			Ref("Reference", "author", "Practitioner", "Patient", "Organization"),
			Text("String", "author_name")),
		Moment("time", "written_at"),
		Text("text", "body"))
}

// Names is a list of HumanName in a child table. Its search parameters are
// given to every part that R4 lets them match.
func Names(path, table string) *Lens {
	return Many(path, table,
		Code("use", "use"),
		Text("text", "text").Search("name"),
		Text("family", "family").Search("name", "family"),
		Texts("given", "given").Search("name", "given"),
		Texts("prefix", "prefix").Search("name"),
		Texts("suffix", "suffix").Search("name"),
		Period("period", "started_at", "ended_at", "dated"))
}

// Telecoms is a list of ContactPoint in a child table.
func Telecoms(path, table string) *Lens {
	return Many(path, table,
		Code("system", "system"),
		Text("value", "value"),
		Code("use", "use"),
		Integer("rank", "rank"),
		Period("period", "started_at", "ended_at", "dated"))
}

// addressParts are the columns of an Address.
func addressParts() []*Lens {
	return []*Lens{
		Code("use", "use"),
		Code("type", "type"),
		Text("text", "text").Search("address"),
		Texts("line", "line").Search("address"),
		Text("city", "city").Search("address", "address-city"),
		Text("district", "district").Search("address"),
		Text("state", "state").Search("address", "address-state"),
		Text("postalCode", "postal_code").Search("address", "address-postalcode"),
		Text("country", "country").Search("address", "address-country"),
		Period("period", "started_at", "ended_at", "dated"),
	}
}

// Addresses is a list of Address in a child table.
func Addresses(path, table string) *Lens { return Many(path, table, addressParts()...) }
