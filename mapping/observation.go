package mapping

// Observation is a reading during a session, a score of an instrument, a
// finding of the evaluation or an experience told afterwards
// (http://hl7.org/fhir/R4/observation.html). Reference ranges and
// interpretations are of the whole or of one component; one table each holds
// both. SampledData and Timing have no columns.
var Observation = register(&Resource{
	Type:  "Observation",
	Table: "observation",
	Lenses: []*Lens{
		Identifiers("observation_identifier"),
		Each("basedOn", "observation_order",
			Ref("", "order", "MedicationRequest").Search("based-on")),
		Each("partOf", "observation_part_of",
			Ref("", "part_of", "MedicationAdministration", "Procedure").Search("part-of")),
		Code("status", "status").Search("status"),
		Each("category", "observation_category", Concept("", "concept").Search("category")),
		Concept("code", "code_concept").Search("code", "combo-code"),
		Ref("subject", "subject", "Patient", "Device", "Location").Search("subject", "patient"),
		Each("focus", "observation_focus", Ref("", "focus").Search("focus")),
		Ref("encounter", "session", "Encounter").Search("encounter"),
		Timed("effective", "taken_at", "taken_until", "timing").Search("date"),
		Instant("issued", "issued_at"),
		Each("performer", "observation_performer",
			Ref("", "performer", "Practitioner", "PractitionerRole", "Organization", "Patient").Search("performer")),
		observed(
			Quantity("Quantity", "value").Search("value-quantity", "combo-value-quantity"),
			Concept("CodeableConcept", "value_concept").Search("value-concept", "combo-value-concept", "value-string"),
			Text("String", "value_text").Search("value-string"),
			Moment("DateTime", "value_at").Search("value-date"),
			Period("Period", "value_started_at", "value_ended_at", "value_dated").Search("value-date")),
		Concept("dataAbsentReason", "absent_reason_concept").Search("data-absent-reason", "combo-data-absent-reason"),
		observationInterpretation,
		Notes("note", "observation_note"),
		Concept("bodySite", "site_concept"),
		Concept("method", "method_concept").Search("method"),
		Ref("specimen", "specimen", "Specimen").Search("specimen"),
		Ref("device", "device", "Device").Search("device"),
		observationRange,
		Each("hasMember", "observation_member",
			Ref("", "member", "Observation", "QuestionnaireResponse").Search("has-member")),
		Each("derivedFrom", "observation_derived_from",
			Ref("", "derived_from", "QuestionnaireResponse", "Observation").Search("derived-from")),
		Many("component", "observation_component",
			Concept("code", "code_concept").Search("component-code", "combo-code"),
			observed(
				Quantity("Quantity", "value").Search("component-value-quantity", "combo-value-quantity"),
				Concept("CodeableConcept", "value_concept").Search("component-value-concept", "combo-value-concept"),
				Text("String", "value_text"),
				Moment("DateTime", "value_at"),
				Period("Period", "value_started_at", "value_ended_at", "value_dated")),
			Concept("dataAbsentReason", "absent_reason_concept").
				Search("component-data-absent-reason", "combo-data-absent-reason"),
			observationInterpretation,
			observationRange),
		Extension(WorkflowEpisode, OneOf("value", Ref("Reference", "episode", "EpisodeOfCare"))),
		Extension(MonitoringOffset, OneOf("value", SimpleQuantity("Duration", "dose_offset"))),
		Extension(ScoreRule, OneOf("value", Code("Uri", "score_rule"))),
		Extension(SubmittedScore, OneOf("value", Decimal("Decimal", "submitted_score"))),
	},
})

var observationInterpretation = Concepts("interpretation", "observation_interpretation")

var observationRange = Many("referenceRange", "observation_range",
	SimpleQuantity("low", "low"),
	SimpleQuantity("high", "high"),
	Concept("type", "type_concept"),
	Concepts("appliesTo", "observation_range_applies_to"),
	Range("age", "age"),
	Text("text", "text"))

// observed is the value[x] of an Observation or of a component; the parts
// that search looks at are handed in, for the two have parameters of their own.
func observed(searched ...*Lens) *Lens {
	return OneOf("value", append([]*Lens{
		Flag("Boolean", "value_bool"),
		Integer("Integer", "value_int"),
		Range("Range", "value"),
		Ratio("Ratio", "value"),
		Code("Time", "value_time"),
	}, searched...)...)
}
