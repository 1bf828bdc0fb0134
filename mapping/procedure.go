package mapping

// Procedure is what is done with a patient to further the therapy: guidance
// during a dose, mindfulness, breathing, the parts of a psychotherapy session
// (http://hl7.org/fhir/R4/procedure.html). One that takes place while the drug
// acts is part of the dose, partOf.
var Procedure = register(&Resource{
	Type:  "Procedure",
	Table: "therapy_activity",
	Lenses: []*Lens{
		Identifiers("therapy_activity_identifier"),
		Each("instantiatesCanonical", "therapy_activity_protocol", Code("", "url").Search("instantiates-canonical")),
		Each("instantiatesUri", "therapy_activity_guideline", Code("", "url").Search("instantiates-uri")),
		Each("basedOn", "therapy_activity_based_on",
			Ref("", "based_on", "CarePlan", "ServiceRequest").Search("based-on")),
		Each("partOf", "therapy_activity_part_of",
			Ref("", "part_of", "MedicationAdministration", "Procedure", "Observation").Search("part-of")),
		Code("status", "status").Search("status"),
		Concept("statusReason", "status_reason_concept"),
		Concept("category", "category_concept").Search("category"),
		Concept("code", "code_concept").Search("code"),
		Ref("subject", "patient", "Patient").Search("subject", "patient"),
		Ref("encounter", "session", "Encounter").Search("encounter"),
		Timed("performed", "started_at", "ended_at", "timing").Search("date"),
		Ref("recorder", "recorder", "Practitioner", "PractitionerRole", "Patient"),
		Ref("asserter", "asserter", "Practitioner", "PractitionerRole", "Patient"),
		Many("performer", "therapy_activity_performer",
			Concept("function", "function_concept"),
			Ref("actor", "actor", "Practitioner", "PractitionerRole", "Organization", "Patient", "Device").Search("performer"),
			Ref("onBehalfOf", "on_behalf_of", "Organization")),
		Ref("location", "location", "Location").Search("location"),
		Each("reasonCode", "therapy_activity_reason", Concept("", "concept").Search("reason-code")),
		Each("reasonReference", "therapy_activity_reason_reference",
			Ref("", "reason", "Condition", "Observation", "Procedure").Search("reason-reference")),
		Each("bodySite", "therapy_activity_body_site", Concept("", "concept")),
		Concept("outcome", "outcome_concept"),
		Each("complication", "therapy_activity_complication", Concept("", "concept")),
		Each("complicationDetail", "therapy_activity_complication_detail",
			Ref("", "complication", "Condition")),
		Each("followUp", "therapy_activity_follow_up", Concept("", "concept")),
		Notes("note", "therapy_activity_note"),
		Each("usedReference", "therapy_activity_used",
			Ref("", "used", "Device", "Medication")),
		Each("usedCode", "therapy_activity_aid", Concept("", "concept")),
	},
})
