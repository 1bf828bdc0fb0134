package api

import (
	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

var subsumesTakes = takes{"codeA": "text", "codeB": "text", "system": "text", "version": "text", "codingA": "Coding", "codingB": "Coding"}

// subsumes answers CodeSystem/$subsumes: whether one of two codes is the other,
// or a kind of it (http://hl7.org/fhir/R4/codesystem-operation-subsumes.html).
func (q *question) subsumes() (*fhir.Tree, error) {
	url, err := q.systemURL("system")
	if err != nil {
		return nil, err
	}
	a, err := q.coding("codeA", "codingA", url)
	if err != nil {
		return nil, err
	}
	b, err := q.coding("codeB", "codingB", url)
	if err != nil {
		return nil, err
	}
	if a.system != b.system {
		return nil, fhir.Refuse(400, "invalid", "the codes are of two code systems, %s and %s; one code can only subsume another of its own system", a.system, b.system)
	}
	s, err := q.system(a.system, a.version)
	if err != nil {
		return nil, err
	}
	for _, c := range []coded{a, b} {
		if _, err := held(s, c.code); err != nil {
			return nil, err
		}
	}
	outcome := "not-subsumed"
	above, below := s.Subsumes(a.code, b.code) == term.Yes, s.Subsumes(b.code, a.code) == term.Yes
	switch {
	case above && below:
		outcome = "equivalent"
	case above:
		outcome = "subsumes"
	case below:
		outcome = "subsumed-by"
	}
	return parametersOf(output("outcome", "valueCode", fhir.Str(outcome))), nil
}
