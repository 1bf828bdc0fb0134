package mapping

import (
	"slices"
	"strings"

	"kapbridge/fhir"
)

var totals = []string{"none", "estimate", "accurate"}

// total reads _total (http://hl7.org/fhir/R4/search.html#total).
func (p *queryParser) total(value string) {
	if !slices.Contains(totals, value) {
		p.refuse("value", "_total=%s is not known; use one of %s", value, strings.Join(totals, ", "))
	}
	p.q.Total = value
}

// ChooseTotal decides what _total leaves open: a page of nothing is asked for the
// sake of the total, and what belongs to one patient is soon counted.
func (q *Query) ChooseTotal() {
	nothing := q.Count == 0 && q.Total != "estimate"
	if nothing || q.Total == "" && q.ofOnePatient() {
		q.Total = "accurate"
	}
}

// ofOnePatient tells whether all matches belong to one patient, by the
// compartment or by a reference to the patient that must hold.
func (q *Query) ofOnePatient() bool {
	return q.Within.Type == "Patient" || slices.ContainsFunc(q.Terms, Term.namesOnePatient)
}

func (t Term) namesOnePatient() bool {
	if t.Chain != nil || t.Param.Type != "reference" || len(t.Values) != 1 {
		return false
	}
	id, typed := strings.CutPrefix(t.Values[0], "Patient/")
	return fhir.ValidID(id) && (typed && t.Modifier == "" || t.Code == "patient" && t.Modifier == "" || t.Modifier == "Patient")
}
