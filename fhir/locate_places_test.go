package fhir_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kapbridge/fhir"
)

const broken = `{
  "resourceType": "Bundle",
  "entry": [
    {"resource": {
      "resourceType": "Observation", "colour of it": 1,
      "valueQuantity": {"value": 1},
      "effectiveDateTime": null,
      "_effectiveDateTime": {"id": "a"},
      "performer": [{"display": "é"}, {"reference": 1}],
      "_status": {"extension": [{"url": "a"}]}}},
    {}
  ]
}`

// The place of what is missing is that of what it is missing in; of what is
// there, its name or its item.
func TestLocate(t *testing.T) {
	t.Parallel()
	m, err := fhir.Mark([]byte("\ufeff" + broken))
	if err != nil {
		t.Fatal(err)
	}
	const resource = "Bundle.entry[0].resource"
	for _, c := range []struct{ within, place, want string }{
		{"", "Bundle", "1:1"},
		{"", "Bundle.type", "1:1"},
		{"", "Bundle.entry", "3:3"},
		{"", "Bundle.entry[1]", "11:5"},
		{"", "Bundle.entry[1].request.method", "11:5"},
		{"", "Bundle.entry[2]", "1:1"},
		{"", resource, "4:6"},
		{"", resource + ".value", "6:7"},
		{"", resource + ".value.value", "6:25"},
		{"", resource + ".value.unit", "6:7"},
		{"", resource + ".`colour of it`", "5:38"},
		{"", resource + ".code", "4:6"},
		{"", resource + ".effective", "8:7"},
		{"", resource + ".performer[1]", "9:39"},
		{"", resource + ".performer[1].reference", "9:40"},
		{"", resource + ".status.extension[0].url", "10:34"},
		{resource, "Observation.value.value", "6:25"},
		{resource, "Observation", "4:6"},
		{"", "Observation.value", "0:0"},
		{"", "", "0:0"},
		{"", resource + ".value.where(a)", "6:7"},
	} {
		issues := []fhir.Issue{{Expression: c.place}}
		m.Locate(c.within, issues)
		if got := fmt.Sprintf("%d:%d", issues[0].Line, issues[0].Column); got != c.want {
			t.Errorf("%s in %q is at %s, not %s", c.place, c.within, got, c.want)
		}
	}
}

// Faults of syntax tell where they are.
func TestDecodeTellsLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{\n  \"a\": 1,\n  \"b\": tru\n}":             "3:11",
		"{\n  \"é\": 1, \"a\": 2,\n \"a\": 3}":        "3:2",
		"{\"a\": \"x\",\r\n \"b\": \"\\u0000\"}":      "2:7",
		"{\"a\": 1,\n \"b\\u0000\": 1}":               "2:2",
		"\ufeff{\"a\": 1,\n \"b\": ":                  "2:7",
		"{\"a\": 1}\n\n  {}":                          "3:3",
		"\n []":                                       "2:2",
		"\n\n  {\"a\": 1}":                            "3:3",
		"{\"a\":\r" + strings.Repeat("[", 64):         "2:64",
		"{\"a\": \"\xff\"}":                           "1:8",
		"{\"resourceType\":\"Patient\",\n\"a\":[1,]}": "2:7",
	} {
		_, err := fhir.DecodeResource([]byte(text))
		var p *fhir.Problem
		if !errors.As(err, &p) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := fmt.Sprintf("%d:%d", p.Issues[0].Line, p.Issues[0].Column); got != want {
			t.Errorf("%q: %s, not %s (%v)", text, got, want, err)
		}
	}
}

// More issues than one answer shows leave out advice before errors, and those
// whose lines are known come in the order of the document.
func TestOutcomeInLineOrder(t *testing.T) {
	t.Parallel()
	var issues []fhir.Issue
	for i := range 150 {
		issues = append(issues, fhir.Issue{Severity: "warning", Code: "invariant", Line: 150 - i, Column: 1, Text: fmt.Sprint(150 - i)})
	}
	issues[10].Line, issues[10].Text = 0, "of no line"
	issues[149].Severity = "error"
	list := fhir.Outcome(issues...).Get("issue").Items
	var said []string
	for _, is := range list {
		said = append(said, is.Get("diagnostics").Text)
	}
	// The error takes the last of the hundred places, of what stands in line 51.
	if len(said) != 100 || said[0] != "1" || said[1] != "52" || said[11] != "of no line" || said[99] != "150" {
		t.Errorf("%d issues: %v", len(said), said)
	}
}
