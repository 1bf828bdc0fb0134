package validate

import (
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
	"kapbridge/fhir/term"
)

func standard(t testing.TB, definitions ...*fhir.Tree) *Validator {
	t.Helper()
	v, err := New(term.Standard(), definitions...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Every definition of the standard can be asked.
func TestStandardDefinitionsCanBeAsked(t *testing.T) {
	t.Parallel()
	for url, h := range standard(t).held {
		if _, err := h.plan(); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// The official examples claim profiles, have extensions and are vital signs; HL7's
// validator finds an error by a profile in one of them only.
func TestOfficialExamplesAreWhatTheyClaim(t *testing.T) {
	t.Parallel()
	v := standard(t)
	for name, data := range fhirtest.Examples(t) {
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, is := range v.Claims(tree) {
			if name == "Observation-f202.json" && is.Expression == "Observation.effective" {
				continue // it is right: the temperature has no time
			}
			t.Errorf("%s: %s %s %s: %s", name, is.Severity, is.Code, is.Expression, is.Text)
		}
	}
}
