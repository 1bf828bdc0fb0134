package term

import (
	"slices"
	"testing"
)

// Above is the inverse of Below in every code system of the standard, nothing is
// below itself, and Subsumes says the same.
func TestAboveIsTheInverseOfBelow(t *testing.T) {
	t.Parallel()
	pairs := 0
	for _, s := range Standard().Systems() {
		for _, c := range s.Concepts() {
			below := s.Below(c.Code)
			if below[0].Code != c.Code || s.Above(c.Code)[0].Code != c.Code {
				t.Fatalf("%s: what is around %s does not begin with it", s.URL, c.Code)
			}
			for _, b := range below[1:] {
				pairs++
				if !has(s.Above(b.Code), c.Code) {
					t.Errorf("%s: %s is below %s, which is not above it", s.URL, b.Code, c.Code)
				}
				if s.Subsumes(c.Code, b.Code) != Yes || s.Subsumes(b.Code, c.Code) != No {
					t.Errorf("%s: %s does not subsume %s alone", s.URL, c.Code, b.Code)
				}
			}
			for _, a := range s.Above(c.Code)[1:] {
				if !has(s.Below(a.Code), c.Code) {
					t.Errorf("%s: %s is above %s, which is not below it", s.URL, a.Code, c.Code)
				}
			}
		}
	}
	if pairs < 5000 {
		t.Errorf("only %d pairs", pairs)
	}
	clinical, _ := Standard().System("http://terminology.hl7.org/CodeSystem/condition-clinical")
	if got := clinical.Below("active"); len(got) != 3 || got[1].Code != "recurrence" || got[2].Code != "relapse" {
		t.Errorf("condition-clinical: %v", got)
	}
	if _, held := Standard().System("http://loinc.org"); held {
		t.Error("LOINC is no part of the standard")
	}
}

func has(all []Concept, code string) bool {
	return slices.ContainsFunc(all, func(c Concept) bool { return c.Code == code })
}

// A hierarchy of parts is no hierarchy of kinds.
func TestPartsAreNoKinds(t *testing.T) {
	t.Parallel()
	terms := with(t, `{"resourceType":"CodeSystem","url":"http://a/body","content":"complete","hierarchyMeaning":"part-of","concept":[{"code":"hand","concept":[{"code":"thumb"}]}]}`)
	s, _ := terms.System("http://a/body")
	if s.Subsumes("hand", "thumb") != No || len(s.Below("hand")) != 1 || len(s.Children("hand")) != 1 {
		t.Error("a thumb is a kind of hand")
	}
}
