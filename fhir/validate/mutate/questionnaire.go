package mutate

import "strings"

const leaf = `{"linkId":"1","text":"x","type":"string"`

// questionnaires has the kinds about Questionnaire and QuestionnaireResponse.
var questionnaires = []Kind{
	{"questionnaire of one question", "questionnaire.html", items(leaf + `}`)},
	{"group without items", "questionnaire.html#que-1", items(`{"linkId":"1","text":"x","type":"group"}`)},
	{"display with items", "questionnaire.html#que-1", items(`{"linkId":"1","text":"x","type":"display","item":[{"linkId":"2","text":"x","type":"string"}]}`)},
	{"link id twice", "questionnaire.html#que-2", items(leaf+`}`, leaf+`}`)},
	{"display with a code", "questionnaire.html#que-3", items(`{"linkId":"1","text":"x","type":"display","code":[{"system":"http://example.org/codes","code":"a"}]}`)},
	{"options and a value set", "questionnaire.html#que-4", items(`{"linkId":"1","text":"x","type":"choice","answerValueSet":"http://example.org/ValueSet/x","answerOption":[{"valueString":"a"}]}`)},
	{"options of a question for a boolean", "questionnaire.html#que-5", items(`{"linkId":"1","text":"x","type":"boolean","answerOption":[{"valueString":"a"}]}`)},
	{"display that is required", "questionnaire.html#que-6", items(`{"linkId":"1","text":"x","type":"display","required":true}`)},
	{"condition of existence that is no boolean", "questionnaire.html#que-7", items(leaf+`}`, `{"linkId":"2","text":"x","type":"string","enableWhen":[{"question":"1","operator":"exists","answerString":"a"}]}`)},
	{"condition", "questionnaire.html#que-7", items(leaf+`}`, `{"linkId":"2","text":"x","type":"string","enableWhen":[{"question":"1","operator":"=","answerString":"a"}]}`)},
	{"condition of existence", "questionnaire.html#que-7", items(leaf+`}`, `{"linkId":"2","text":"x","type":"string","enableWhen":[{"question":"1","operator":"exists","answerBoolean":true}]}`)},
	{"condition on a question that is not there", "questionnaire.html", items(`{"linkId":"2","text":"x","type":"string","enableWhen":[{"question":"no","operator":"=","answerString":"a"}]}`)},
	{"condition without an answer", "questionnaire.html", items(leaf+`}`, `{"linkId":"2","text":"x","type":"string","enableWhen":[{"question":"1","operator":"="}]}`)},
	{"initial value of a group", "questionnaire.html#que-8", items(`{"linkId":"1","text":"x","type":"group","initial":[{"valueString":"a"}],"item":[{"linkId":"2","text":"x","type":"string"}]}`)},
	{"display that is read only", "questionnaire.html#que-9", items(`{"linkId":"1","text":"x","type":"display","readOnly":true}`)},
	{"longest answer of a boolean", "questionnaire.html#que-10", items(`{"linkId":"1","text":"x","type":"boolean","maxLength":5}`)},
	{"initial value beside options", "questionnaire.html#que-11", items(`{"linkId":"1","text":"x","type":"choice","answerOption":[{"valueString":"a"}],"initial":[{"valueString":"a"}]}`)},
	{"two conditions without how to join them", "questionnaire.html#que-12", items(leaf+`}`, `{"linkId":"2","text":"x","type":"string","enableWhen":[{"question":"1","operator":"=","answerString":"a"},{"question":"1","operator":"=","answerString":"b"}]}`)},
	{"two initial values of a question for one", "questionnaire.html#que-13", items(`{"linkId":"1","text":"x","type":"string","initial":[{"valueString":"a"},{"valueString":"b"}]}`)},
	{"item of an unknown type", "questionnaire.html", items(`{"linkId":"1","text":"x","type":"question"}`)},
	{"item without a link id", "questionnaire.html", items(`{"text":"x","type":"string"}`)},
	{"option of a type that none has", "questionnaire.html", items(`{"linkId":"1","text":"x","type":"choice","answerOption":[{"valueBoolean":true}]}`)},
	{"response of one answer", "questionnaireresponse.html", answers(`{"linkId":"1","answer":[{"valueString":"a"}]}`)},
	{"items beside answers", "questionnaireresponse.html#qrs-1", answers(`{"linkId":"1","answer":[{"valueString":"a"}],"item":[{"linkId":"2"}]}`)},
	{"response without a link id", "questionnaireresponse.html", answers(`{"answer":[{"valueString":"a"}]}`)},
	{"answer of a type that none has", "questionnaireresponse.html", answers(`{"linkId":"1","answer":[{"valueCode":"a"}]}`)},
	{"answer without a value", "questionnaireresponse.html", answers(`{"linkId":"1","answer":[{}]}`, `{"linkId":"1","answer":[{"item":[{"linkId":"2"}]}]}`)},
	{"response of an unknown status", "questionnaireresponse.html", resource("QuestionnaireResponse", `{"status":"done"}`)},
	{"response to a relative address", "references.html#canonical", resource("QuestionnaireResponse", `{"questionnaire":"Questionnaire/x"}`)},
	{"response to a version", "references.html#canonical", resource("QuestionnaireResponse", `{"questionnaire":"http://example.org/Questionnaire/x|2"}`)},
	{"response to a questionnaire that is not contained", "references.html#canonical", resource("QuestionnaireResponse", `{"questionnaire":"#x"}`)},
}

// items gives a Questionnaire other items.
func items(list ...string) edits { return itemsOf("Questionnaire", "", list) }

// answers gives a QuestionnaireResponse to an unknown form other items, each
// change one.
func answers(list ...string) edits {
	var all []edits
	for _, item := range list {
		all = append(all, itemsOf("QuestionnaireResponse", `"questionnaire":"http://example.org/Questionnaire/x",`, []string{item}))
	}
	return either(all...)
}

func itemsOf(typeName, more string, list []string) edits {
	return resource(typeName, `{`+more+`"item":[`+strings.Join(list, ",")+`]}`)
}
