package mapping

// Patient is a person in the care of the clinic, from the first enquiry on
// (http://hl7.org/fhir/R4/patient.html).
var Patient = register(&Resource{
	Type:  "Patient",
	Table: "patient",
	Lenses: []*Lens{
		Identifiers("patient_identifier"), // medical record numbers
		Flag("active", "active").Search("active"),
		Names("name", "patient_name"),
		Telecoms("telecom", "patient_telecom").Search("telecom", "phone", "email"),
		Code("gender", "gender").Search("gender"),
		Date("birthDate", "birth_date").Search("birthdate"),
		Whether("deceased",
			Flag("Boolean", "deceased"),
			Moment("DateTime", "deceased_at").Search("death-date")).Search("deceased"),
		Addresses("address", "patient_address"),
		Concept("maritalStatus", "marital_status_concept"),
		OneOf("multipleBirth",
			Flag("Boolean", "multiple_birth"),
			Integer("Integer", "birth_order")),
		Many("contact", "patient_contact", // whom to call, who takes the patient home
			Concepts("relationship", "patient_contact_relationship"),
			Name("name", "name"),
			Telecoms("telecom", "patient_contact_telecom"),
			Address("address", "address"),
			Code("gender", "gender"),
			Ref("organization", "organization", "Organization"),
			Period("period", "started_at", "ended_at", "dated")),
		Many("communication", "patient_language",
			Concept("language", "language_concept").Search("language"),
			Flag("preferred", "preferred")),
		Each("generalPractitioner", "patient_primary_care",
			Ref("", "primary_care", "Organization", "Practitioner", "PractitionerRole").Search("general-practitioner")),
		Ref("managingOrganization", "organization", "Organization").Search("organization"),
		Many("link", "patient_link",
			Ref("other", "other", "Patient").Search("link"),
			Code("type", "type")),
		Extension(BirthSex, OneOf("value", Code("Code", "sex_at_birth"))),
	},
})
