package fhir

import (
	"fmt"
	"strings"
	"testing"
)

func TestIssuesAreBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `,"x%d":1`, i)
	}
	tree, err := DecodeResource([]byte(`{"resourceType":"Patient"` + b.String() + `}`))
	if err != nil {
		t.Fatal(err)
	}
	issues := CheckStructure(tree)
	if len(issues) != MaxIssues {
		t.Fatalf("%d issues", len(issues))
	}
	if last := issues[MaxIssues-1]; last.Text != "and 4901 more findings, which are not listed" {
		t.Errorf("%+v", last)
	}
}

// The texts name what would be right.
func TestAdvice(t *testing.T) {
	t.Parallel()
	cases := []struct{ json, want string }{
		{pat + `"ID":"a"}`, `names are case-sensitive: "id"`},
		{pat + `"brithDate":"2000"}`, `the nearest is "birthDate"`},
		{pat + `"_name":[{"id":"a"}]}`, `put the extension into "name"`},
		{pat + `"hairColour":"red"}`, `Patient has no element "hairColour"`},
		{obs + `"value":"x"}`, `one of valueQuantity, valueCodeableConcept`},
		{obs + `"valueDecimal":1}`, `valueQuantity`},
		{`{"resourceType":"Patent"}`, `the nearest is "Patient"`},
		{pat + `"birthDate":"2023-02-30"}`, `01 to 28`},
		{pat + `"gender":"f"}`, `male, female, other, unknown`},
		{pat + `"gender":"femail"}`, `did you mean "female"?`},
		{`{"resourceType":"Condition","subject":{"display":"x"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"Active"}]}}`, `did you mean "active"?`},
		{obs + `"issued":"2023-01-01T00:00:00"}`, `lacks the zone`},
		{obs + `"subject":{"reference":"Practitioner/a"}}`, `refers to Patient, Group, Device, Location, not to Practitioner`},
	}
	for _, c := range cases {
		tree, err := DecodeResource([]byte(c.json))
		if err != nil {
			t.Fatal(err)
		}
		issues := CheckStructure(tree)
		if len(issues) != 1 || !strings.Contains(issues[0].Text, c.want) {
			t.Errorf("%s: %+v, want %q", c.json, issues, c.want)
		}
	}
}

// A nil or odd tree is a finding, not a crash.
func TestNoTree(t *testing.T) {
	t.Parallel()
	for _, tree := range []*Tree{nil, {}, {Kind: Null}, List(), Str("x"), Obj()} {
		if len(CheckStructure(tree)) != 1 {
			t.Errorf("%v", tree)
		}
	}
}
