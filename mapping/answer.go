package mapping

// Answer is a choice of the types that a question may be answered with
// (http://hl7.org/fhir/R4/questionnaireresponse-definitions.html#QuestionnaireResponse.item.answer.value_x_),
// in columns that begin with value_. An answer may point to any resource, so a
// reference is kept as written.
func Answer(stem string) *Lens {
	return OneOf(stem,
		Flag("Boolean", "value_bool"),
		Decimal("Decimal", "value_num"),
		Integer("Integer", "value_int"),
		Date("Date", "value_date"),
		Moment("DateTime", "value_at"),
		Code("Time", "value_time"),
		Text("String", "value_text"),
		Code("Uri", "value_uri"),
		Attachment("Attachment", "value_file"),
		Coding("Coding", "value"),
		Quantity("Quantity", "value_qty"),
		Ref("Reference", "value_ref"))
}

// SearchedAnswer is Answer with the search parameters of a response. Answers in
// words have none: they may be longer than an index can hold.
func SearchedAnswer(stem string) *Lens {
	l := Answer(stem)
	searchedBy(answerSearch, l.Lenses)
	return l
}

var answerSearch = map[string][]string{
	"Boolean":  {"answer"},
	"Coding":   {"answer"},
	"Decimal":  {"answer-number"},
	"Integer":  {"answer-number"},
	"Quantity": {"answer-quantity"},
}
