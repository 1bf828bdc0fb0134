package bundle

import (
	"cmp"
	"fmt"
	"slices"

	"kapbridge/fhir"
)

// Order gives the entries in the order in which R4 carries out a transaction
// (http://hl7.org/fhir/R4/http.html#trules): DELETE, POST, PUT and PATCH, GET
// and HEAD; those of one step as they were sent.
func Order(entries []Entry) []*Entry {
	ordered := make([]*Entry, len(entries))
	for i := range entries {
		ordered[i] = &entries[i]
	}
	slices.SortStableFunc(ordered, func(a, b *Entry) int { return cmp.Compare(steps[a.Method], steps[b.Method]) })
	return ordered
}

var steps = map[string]int{"DELETE": 0, "POST": 1, "PUT": 2, "PATCH": 2, "GET": 3, "HEAD": 3}

// Writes tells whether the entry changes something.
func (e *Entry) Writes() bool { return steps[e.Method] < steps["GET"] }

// Twice finds what a transaction may hold once: a resource that is written, and
// a fullUrl. Whether conditional writes meet the same resource shows later.
func Twice(entries []Entry) []fhir.Issue {
	var issues []fhir.Issue
	written, named := map[fhir.Key]*Entry{}, map[string]*Entry{}
	for i := range entries {
		e := &entries[i]
		if first := written[e.Key]; first != nil && e.Writes() && e.Key.ID != "" {
			issues = append(issues, again(e, "request.url", "%s is written by Bundle.entry[%d] already; a transaction may write a resource once", e.Key, first.Index))
		} else if e.Writes() {
			written[e.Key] = e
		}
		if first := named[e.FullURL]; first != nil && e.FullURL != "" { // bdl-7
			issues = append(issues, again(e, "fullUrl", "this is the fullUrl of Bundle.entry[%d] already", first.Index))
		} else {
			named[e.FullURL] = e
		}
	}
	return issues
}

func again(e *Entry, member, format string, args ...any) fhir.Issue {
	return fhir.Issue{Severity: "error", Code: "duplicate", Expression: e.Place() + "." + member, Text: fmt.Sprintf(format, args...)}
}
