package mapping

// QuestionnaireResponse is a filled-in instrument, such as a PHQ-9 on the
// morning of a dose, with the episode and the point of the schedule it belongs
// to (http://hl7.org/fhir/R4/questionnaireresponse.html). Questions hang on the
// response, on another question or on an answer; one table holds them all.
var QuestionnaireResponse = register(&Resource{
	Type:  "QuestionnaireResponse",
	Table: "response",
	Beyond: map[string]string{
		"score": "_has:Observation:derived-from:value-quantity",
	},
	Lenses: []*Lens{
		Identifier("identifier", "identifier").Search("identifier"),
		Each("basedOn", "response_based_on",
			Ref("", "based_on", "CarePlan", "ServiceRequest").Search("based-on")),
		Each("partOf", "response_part_of",
			Ref("", "part_of", "Observation", "Procedure").Search("part-of")),
		Code("questionnaire", "questionnaire").Search("questionnaire"),
		Code("status", "status").Search("status"),
		Ref("subject", "patient", "Patient").Search("subject", "patient"),
		Ref("encounter", "session", "Encounter").Search("encounter"),
		Moment("authored", "authored_at").Search("authored"),
		Ref("author", "author", "Practitioner", "PractitionerRole", "Patient", "Organization", "Device").Search("author"),
		Ref("source", "source", "Patient", "Practitioner", "PractitionerRole").Search("source"),
		Recursive("item", "response_item", func(item *Lens) []*Lens {
			return []*Lens{
				Code("linkId", "link_id").Search("item"),
				Code("definition", "definition"),
				Text("text", "text"),
				Many("answer", "response_answer", SearchedAnswer("value"), item),
				item,
			}
		}),
		Extension(WorkflowEpisode, OneOf("value", Ref("Reference", "episode", "EpisodeOfCare").Search("episode"))),
		Extension(ResponseTiming, OneOf("value", Code("Code", "timing"))),
	},
})
