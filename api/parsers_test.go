package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNegotiate(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"application/fhir+json":                       mediaFHIR,
		"APPLICATION/JSON":                            mediaJSON,
		"application/json;q=0.9, text/json;q=0.95":    mediaText,
		"application/*;q=0.2, application/json;q=0.3": mediaJSON,
		"*/*;q=0.1, application/fhir+json;q=0":        mediaJSON,
		"text/html, image/gif, *; q=.2, */*; q=.2":    mediaFHIR,
		"application/json;q=high":                     mediaJSON,
		"application/fhir+json; fhirVersion=\"4.0\"":  mediaFHIR,
		"application/fhir+xml, text/turtle":           mediaFHIRXML,
		"application/xml;q=0.9, text/xml;q=0.95":      mediaTextXML,
		"application/*+xml, text/turtle":              "",
		"application/fhir+json, application/fhir+xml": mediaFHIR,
		"application/fhir+xml, */*;q=0.5":             mediaFHIRXML,
		"text/turtle":                                 "",
		"*/*;q=0":                                     "",
		"application/fhir+json;fhirVersion=5.0":       "",
		"nonsense":                                    "",
		", ,":                                         mediaFHIR,
	} {
		f, err := negotiate(http.Header{"Accept": {accept}}, nil)
		if got := f.mediaType; err == nil && got != want || (err != nil) != (want == "") {
			t.Errorf("%s: %s, %v; want %s", accept, got, err, want)
		}
	}
}

func TestPrefer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lines []string
		want  preference
	}{
		{nil, preference{}},
		{[]string{"return=minimal"}, preference{answer: minimal}},
		{[]string{"handling=lenient; foo, return=\"representation\""}, preference{answer: representation, handling: lenient}},
		{[]string{"respond-async", "RETURN=operationoutcome", "handling=strict", "handling=lenient"}, preference{answer: outcomeOnly, handling: strict, async: true}},
		{[]string{"return=everything, return=minimal, return=representation"}, preference{answer: minimal}},
		{[]string{"=,;,==lenient"}, preference{}},
	} {
		if got := parsePrefer(c.lines); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.lines, got, c.want)
		}
	}
}

// Law: however a list of versions is written, the same versions are read.
func TestTagsReadAsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		versions := rapid.SliceOfN(rapid.StringMatching(`[0-9]{1,9}|[A-Za-z0-9.\-]{1,20}`), 1, 8).Draw(t, "versions")
		var lines []string
		for _, v := range versions {
			tag := rapid.SampledFrom([]string{v, `"` + v + `"`, `W/"` + v + `"`, `w/"` + v + `"`}).Draw(t, "form")
			if len(lines) > 0 && rapid.Bool().Draw(t, "same line") {
				lines[len(lines)-1] += rapid.SampledFrom([]string{",", ", ", " ,\t"}).Draw(t, "comma") + tag
			} else {
				lines = append(lines, tag)
			}
		}
		got, err := parseTags("If-Match", lines)
		if err != nil || got.any || !slices.Equal(got.opaque, versions) {
			t.Fatalf("%q: %+v, %v", lines, got, err)
		}
	})
}

func FuzzTags(f *testing.F) {
	for _, s := range []string{`W/"1"`, `"1", 2`, `*`, `"`, `W/`, `,,"a",`, `"a b"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := parseTags("If-Match", []string{s})
		if err == nil && (got.empty() || got.any && len(got.opaque) > 0) {
			t.Errorf("%q accepted as %+v", s, got)
		}
		for _, tag := range got.opaque {
			if !strings.Contains(s, tag) || strings.ContainsAny(tag, "\" \t") {
				t.Errorf("%q gives the tag %q", s, tag)
			}
		}
	})
}

func FuzzAccept(f *testing.F) {
	for _, s := range []string{"*/*", "application/json;q=0.5,text/*", ";;q=,", "a/b;q=1;fhirversion=4.0", "application/fhir+json;q=NaN"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := negotiate(http.Header{"Accept": {s}}, nil)
		if err == nil && contentTypes[got.mediaType] == nil {
			t.Errorf("%q gives %q", s, got.mediaType)
		}
		for _, w := range parseWeights([]string{s}) {
			if !(w.q >= 0 && w.q <= 1) || w.value == "" {
				t.Errorf("%q gives %+v", s, w)
			}
		}
		acceptsGzip([]string{s})
	})
}

func FuzzPrefer(f *testing.F) {
	for _, s := range []string{"return=minimal", `handling="lenient";x,return=representation`, ",=;", "return"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := parsePrefer([]string{s})
		if !slices.Contains([]string{"", minimal, representation, outcomeOnly}, p.answer) {
			t.Errorf("%q gives %q", s, p.answer)
		}
		if p.lenient() && !strings.Contains(strings.ToLower(s), "lenient") {
			t.Errorf("%q is taken for lenient", s)
		}
	})
}
