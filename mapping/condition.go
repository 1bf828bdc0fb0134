package mapping

// Condition is a diagnosis or problem: what the treatment is for, what goes
// with it, or what speaks against it (http://hl7.org/fhir/R4/condition.html).
var Condition = register(&Resource{
	Type:  "Condition",
	Table: "condition",
	Lenses: []*Lens{
		Identifiers("condition_identifier"),
		Concept("clinicalStatus", "clinical_status_concept").Search("clinical-status"),
		Concept("verificationStatus", "verification_status_concept").Search("verification-status"),
		Each("category", "condition_category", Concept("", "concept").Search("category")),
		Concept("severity", "severity_concept").Search("severity"),
		Concept("code", "code_concept").Search("code"),
		Each("bodySite", "condition_body_site", Concept("", "concept").Search("body-site")),
		Ref("subject", "patient", "Patient").Search("subject", "patient"),
		Ref("encounter", "session", "Encounter").Search("encounter"),
		OneOf("onset",
			Moment("DateTime", "onset_at").Search("onset-date"),
			Quantity("Age", "onset_age").Search("onset-age"),
			Period("Period", "onset_started_at", "onset_ended_at", "onset_dated").Search("onset-date"),
			Range("Range", "onset_age").Search("onset-age"),
			Text("String", "onset_text").Search("onset-info")),
		OneOf("abatement",
			Moment("DateTime", "abatement_at").Search("abatement-date"),
			Quantity("Age", "abatement_age").Search("abatement-age"),
			Period("Period", "abatement_started_at", "abatement_ended_at", "abatement_dated").Search("abatement-date"),
			Range("Range", "abatement_age").Search("abatement-age"),
			Text("String", "abatement_text").Search("abatement-string")),
		Moment("recordedDate", "recorded_at").Search("recorded-date"),
		Ref("recorder", "recorder", "Practitioner", "PractitionerRole", "Patient"),
		Ref("asserter", "asserter", "Practitioner", "PractitionerRole", "Patient").Search("asserter"),
		Many("stage", "condition_stage",
			Concept("summary", "summary_concept").Search("stage"),
			Each("assessment", "condition_stage_assessment", Ref("", "assessment", "Observation")),
			Concept("type", "type_concept")),
		Many("evidence", "condition_evidence",
			Each("code", "condition_evidence_code", Concept("", "concept").Search("evidence")),
			Each("detail", "condition_evidence_detail",
				Ref("", "evidence", evidenceTypes...).Search("evidence-detail"))),
		Notes("note", "condition_note"),
	},
})

// evidenceTypes are the types that can show a condition. R4 allows any type
// here; references to others are kept as they are written.
var evidenceTypes = []string{
	"Condition", "Encounter", "MedicationRequest", "MedicationAdministration",
	"QuestionnaireResponse", "Observation", "Procedure",
}
