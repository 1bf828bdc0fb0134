package mapping

// Compositions that many types share; each is a declaration like any other.

// Identifiers is a list of Identifier in a child table
// (http://hl7.org/fhir/R4/datatypes.html#Identifier).
func Identifiers(table string) *Lens { return OtherIdentifiers(table).Search("identifier") }

// OtherIdentifiers is a list of Identifier that no search parameter looks at.
func OtherIdentifiers(table string) *Lens {
	l := Many("identifier", table,
		Code("use", "use"),
		Concept("type", "type_concept"),
		Code("system", "system"),
		Code("value", "value"),
		Period("period", "started_at", "ended_at", "dated"),
		Ref("assigner", "assigner", "Organization"))
	l.shape = ShapeIdentifier
	return l
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

// SearchedNotes is Notes with a search parameter of their words.
func SearchedNotes(path, table, code string) *Lens {
	l := Notes(path, table)
	searchedBy(map[string][]string{"text": {code}}, l.Lenses)
	return l
}

// UseContexts is the list of UsageContext that every conformance resource has,
// with its search parameters.
func UseContexts(table string) *Lens {
	return Many("useContext", table,
		Coding("code", "kind").Search("context-type"),
		OneOf("value",
			Concept("CodeableConcept", "value_concept").Search("context"),
			Quantity("Quantity", "value").Search("context-quantity"),
			Range("Range", "value").Search("context-quantity"),
			Ref("Reference", "value", "Location", "Organization")))
}

// Names is a list of HumanName in a child table. Its search parameters are
// given to every part that R4 lets them match.
func Names(path, table string) *Lens {
	return Many(path, table, searchedBy(nameSearch, nameParts(""))...)
}

// Name is a single HumanName in columns that begin with <base>_; no search
// parameter of R4 looks at one.
func Name(path, base string) *Lens { return At(path, nameParts(base+"_")...) }

func nameParts(prefix string) []*Lens {
	return []*Lens{
		Code("use", prefix+"use"),
		Text("text", prefix+"text"),
		Text("family", prefix+"family"),
		Texts("given", prefix+"given"),
		Texts("prefix", prefix+"prefix"),
		Texts("suffix", prefix+"suffix"),
		Period("period", prefix+"started_at", prefix+"ended_at", prefix+"dated"),
	}
}

var nameSearch = map[string][]string{
	"text":   {"name"},
	"family": {"name", "family"},
	"given":  {"name", "given"},
	"prefix": {"name"},
	"suffix": {"name"},
}

// searchedBy gives parts the search parameters that by lists for their paths.
func searchedBy(by map[string][]string, parts []*Lens) []*Lens {
	for _, part := range parts {
		part.Search(by[part.Path]...)
	}
	return parts
}

// Telecoms is a list of ContactPoint in a child table.
func Telecoms(path, table string) *Lens {
	l := Many(path, table,
		Code("system", "system"),
		Code("value", "value"),
		Code("use", "use"),
		Integer("rank", "rank"),
		Period("period", "started_at", "ended_at", "dated"))
	l.shape = ShapeContact
	return l
}

// Addresses is a list of Address in a child table; search looks at all of them.
func Addresses(path, table string) *Lens {
	return Many(path, table, searchedBy(addressSearch, addressParts(""))...)
}

// Address is a single Address in columns that begin with <base>_, not searched.
func Address(path, base string) *Lens { return At(path, addressParts(base+"_")...) }

// SearchedAddress is Address with the search parameters of Addresses.
func SearchedAddress(path, base string) *Lens {
	return At(path, searchedBy(addressSearch, addressParts(base+"_"))...)
}

func addressParts(prefix string) []*Lens {
	return []*Lens{
		Code("use", prefix+"use"),
		Code("type", prefix+"type"),
		Text("text", prefix+"text"),
		Texts("line", prefix+"line"),
		Text("city", prefix+"city"),
		Text("district", prefix+"district"),
		Text("state", prefix+"state"),
		Text("postalCode", prefix+"postal_code"),
		Text("country", prefix+"country"),
		Period("period", prefix+"started_at", prefix+"ended_at", prefix+"dated"),
	}
}

var addressSearch = map[string][]string{
	"use":        {"address-use"},
	"text":       {"address"},
	"line":       {"address"},
	"city":       {"address", "address-city"},
	"district":   {"address"},
	"state":      {"address", "address-state"},
	"postalCode": {"address", "address-postalcode"},
	"country":    {"address", "address-country"},
}
