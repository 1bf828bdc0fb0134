package fhir

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	r4 "github.com/samply/golang-fhir-models/fhir-models/fhir"
)

// outcomeIssues bounds the issues one OperationOutcome shows.
const outcomeIssues = 100

// Outcome renders the issues as an OperationOutcome
// (http://hl7.org/fhir/R4/operationoutcome.html).
func Outcome(issues ...Issue) *Tree {
	var outcome r4.OperationOutcome
	for _, is := range issues[:min(len(issues), outcomeIssues)] {
		issue := r4.OperationOutcomeIssue{
			Severity: enum[r4.IssueSeverity](is.Severity),
			Code:     enum[r4.IssueType](is.Code),
		}
		if is.Text != "" {
			text := brief(is.Text)
			issue.Diagnostics = &text
		}
		if is.Expression != "" {
			issue.Expression = []string{is.Expression}
		}
		outcome.Issue = append(outcome.Issue, issue)
	}
	return author(outcome)
}

// enum reads a code of one of samply's closed enumerations. An unknown one is
// our own slip, not a client's: it is found by the first test that takes the path.
func enum[T any](code string) (value T) {
	quoted, err := json.Marshal(code)
	if err == nil {
		err = json.Unmarshal(quoted, &value)
	}
	if err != nil {
		panic(fmt.Sprintf("fhir: %q is no code of %T", code, value))
	}
	return value
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
