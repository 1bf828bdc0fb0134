package api

import (
	"errors"
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// knowing is a server that knows the types, and nothing else.
func knowing() *server {
	s := &server{types: map[string]served{}}
	for _, r := range mapping.Searchable() {
		s.types[r.Type] = served{schema: r}
	}
	return s
}

// Law: a query means the same in each form that clients write it in.
func TestCriteriaReadAsWritten(t *testing.T) {
	t.Parallel()
	s := knowing()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.StringMatching(`[a-zA-Z0-9:/|?&=%+# é]{0,20}[a-z]`), 1, 3).Draw(t, "values")
		query := ""
		for _, v := range values {
			query += "&identifier=" + url.QueryEscape(v)
		}
		before := rapid.SampledFrom([]string{"", "?", "Patient?", "/Patient?", "/fhir/Patient?", "http://127.0.0.1:8080/fhir/Patient?", "https://clinic.example/a/b/Patient?"}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", "&_format=json", "&_format=application/fhir+json;fhirVersion=4.0&_pretty=true&_count=2", "&_sort=-_lastUpdated&_summary=true"}).Draw(t, "after")
		q, err := s.criteria("Patient", before+query[1:]+after)
		if err != nil {
			t.Fatal(err)
		}
		if len(q.Terms) != len(values) || q.Type != "Patient" || q.Sort != nil {
			t.Fatalf("%+v", q)
		}
		for i, term := range q.Terms {
			if term.Code != "identifier" || len(term.Values) != 1 || term.Values[0] != values[i] {
				t.Errorf("%q is read as %s=%q", values[i], term.Code, term.Values)
			}
		}
	})
}

func TestCriteriaRefused(t *testing.T) {
	t.Parallel()
	s := knowing()
	for text, code := range map[string]string{
		"":                                 "required",
		"?":                                "required",
		"Patient?":                         "required",
		"_format=json":                     "required",
		"Patient?_count=1&_sort=birthdate": "required",
		"Observation?code=a":               "invalid",
		"http://127.0.0.1:8080/fhir/Observation?code=a":       "invalid",
		"Patient/p1/Patient?gender=male":                      "not-supported",
		"http://127.0.0.1/fhir/Group/g1/Patient?identifier=a": "not-supported",
		"Patient":                           "not-supported",
		"Patient/p1":                        "not-supported",
		"http://127.0.0.1/fhir/Patient":     "not-supported",
		"nonsense=1":                        "not-supported",
		"identifier=a&nonsense=1":           "not-supported",
		"identifier=":                       "value",
		"identifier=%zz":                    "invalid",
		"identifier=%00":                    "invalid",
		"https://a.example/Claim?use=claim": "invalid",
	} {
		var p *fhir.Problem
		if q, err := s.criteria("Patient", text); !errors.As(err, &p) || p.Status != 400 || p.Issues[0].Code != code {
			t.Errorf("%q: %+v, %v; want %s", text, q, err, code)
		}
	}
}

func FuzzCriteria(f *testing.F) {
	for _, s := range []string{"identifier=a|b", "Patient?_id=1", "http://a/Patient?name=x&_format=json", "?=&?", "url=http://a?b=c"} {
		f.Add(s)
	}
	s := knowing()
	f.Fuzz(func(t *testing.T, text string) {
		q, err := s.criteria("Patient", text)
		var p *fhir.Problem
		switch {
		case err == nil && len(q.Terms) == 0:
			t.Errorf("%q means every patient", text)
		case err != nil && (!errors.As(err, &p) || p.Status >= 500):
			t.Errorf("%q: %v", text, err)
		}
	})
}
