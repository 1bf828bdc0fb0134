package validate

import (
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

const severe = `{"system":"http://snomed.info/sct","code":"24484000"}`

// codesTold are codes in resources with what is said of them: "severity code place".
var codesTold = []struct{ name, json, want string }{
	{"marital status of the set", patient + `"maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M"}]}}`, ""},
	{"marital status outside of the set", patient + `"maritalStatus":{"coding":[{"system":"http://example.org","code":"M"}]}}`, "warning code-invalid Patient.maritalStatus"},
	{"marital status without a code", patient + `"maritalStatus":{"text":"married"}}`, "warning code-invalid Patient.maritalStatus"},
	{"category outside of what is preferred", observation + `"code":{"text":"a"},"category":[{"coding":[{"system":"http://example.org","code":"a"}]}]}`, "warning code-invalid Observation.category[0]"},
	{"severity of a set that is not held", condition + `"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"severity":{"coding":[` + severe + `]}}`, ""},
	{"language of what is preferred", patient + `"language":"en-US"}`, ""},
	{"another language", patient + `"language":"nv-US"}`, "warning code-invalid Patient.language"},
	{"language that is none", patient + `"language":"english language"}`, "error code-invalid Patient.language"},
	{"language that is a word", patient + `"language":"english"}`, "error code-invalid Patient.language"},
	{"language of a picture", patient + `"photo":[{"language":"english","title":"a"}]}`, "error code-invalid Patient.photo[0].language"},
	{"language of their own", patient + `"language":"x-clinic"}`, "warning code-invalid Patient.language"},
	{"code that its system lacks", patient + `"meta":{"tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"Q"}]}}`, "error code-invalid Patient.meta.tag[0].code"},
	{"code of a system that is not held", patient + `"meta":{"tag":[{"system":"http://loinc.org","code":"Q"}]}}`, ""},
	{"display of another code", patient + `"meta":{"tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"Divorced"}]}}`, "warning value Patient.meta.tag[0].display"},
	{"display in another case", patient + `"meta":{"tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"MARRIED "}]}}`, ""},
	{"unit", observation + `"code":{"text":"a"},"valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"mg/kg"}}`, ""},
	{"unit that is not known here", observation + `"code":{"text":"a"},"valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"[iU]"}}`, ""},
	{"unit that is broken", observation + `"code":{"text":"a"},"valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"mg//kg"}}`, "error code-invalid Observation.value.code"},
	{"unit of a code system that lacks it", observation + `"code":{"text":"a"},"valueQuantity":{"value":1,"system":"http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm","code":"Tab"}}`, "error code-invalid Observation.value.code"},
}

func TestCodesAreTold(t *testing.T) {
	t.Parallel()
	v, err := New(term.Standard())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codesTold {
		tree, err := fhir.DecodeResource([]byte(c.json))
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, is := range v.Resource(tree) {
			got = append(got, is.Severity+" "+is.Code+" "+is.Expression)
		}
		if c.want != "" {
			want = append(want, c.want)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", c.name, got, want)
		}
		if faults := Errors(tree); len(faults) > 0 {
			t.Errorf("%s: what is advised is no fault of a write: %v", c.name, faults)
		}
	}
}

// The code that was most likely meant is named.
func TestNearCodesAreNamed(t *testing.T) {
	t.Parallel()
	v, err := New(term.Standard())
	if err != nil {
		t.Fatal(err)
	}
	for json, want := range map[string]string{
		patient + `"language":"english"}`: `did you mean "en"?`,
		patient + `"meta":{"tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"m"}]}}`:                                                `did you mean "M"?`,
		observation + `"code":{"text":"a"},"valueQuantity":{"value":1,"system":"http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm","code":"Tab"}}`:         `did you mean "TAB"?`,
		observation + `"code":{"text":"a"},"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-sings"}]}]}`: `did you mean "vital-signs"?`,
	} {
		tree, err := fhir.DecodeResource([]byte(json))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(v.Resource(tree), func(is fhir.Issue) bool { return strings.Contains(is.Text, want) }) {
			t.Errorf("%s: %v, want %s", json, v.Resource(tree), want)
		}
	}
}
