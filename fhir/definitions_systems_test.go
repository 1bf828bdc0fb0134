package fhir

import (
	"slices"
	"testing"
)

// Above is the inverse of Below, in every code system, and every code that is
// below another one is also in a value set of the system.
func TestAboveIsTheInverseOfBelow(t *testing.T) {
	hierarchies := 0
	for url, c := range codeSystems() {
		for parent, codes := range c.below {
			hierarchies++
			for _, code := range codes {
				if !slices.Contains(c.Above(code), parent) || !slices.Contains(c.Below(parent), code) {
					t.Errorf("%s: %s is not above %s", url, parent, code)
				}
			}
			if slices.Contains(codes, parent) || slices.Contains(c.Below(codes[0]), parent) {
				t.Errorf("%s: %s is below itself", url, parent)
			}
		}
	}
	if hierarchies < 20 {
		t.Errorf("only %d codes have others below them", hierarchies)
	}
	clinical, ok := CodeSystemOf("http://terminology.hl7.org/CodeSystem/condition-clinical")
	if !ok || !slices.Equal(clinical.Below("active"), []string{"active", "recurrence", "relapse"}) || !slices.Equal(clinical.Above("remission"), []string{"inactive", "remission"}) {
		t.Errorf("condition-clinical: %v %v", clinical.Below("active"), clinical.Above("remission"))
	}
	if _, ok := CodeSystemOf("http://snomed.info/sct"); ok {
		t.Error("SNOMED CT is no part of the standard")
	}
}
