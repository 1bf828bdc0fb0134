package mapping

// PractitionerRole is what a practitioner does at a clinic and during which
// time: the role that prescribes, gives the drug or guides the session
// (http://hl7.org/fhir/R4/practitionerrole.html).
var PractitionerRole = register(&Resource{
	Type:  "PractitionerRole",
	Table: "practitioner_role",
	Lenses: []*Lens{
		Identifiers("practitioner_role_identifier"),
		Flag("active", "active").Search("active"),
		Period("period", "started_at", "ended_at", "dated").Search("date"),
		Ref("practitioner", "practitioner", "Practitioner").Search("practitioner"),
		Ref("organization", "organization", "Organization").Search("organization"),
		Each("code", "practitioner_role_code", Concept("", "concept").Search("role")),
		Each("specialty", "practitioner_role_specialty", Concept("", "concept").Search("specialty")),
		Each("location", "practitioner_role_location", Ref("", "location", "Location").Search("location")),
		Each("healthcareService", "practitioner_role_service",
			Ref("", "service", "HealthcareService").Search("service")),
		Telecoms("telecom", "practitioner_role_telecom").Search("telecom", "phone", "email"),
		Many("availableTime", "practitioner_role_hours",
			Texts("daysOfWeek", "days"),
			Flag("allDay", "all_day"),
			Code("availableStartTime", "opens"),
			Code("availableEndTime", "closes")),
		Many("notAvailable", "practitioner_role_absence",
			Text("description", "reason"),
			Period("during", "started_at", "ended_at", "dated")),
		Text("availabilityExceptions", "hours_exceptions"),
		Each("endpoint", "practitioner_role_endpoint", Ref("", "endpoint", "Endpoint").Search("endpoint")),
	},
})
