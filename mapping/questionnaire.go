package mapping

// Questionnaire is one version of an instrument, such as the PHQ-9: its
// questions, their options and when each is asked
// (http://hl7.org/fhir/R4/questionnaire.html). Questions hang on the
// instrument or on another question. The weight of an option, an extension of
// its coding, stays with the option as received.
var Questionnaire = register(&Resource{
	Type:  "Questionnaire",
	Table: "questionnaire",
	Lenses: []*Lens{
		Code("url", "url").Search("url"),
		Identifiers("questionnaire_identifier"),
		Code("version", "version").Search("version"),
		Text("name", "name").Search("name"),
		Text("title", "title").Search("title"),
		Each("derivedFrom", "questionnaire_derived_from", Code("", "url")),
		Code("status", "status").Search("status"),
		Flag("experimental", "experimental"),
		Each("subjectType", "questionnaire_subject_type", Code("", "subject_type").Search("subject-type")),
		Moment("date", "changed_at").Search("date"),
		Text("publisher", "publisher").Search("publisher"),
		Text("description", "description").Search("description"),
		UseContexts("questionnaire_context"),
		Each("jurisdiction", "questionnaire_jurisdiction", Concept("", "concept").Search("jurisdiction")),
		Text("purpose", "purpose"),
		Text("copyright", "copyright"),
		Date("approvalDate", "approved_on"),
		Date("lastReviewDate", "reviewed_on"),
		Period("effectivePeriod", "effective_from", "effective_until", "effective_dated").Search("effective"),
		Each("code", "questionnaire_code", Coding("", "coding")),
		Recursive("item", "questionnaire_item", func(item *Lens) []*Lens {
			return []*Lens{
				Code("linkId", "link_id"),
				Code("definition", "definition").Search("definition"),
				Each("code", "questionnaire_item_code", Coding("", "coding").Search("code")),
				Text("prefix", "prefix"),
				Text("text", "text"),
				Code("type", "type"),
				Many("enableWhen", "questionnaire_enable_when",
					Code("question", "question"),
					Code("operator", "operator"),
					Answer("answer")),
				Code("enableBehavior", "enable_behavior"),
				Flag("required", "required"),
				Flag("repeats", "repeats"),
				Flag("readOnly", "read_only"),
				Integer("maxLength", "max_length"),
				Code("answerValueSet", "answer_value_set"),
				Many("answerOption", "questionnaire_option",
					OneOf("value",
						Integer("Integer", "value_int"),
						Date("Date", "value_date"),
						Code("Time", "value_time"),
						Text("String", "value_text"),
						Coding("Coding", "value"),
						Ref("Reference", "value_ref")),
					Flag("initialSelected", "initial_selected")),
				Many("initial", "questionnaire_initial", Answer("value")),
				item,
			}
		}),
	},
})
