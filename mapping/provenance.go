package mapping

// Provenance tells how resources came to be as they are: who did what to them,
// from which sources, and who signed for it
// (http://hl7.org/fhir/R4/provenance.html). The targets, of any type, often name
// a version; the column has them without it, see Ref. The agents of an entity have
// no columns.
var Provenance = register(&Resource{
	Type:  "Provenance",
	Table: "provenance",
	Lenses: []*Lens{
		Each("target", "provenance_target", Ref("", "target").Search("target", "patient")),
		OneOf("occurred",
			Moment("DateTime", "occurred_at").Search("when"),
			Period("Period", "started_at", "ended_at", "dated")),
		Instant("recorded", "recorded_at").Search("recorded"),
		Each("policy", "provenance_policy", Code("", "uri")),
		Ref("location", "location", "Location").Search("location"),
		Concepts("reason", "provenance_reason"),
		Concept("activity", "activity_concept"),
		Many("agent", "provenance_agent",
			Concept("type", "type_concept").Search("agent-type"),
			Each("role", "provenance_agent_role", Concept("", "concept").Search("agent-role")),
			accountable("who", "agent").Search("agent"),
			accountable("onBehalfOf", "principal")),
		Many("entity", "provenance_entity",
			Code("role", "role"),
			Ref("what", "source").Search("entity")),
		Many("signature", "provenance_signature",
			Each("type", "provenance_signature_type", Coding("", "reason").Search("signature-type")),
			Instant("when", "signed_at"),
			accountable("who", "signer"),
			Code("targetFormat", "target_format"),
			Code("sigFormat", "signature_format")),
	},
})

// accountable is a reference to one who can answer for a deed.
func accountable(path, base string) *Lens {
	return Ref(path, base, "Practitioner", "PractitionerRole", "Patient", "Device", "Organization")
}
