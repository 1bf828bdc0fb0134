package kap

import (
	"strings"
	"testing"
)

func TestLocalCodesAreUnique(t *testing.T) {
	t.Parallel()
	urls := map[string]bool{}
	for _, s := range CodeSystems() {
		if urls[s.URL] || !strings.HasPrefix(s.URL, Base+"/CodeSystem/") {
			t.Errorf("code system %s is twice there or not under the base", s.URL)
		}
		urls[s.URL] = true
		codes := map[string]bool{}
		for _, c := range s.Codes {
			if codes[c.Code] || c.Display == "" || strings.TrimSpace(c.Code) != c.Code {
				t.Errorf("%s: code %q is twice there, bare or padded", s.URL, c.Code)
			}
			codes[c.Code] = true
		}
	}
}

func TestUnknownLocalCodePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a code that the system lacks was given out")
		}
	}()
	SessionKinds.Coding("no-such-kind")
}

func TestConceptShowsAsCodeableConcept(t *testing.T) {
	t.Parallel()
	got := PressureTooHigh.Tree()
	if got.Get("text").StringOr("") != PressureTooHigh.Text || len(got.Get("coding").Items) != 2 {
		t.Errorf("text or codings lost: %+v", got)
	}
	if (*Concept)(nil).Tree() != nil || concept("words").Tree().Get("coding") != nil {
		t.Error("an absent concept or an empty list of codings is shown")
	}
	if PressureTooHigh.Code(SNOMED) != "183932001" || PressureTooHigh.Code(LOINC) != "" {
		t.Error("Code finds the wrong code")
	}
}

// A treatment-resistant depression is also the base diagnosis: whoever searches
// for that must find it, and no other concept may have changed on the way.
func TestResistantDepressionKeepsItsBase(t *testing.T) {
	t.Parallel()
	if ResistantDepression.Code(ICD10) != "F33.2" || len(ResistantDepression.Codings) != 3 || len(SevereDepression.Codings) != 2 {
		t.Errorf("got %v and %v", ResistantDepression.Codings, SevereDepression.Codings)
	}
}
