package inspection

import (
	"fmt"
	"strings"
	"testing"

	"kapbridge/fhir"
)

// What cannot be used is left out by name, with what is built on it, and the rest
// is known.
func TestValidatorLeavesOut(t *testing.T) {
	t.Parallel()
	profile := func(id, base, element string) *fhir.Tree {
		tree, err := fhir.DecodeResource(fmt.Appendf(nil, `{"resourceType":"StructureDefinition","url":"https://a.example/%s","name":"%[1]s","type":"Patient",
			"baseDefinition":"%s","derivation":"constraint","differential":{"element":[{"id":"Patient","path":"Patient"},{"id":"%s","path":"%[3]s","min":1}]}}`, id, base, element))
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	const patient = "http://hl7.org/fhir/StructureDefinition/Patient"
	v, unusable, err := Validator([]*fhir.Tree{
		profile("sound", patient, "Patient.name"),
		profile("broken", patient, "Patient.colour"),
		profile("built-on-it", "https://a.example/broken", "Patient.name"),
		fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("StructureDefinition")}, fhir.Member{Name: "derivation", Value: fhir.Str("constraint")}),
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, one := range unusable {
		names = append(names, one.Error())
	}
	all := strings.Join(names, "\n")
	if len(names) != 3 || !strings.Contains(all, "https://a.example/broken") || !strings.Contains(all, "https://a.example/built-on-it") || !strings.Contains(all, "has no url") {
		t.Errorf("left out: %s", all)
	}
	for id, held := range map[string]bool{"sound": true, "broken": false, "built-on-it": false} {
		if v.Holds("https://a.example/"+id) != held {
			t.Errorf("%s is held: %v", id, !held)
		}
	}
}
