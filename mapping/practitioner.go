package mapping

// Practitioner is a person who treats or cares for patients: prescriber,
// nurse, therapist (http://hl7.org/fhir/R4/practitioner.html). What the person
// may do where is in PractitionerRole.
var Practitioner = register(&Resource{
	Type:  "Practitioner",
	Table: "practitioner",
	Lenses: []*Lens{
		Identifiers("practitioner_identifier"), // NPI, DEA number
		Flag("active", "active").Search("active"),
		Names("name", "practitioner_name"),
		Telecoms("telecom", "practitioner_telecom").Search("telecom", "phone", "email"),
		Addresses("address", "practitioner_address"),
		Code("gender", "gender").Search("gender"),
		Date("birthDate", "birth_date"),
		Many("qualification", "practitioner_qualification",
			OtherIdentifiers("practitioner_qualification_identifier"), // licence numbers
			Concept("code", "concept"),
			Period("period", "started_at", "ended_at", "dated"),
			Ref("issuer", "issuer", "Organization")),
		Each("communication", "practitioner_language", Concept("", "concept").Search("communication")),
	},
})
