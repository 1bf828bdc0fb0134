package mapping

// List is a collection somebody keeps by hand, such as the patients of a study
// or a patient's problems (http://hl7.org/fhir/R4/list.html). A search of any
// type can be narrowed to it: _list.
var List = register(&Resource{
	Type:  "List",
	Table: "list",
	Lenses: []*Lens{
		Identifiers("list_identifier"),
		Code("status", "status").Search("status"),
		Code("mode", "mode"),
		Text("title", "title").Search("title"),
		Concept("code", "code_concept").Search("code"),
		Ref("subject", "subject", "Patient", "Device", "Location").Search("subject", "patient"),
		Ref("encounter", "session", "Encounter").Search("encounter"),
		Moment("date", "drawn_up_at").Search("date"),
		Ref("source", "source", "Practitioner", "PractitionerRole", "Patient", "Device").Search("source"),
		Concept("orderedBy", "order_concept"),
		SearchedNotes("note", "list_note", "notes"),
		Many("entry", "list_entry",
			Concept("flag", "flag_concept"),
			Flag("deleted", "deleted"),
			Moment("date", "changed_at"),
			Ref("item", "item").Search("item")),
		Concept("emptyReason", "empty_reason_concept").Search("empty-reason"),
	},
})
