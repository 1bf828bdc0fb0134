package fhir

import "unicode/utf8"

// outcomeIssues bounds the issues one OperationOutcome shows.
const outcomeIssues = 100

// Outcome renders the issues as an OperationOutcome
// (http://hl7.org/fhir/R4/operationoutcome.html).
func Outcome(issues ...Issue) *Tree {
	list := List()
	for i, is := range issues {
		if i == outcomeIssues {
			break
		}
		var places *Tree
		if is.Expression != "" {
			places = List(Str(is.Expression))
		}
		list.Items = append(list.Items, Obj(
			Member{"severity", Str(is.Severity)},
			Member{"code", Str(is.Code)},
			Member{"diagnostics", Str(brief(is.Text))},
			Member{"expression", places},
		))
	}
	return Obj(Member{"resourceType", Str("OperationOutcome")}, Member{"issue", list})
}

// brief keeps a hostile value from filling an answer.
func brief(s string) string {
	const most = 1000
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "..."
}
