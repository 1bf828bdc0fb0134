package api

import (
	"fmt"

	"kapbridge/fhir"
)

// done is an OperationOutcome that tells of a success.
func done(format string, args ...any) []byte {
	return fhir.Encode(fhir.Outcome(fhir.Issue{
		Severity: "information", Code: "informational", Text: fmt.Sprintf(format, args...),
	}))
}

// cutShort tells that a page has more around it than is included.
func cutShort() []byte {
	return fhir.Encode(fhir.Outcome(fhir.Issue{
		Severity: "warning", Code: "too-costly",
		Text: "the matches are complete, but not all that was to be included is: there is too much of it; ask for fewer matches with _count, or include less",
	}))
}

// ignored tells which search parameters were left out, under lenient handling
// (http://hl7.org/fhir/R4/search.html#errors).
func ignored(typeName string, names []string) []byte {
	issues := make([]fhir.Issue, len(names))
	for i, name := range names {
		issues[i] = fhir.Issue{
			Severity: "warning", Code: "not-supported",
			Text: fmt.Sprintf("%s has no search parameter %q; it was ignored", typeName, name),
		}
	}
	return fhir.Encode(fhir.Outcome(issues...))
}
