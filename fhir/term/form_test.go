package term

import (
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

func TestForms(t *testing.T) {
	t.Parallel()
	for system, c := range map[string]struct{ good, bad string }{
		"urn:ietf:bcp:47":      {"en en-US de-CH-1996 zh-Hans-CN es-419 x-klingon i-navajo sl-rozaj-biske sr-Latn-RS en-a-bbb-x-a EN-us en-XX qaa x-private", "english english-US eng zz xyz abcd english_us e en- en--US en_US 12"},
		"urn:ietf:bcp:13":      {"text/plain application/fhir+xml image/svg+xml text/html;charset=UTF-8 json", "text text/ /plain text/plain/x text\\plain"},
		"urn:iso:std:iso:4217": {"CHF USD", "chf US $"},
		"urn:iso:std:iso:3166": {"CH CHE 756", "ch Switzerland 75"},
		fhir.UCUM:              {"%{vol} 10*3/uL [IU]/L {beats}/min m[H2O] B[10.nV] ug/(24.h) /[HPF] mg/dL{total} [m/s2/Hz^0.5]", "mg//kg mg/ (mg mg) [IU m[ {a {a}} mg/{ ."},
	} {
		for code := range strings.FieldsSeq(c.good) {
			if form(system, code) == No {
				t.Errorf("%s: %s is refused", system, code)
			}
		}
		for code := range strings.FieldsSeq(c.bad) {
			if form(system, code) != No {
				t.Errorf("%s: %s is not refused", system, code)
			}
		}
	}
}

// No code of an official example that the standard's own value sets could hold
// is refused by its form.
func TestFormsOfExamples(t *testing.T) {
	t.Parallel()
	seen := 0
	for name, text := range fhirtest.Examples(t) {
		r, err := fhir.DecodeResource(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		seen += formsOf(t, name, r)
	}
	if seen < 100 {
		t.Errorf("only %d codes", seen)
	}
}

func formsOf(t *testing.T, name string, r *fhir.Tree) int {
	n := 0
	check := func(system, code string) {
		if n++; form(system, code) == No {
			t.Errorf("%s: %q of %s", name, code, system)
		}
	}
	if system, code := r.Get("system").StringOr(""), r.Get("code").StringOr(""); code != "" && (system == fhir.UCUM || forms[system] != nil || system == languages) {
		check(system, code)
	}
	for member, system := range map[string]string{"contentType": "urn:ietf:bcp:13", "language": "urn:ietf:bcp:47", "currency": "urn:iso:std:iso:4217"} {
		if code := r.Get(member); code.Is(fhir.String) {
			check(system, code.Text)
		}
	}
	for _, m := range r.Members {
		n += formsOf(t, name, m.Value)
	}
	for _, i := range r.Items {
		n += formsOf(t, name, i)
	}
	return n
}

func TestNearest(t *testing.T) {
	t.Parallel()
	const vs = "http://hl7.org/fhir/ValueSet/"
	for _, c := range []struct{ set, code, want string }{
		{"observation-status", "Final", "final"},
		{"observation-status", "fianl", "final"},
		{"observation-status", "Entered in Error", "entered-in-error"},
		{"observation-status", "canceled", "cancelled"},
		{"observation-status", "banana", ""},
		{"observation-status", "", ""},
		{"administrative-gender", "m", ""},
		{"administrative-gender", "femal", "female"},
		{"contact-point-use", "Old", "old"},
		{"ucum-bodyweight", "kgs", "kg"},
		{"v3-ActEncounterCode", "AMP", ""}, // not of this name
		{"observation-codes", "8867-5", ""},
	} {
		if got := Standard().Nearest(vs+c.set, c.code); got != c.want {
			t.Errorf("%s: %q leads to %q, not %q", c.set, c.code, got, c.want)
		}
	}
	if got := Standard().Nearest("http://terminology.hl7.org/ValueSet/v3-ActEncounterCode", "ambulatory"); got != "AMB" {
		t.Errorf("ambulatory leads to %q", got)
	}
}
