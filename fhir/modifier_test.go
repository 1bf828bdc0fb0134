package fhir

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestModifierExtensions(t *testing.T) {
	t.Parallel()
	r, err := DecodeResource([]byte(`{"resourceType":"Patient","modifierExtension":[{"url":"a"},{"url":"b"}],
	"_birthDate":{"extension":[{"url":"c","valueString":"modifierExtension"}]},
	"contact":[{},{"modifierExtension":[{"url":"d"}]}],
	"contained":[{"resourceType":"Patient","link":[{"modifierExtension":[{"url":"e"}]}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, is := range ModifierExtensions(r) {
		places = append(places, is.Expression)
	}
	want := []string{"Patient.modifierExtension[0]", "Patient.modifierExtension[1]", "Patient.contact[1].modifierExtension[0]", "Patient.contained[0].link[0].modifierExtension[0]"}
	if d := cmp.Diff(want, places); d != "" {
		t.Error(d)
	}
	if found := ModifierExtensions(r.Without("modifierExtension", "contact", "contained")); found != nil {
		t.Errorf("found where there is none: %v", found)
	}
}
