package mapping

// Identifier is a single Identifier in the columns <base>_system, _value, _use,
// _type_concept, the period and the assigner; a token search compares the first
// two (http://hl7.org/fhir/R4/datatypes.html#Identifier). See Identifiers for a list.
func Identifier(path, base string) *Lens {
	id := Parts(path,
		Code("system", base+"_system"),
		Code("value", base+"_value"),
		Code("use", base+"_use"),
		Concept("type", base+"_type_concept"),
		Period("period", base+"_started_at", base+"_ended_at", base+"_dated"),
		Ref("assigner", base+"_assigner", "Organization"))
	id.shape = ShapeIdentifier
	return id
}
