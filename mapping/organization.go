package mapping

// Organization is a clinic, or one that refers patients to it, supplies its
// drugs or vouches for its staff (http://hl7.org/fhir/R4/organization.html).
var Organization = register(&Resource{
	Type:  "Organization",
	Table: "organization",
	Lenses: []*Lens{
		Identifiers("organization_identifier"), // NPI, DEA registration, REMS site
		Flag("active", "active").Search("active"),
		Each("type", "organization_type", Concept("", "concept").Search("type")),
		Text("name", "name").Search("name"),
		Texts("alias", "alias").Search("name"),
		Telecoms("telecom", "organization_telecom"),
		Addresses("address", "organization_address"),
		Ref("partOf", "parent", "Organization").Search("partof"),
		Many("contact", "organization_contact",
			Concept("purpose", "purpose_concept"),
			Name("name", "name"),
			Telecoms("telecom", "organization_contact_telecom"),
			Address("address", "address")),
		Each("endpoint", "organization_endpoint", Ref("", "endpoint", "Endpoint").Search("endpoint")),
	},
})
