package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kapbridge/fhir"
	"kapbridge/fhir/xml"
	"kapbridge/mapping"
)

// faultyExamples are official examples that break R4 itself, with the reason.
var faultyExamples = map[string]string{
	"QuestionnaireResponse-gcs.json":              "its questionnaire is a relative address",
	"QuestionnaireResponse-ussg-fht-answers.json": "its questionnaire is a relative address",
}

// TestExamplesComeBackEqual puts every example, official and our own, and reads
// it again: only meta.versionId and meta.lastUpdated may differ.
func TestExamplesComeBackEqual(t *testing.T) {
	for _, r := range mapping.All() {
		t.Run(r.Type, func(t *testing.T) {
			t.Parallel()
			c := newClinic(t, "placeholder")
			for file, tree := range resources(t, filepath.Join("..", "..", "testdata", r.Type)) {
				roundTrip(t, c, file, tree)
			}
			for file, tree := range resources(t, shared(t, "r4-examples", r.Type)) {
				roundTrip(t, c, file, tree)
			}
		})
	}
}

func roundTrip(t *testing.T, c *clinic, file string, tree *fhir.Tree) {
	t.Helper()
	name := filepath.Base(file)
	path := tree.Get("resourceType").Text + "/" + tree.Get("id").Text
	a := c.send(tree)
	if a.StatusCode != 200 && a.StatusCode != 201 {
		t.Errorf("%s: PUT %s: %s", name, path, a.body)
		return
	}
	back := c.get(path).tree(t)
	if want, got := mapping.StripHead(tree), mapping.StripHead(back); !want.Equal(got) {
		t.Errorf("%s: -put +got\n%s", name, cmp.Diff(lines(want), lines(got)))
	}
	throughXML(t, c, name, path, back)
}

// throughXML reads the resource as XML, which must say the same, and puts that
// back, which must change nothing.
func throughXML(t *testing.T, c *clinic, name, path string, want *fhir.Tree) {
	t.Helper()
	a := c.want(200, c.ask("GET", path, nil, "Accept: application/fhir+xml"))
	got, err := xml.Decode(a.body)
	if err != nil || !got.Equal(want) {
		t.Errorf("%s: %v, -json +xml\n%s", name, err, cmp.Diff(lines(want), lines(got)))
		return
	}
	if r := mapping.Of(want.Get("resourceType").Text); r.Published {
		return
	}
	c.want(200, c.ask("PUT", path, a.body, "Content-Type: application/fhir+xml"))
	if want, got = mapping.StripHead(want), mapping.StripHead(c.get(path).tree(t)); !want.Equal(got) {
		t.Errorf("%s: -read +put as XML\n%s", name, cmp.Diff(lines(want), lines(got)))
	}
}

func lines(t *fhir.Tree) []string { return strings.Split(string(t.Canonical()), ",") }
