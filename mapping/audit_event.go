package mapping

// AuditEvent is what the record of an interaction tells of one patient, or of none
// (http://hl7.org/fhir/R4/auditevent.html). No lens ever takes one apart: the
// exchange writes the log and shows its rows by package audit. These lenses serve
// search alone, on a view of the log that has a column for each.
//
// Of R4's parameters those are left out of which no record here has a value:
// agent, altid, entity-name, policy, site and source, which has a name only; and
// agent-role, entity-role and entity-type, which are the same in all.
var AuditEvent = logged(&Resource{
	Type:  "AuditEvent",
	Table: "fhir_audit_event",
	Log:   true,
	Lenses: []*Lens{
		Coding("type", "type").Search("type"),
		Coding("subtype", "subtype").Search("subtype"),
		Code("action", "action").Search("action"),
		Instant("recorded", "recorded").Search("date"),
		Code("outcome", "outcome").Search("outcome"),
		At("agent",
			Text("name", "agent").Search("agent-name"),
			At("network", Code("address", "address").Search("address"))),
		At("entity",
			Ref("what", "patient", "Patient").Search("patient", "entity"),
			Ref("what", "entity").Search("entity")),
	},
})
