package main

import (
	"net/url"
	"strings"
	"testing"
)

// A search that cannot be answered as it was meant is refused, with the
// parameter, the value and what would be right.
func TestSearchRefusals(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, r := range []struct{ typeName, name, value, says string }{
		{"Observation", "value-quantity", "much", "[prefix]number"},
		{"Observation", "value-quantity", "5mg", "[prefix]number"},
		{"Observation", "value-quantity", "xx5", "no prefix xx"},
		{"Observation", "value-quantity", "5|mg", "number|system|code"},
		{"Observation", "value-quantity", "5|a|b|c", "number|system|code"},
		{"Observation", "value-quantity", "1e999", "[prefix]number"},
		{"Observation", "code-value-quantity", "a", "needs 2 values, as in code-value-quantity=code$value-quantity"},
		{"Observation", "code-value-quantity", "a$1$2", "needs 2 values"},
		{"Observation", "code-value-quantity", "$1", "needs 2 values"},
		{"Observation", "code-value-quantity", "a$b", "[prefix]number"},
		{"Observation", "code-value-quantity:missing", "true", "possible are: none"},
		{"Observation", "code:in", "http://example.org/set", "terminology server"},
		{"Observation", "code:not-in", "http://example.org/set", "terminology server"},
		{"Observation", "code:below", "a", "system|code"},
		{"Observation", "code:below", "http://loinc.org|8480-6", "terminology server"},
		{"Observation", "code:above", "http://terminology.hl7.org/CodeSystem/condition-clinical|", "system|code"},
		{"Observation", "status:in", "http://hl7.org/fhir/ValueSet/observation-status|3.0.2", "here http://hl7.org/fhir/ValueSet/observation-status"},
		{"Observation", "status:in", "ValueSet/1", "here http://hl7.org/fhir/ValueSet/observation-status"},
		{"Patient", "identifier:in", "http://hl7.org/fhir/ValueSet/observation-status", "possible are: missing, not, text, of-type"},
		{"Observation", "code:of-type", "a|b|c", "possible are: missing, not, text, in, not-in, above, below"},
		{"QuestionnaireResponse", "questionnaire:identifier", "http://example.org|1", "references that may have an identifier"},
		{"Observation", "subject:identifier", "|", "neither a system nor a code"},
		{"Patient", "_tag", "|", "neither a system nor a code"},
		{"Patient", "_tag:in", "http://example.org/set", "possible are: missing, not, text"},
		{"Patient", "_profile:not", "http://example.org/p", "possible are: missing, above, below"},
		{"Patient", "_content", "*", "no word"},
		{"Patient", "_text", "!?", "no word"},
		{"Patient", "_content", strings.Repeat("a", 256), "255 bytes"},
		{"Patient", "_text:exact", "a", "possible are: missing"},
		{"Patient", "_sort", "_tag", "only _id and _lastUpdated have an order"},
		{"Observation", "_sort", "code-value-quantity", "its values are several at once"},
		{"Location", "_sort", "near", "its values have no order"},
		{"MedicationAdministration", "_sort", "-episode", "it also looks at other resources"},
		{"Patient", "_sort", "birthdate,-birthdate", "twice"},
		{"Patient", "_total", "some", "none, estimate, accurate"},
		{"Observation", "identifier:of-type", "a|b", "system|code|value"},
		{"Observation", "identifier:of-type", "|a|b", "system|code|value"},
		{"Observation", "status:text", "fin", "possible are: missing, not, in, not-in, above, below"},
		{"Observation", "date", "ap", "YYYY"},
		{"Observation", "date", "ap2026-13", "YYYY"},
		{"Observation", "value-string:text", "a", "possible are: missing, exact, contains"},
		{"Questionnaire", "url:contains", "a", "possible are: missing, above, below"},
		{"Patient", "active", "perhaps", "true or false"},
		{"Location", "near", "52.1", "latitude|longitude"},
		{"Location", "near", "52.1|", "latitude|longitude"},
		{"Location", "near", "90.5|4.3", "-90 to 90"},
		{"Location", "near", "52.1|-181", "-180 to 180"},
		{"Location", "near", "NaN|4.3", "-90 to 90"},
		{"Location", "near", "52.1|4.3|-1", "not less than 0"},
		{"Location", "near", "52.1|4.3|0x10", "not less than 0"},
		{"Location", "near", "52.1|4.3|1|mi", "[mi_i]"},
		{"Location", "near", "52.1|4.3|1|kg", "[mi_i]"},
		{"Location", "near", "52.1|4.3|1|km|x", "latitude|longitude"},
		{"Location", "near:exact", "52.1|4.3", "possible are: missing"},
	} {
		query := r.typeName + "?" + url.QueryEscape(r.name) + "=" + url.QueryEscape(r.value)
		a := c.ask("GET", query, nil)
		text := a.tree(t).At("issue").Items[0].Get("diagnostics").StringOr("")
		if code, _, _ := strings.Cut(r.name, ":"); a.StatusCode != 400 || !strings.Contains(text, r.says) || !strings.Contains(text, code) {
			t.Errorf("%s=%s: %s %s", r.name, r.value, a.Status, text)
		}
	}
}
