package mapping

import (
	"errors"
	"strings"

	"kapbridge/fhir"
)

// part reads _summary or _elements. In a query they may stand once each.
func (p *queryParser) part(name, value string) {
	if name == "_summary" {
		p.q.Part.Summary = value
	} else {
		p.q.Part.Elements = append(p.q.Part.Elements, strings.Split(value, ",")...)
	}
	p.q.Also = append(p.q.Also, [2]string{name, value})
}

// checkPart refuses parts that do not exist or cannot be combined, and makes a
// summary of nothing but the count a search for the count
// (http://hl7.org/fhir/R4/search.html#summary).
func (p *queryParser) checkPart() {
	var wrong *fhir.Problem
	if errors.As(p.q.Part.Check(p.q.Type), &wrong) {
		p.issues = append(p.issues, wrong.Issues...)
	}
	switch {
	case p.q.Part.Summary == "text" && len(p.q.Includes) > 0:
		p.refuse("not-supported", "_summary=text cannot be combined with _include and _revinclude")
	case p.q.Part.Summary == "count":
		p.q.Count, p.q.Total = 0, "accurate"
	}
}
