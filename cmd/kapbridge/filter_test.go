package main

import (
	"net/url"
	"strings"
	"testing"
)

// TestFilter asks for comparisons joined in every way
// (http://hl7.org/fhir/R4/search_filter.html).
func TestFilter(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, r := range []string{
		`{"resourceType":"Patient","id":"a","active":true,"gender":"female","birthDate":"1980-05","name":[{"family":"Müller","given":["Ada","Eve"]}],
		  "identifier":[{"system":"http://x.example","value":"1"}]}`,
		`{"resourceType":"Patient","id":"b","active":false,"birthDate":"1990-01-02","name":[{"family":"Back\\slash, and comma)"}]}`,
		`{"resourceType":"Patient","id":"c","gender":"male"}`,
		`{"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"subject":{"reference":"Patient/a"},
		  "effectivePeriod":{"start":"2026-01-01T08:00:00Z","end":"2026-01-01T09:00:00Z"},"valueQuantity":{"value":120,"system":"http://unitsofmeasure.org","code":"mm[Hg]"}}`,
		`{"resourceType":"Observation","id":"o2","status":"amended","code":{"text":"mood"},"subject":{"reference":"Patient/b"},"effectiveDateTime":"2026-02-01T08:00:00Z"}`,
	} {
		c.put(r)
	}
	for filter, want := range map[string]string{
		`Patient:gender eq female`:                                                         "a",
		`Patient:gender ne female`:                                                         "c",
		`Patient:deceased ne true`:                                                         "a b c",
		`Patient:not (gender eq female)`:                                                   "b c",
		`Patient:gender pr false`:                                                          "b",
		`Patient:given eq "ADA"`:                                                           "a",
		`Patient:given eq ad`:                                                              "",
		`Patient:given sw ad`:                                                              "a",
		`Patient:family co ull`:                                                            "a",
		`Patient:family ew LER`:                                                            "a",
		`Patient:family ne muller`:                                                         "b",
		`Patient:family co "\\slash, and comma)"`:                                          "b",
		`Patient:birthdate ge 1980-05 and birthdate lt 1990`:                               "a",
		`Patient:birthdate po 1980-05-20`:                                                  "a",
		`Patient:birthdate eq 1980-05-20`:                                                  "",
		`Patient:birthdate lt 1985 or birthdate gt 1989 and active eq false`:               "b", // from left to right
		`Patient:birthdate lt 1985 or (birthdate gt 1989 and active eq false)`:             "a b",
		`Patient:not(active pr true)or(identifier eq http://x.example|1)`:                  "a c",
		`Patient:not (not (_id eq a))`:                                                     "a",
		`Patient:_id ne a and _lastUpdated gt 2020`:                                        "b c",
		`Observation:subject.family co mull`:                                               "o1",
		`Observation:subject:Patient.birthdate gt 1985 or code eq http://loinc.org|8480-6`: "o1 o2",
		`Observation:subject re Patient/a`:                                                 "o1",
		`Observation:subject ne Patient/a`:                                                 "o2",
		`Observation:value-quantity gt "100|http://unitsofmeasure.org|mm[Hg]" and value-quantity le 16|http://unitsofmeasure.org|kPa`: "o1",
		`Observation:status in http://hl7.org/fhir/ValueSet/observation-status`:                                                       "o1 o2",
		`Observation:status ni http://hl7.org/fhir/ValueSet/observation-status`:                                                       "",
		`Observation:status ss http://hl7.org/fhir/observation-status|amended`:                                                        "o2",
		`Observation:date po 2026-01-01T08:30:00Z`:                                                                                    "o1",
		`Observation:date po 2026-01-01T09:00:00Z`:                                                                                    "",
		`Observation:code-value-quantity eq 8480-6$120`:                                                                               "o1",
	} {
		typeName, text, _ := strings.Cut(filter, ":")
		c.expectFound(map[string]string{typeName + "?_filter=" + strings.ReplaceAll(text, "&", "%26"): want})
	}
	c.expectFound(map[string]string{
		`Observation?subject:Patient._filter=family co mull or birthdate gt 1985`: "o1 o2",
		`Patient?_has:Observation:subject:_filter=status eq final`:                "a",
	})
	page := c.get("Patient?_count=1&_filter=" + url.QueryEscape(`active pr true and birthdate gt 1900`)).tree(t)
	if self := link(page, "self"); !strings.Contains(self, "_filter=active+pr+true+and+birthdate+gt+1900") {
		t.Errorf("self is %s", self)
	}
	expectMatches(t, c, link(page, "next"), "b")
}

// TestFilterRefusals are told where the fault is and what would be right.
func TestFilterRefusals(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for filter, says := range map[string]string{
		``:                                    `at character 1: expected a search parameter, "not" or "(", not the end`,
		`gender`:                              `at character 7: expected one of the operators eq, ne`,
		`gender is male`:                      `at character 8: expected one of the operators eq, ne, co, sw, ew, gt, lt, ge, le, ap, sa, eb, pr, po, ss, sb, in, ni, re, not "is male"`,
		`gender eq`:                           `at character 10: expected a value`,
		`gender eq male birthdate gt 1980`:    `at character 16: expected "and", "or" or the end, not "birthdate gt 1980"`,
		`(gender eq male`:                     `at character 16: expected "and", "or" or ")"`,
		`not gender eq male`:                  `at character 5: expected "(" after "not"`,
		`gender eq "male`:                     `at character 11: expected a value`,
		`gender eq ""`:                        `a value that is not empty`,
		`gender co ma`:                        `at character 1: "gender" cannot be compared by co; possible are: eq, ne, pr, ss, sb, in, ni`,
		`birthdate gt 1980 and nothing eq 1`:  `at character 23: Patient has no search parameter "nothing"`,
		`birthdate gt ge1980`:                 `is not a date`,
		`birthdate po gt1980`:                 `is not a date`,
		`name:exact eq Ada`:                   `there are no modifiers here`,
		`name[family eq Ada].given eq Eve`:    `a filter in brackets is not supported`,
		`active pr perhaps`:                   `say true or false`,
		`_filter eq a`:                        `"_filter" cannot be compared by eq`,
		`_tag ne a`:                           `"_tag" cannot be compared by ne; possible are: eq, pr`,
		`link.nothing eq a`:                   `cannot be searched by "nothing"`,
		`gender in http://x.example/ValueSet`: `terminology server`,
		strings.Repeat("(", 60):               `50 deep at most`,
		strings.Repeat("_id eq a or ", 1200) + "_id eq a": `more than 1000 values`,
	} {
		a := c.ask("POST", "Patient/_search", []byte("_filter="+url.QueryEscape(filter)), "Content-Type: application/x-www-form-urlencoded")
		text := a.tree(t).At("issue").Items[0].Get("diagnostics").StringOr("")
		if a.StatusCode != 400 || !strings.Contains(text, says) {
			t.Errorf("%.60s: %s %s", filter, a.Status, text)
		}
	}
}
