package fhir

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	r4 "github.com/samply/golang-fhir-models/fhir-models/fhir"
)

// outcomeIssues bounds the issues one OperationOutcome shows.
const outcomeIssues = 100

// The extensions of an issue that say where in the document it is, of HL7's
// extensions pack (http://hl7.org/fhir/extensions/StructureDefinition-operationoutcome-issue-line.html);
// R4's own definitions lack them, and HL7's validator writes them for R4 too.
const (
	lineExtension   = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line"
	columnExtension = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col"
)

// Outcome renders the issues as an OperationOutcome
// (http://hl7.org/fhir/R4/operationoutcome.html), in the order of the document's
// lines where those are known.
func Outcome(issues ...Issue) *Tree {
	var outcome r4.OperationOutcome
	for _, is := range InLineOrder(Shown(issues)) {
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
		if is.Line > 0 {
			issue.Extension = []r4.Extension{{Url: lineExtension, ValueInteger: &is.Line}, {Url: columnExtension, ValueInteger: &is.Column}}
		}
		outcome.Issue = append(outcome.Issue, issue)
	}
	return author(outcome)
}

// Shown keeps as many issues as one answer shows, errors before the rest.
func Shown(issues []Issue) []Issue {
	if len(issues) <= outcomeIssues {
		return issues
	}
	rest := func(is Issue) int {
		if is.Severity == "fatal" || is.Severity == "error" {
			return 0
		}
		return 1
	}
	kept := slices.Clone(issues)
	slices.SortStableFunc(kept, func(a, b Issue) int { return cmp.Compare(rest(a), rest(b)) })
	return kept[:outcomeIssues]
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
