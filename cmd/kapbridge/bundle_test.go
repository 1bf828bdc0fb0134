package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
)

// dosingVisit is what an EHR sends after a session: the visit, the dose and its
// medication, 40 measurements and two questionnaires, each with links to others.
func dosingVisit(t testing.TB) *fhir.Tree {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "bundle", "dosing-visit.json"))
	if err != nil {
		t.Fatal(err)
	}
	tree, err := fhir.DecodeBundle(data)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// transact sends a transaction and wants it done.
func (c *clinic) transact(tree *fhir.Tree, headers ...string) *fhir.Tree {
	c.t.Helper()
	return c.want(200, c.ask("POST", c.base, tree.JSON(), headers...)).tree(c.t)
}

// kept reads all that a transaction stored and holds it against what was sent:
// with the links put back, it is the same.
func (c *clinic) kept(sent, answer *fhir.Tree) error {
	c.t.Helper()
	names, keys := map[string]string{}, map[string]string{}
	items, replies := sent.Get("entry").Items, answer.Get("entry").Items
	if len(items) != len(replies) {
		return fmt.Errorf("%d answers to %d entries", len(replies), len(items))
	}
	for i, item := range items {
		key, _, _ := strings.Cut(replies[i].At("response", "location").StringOr(""), "/_history/")
		url := item.Get("fullUrl").Text
		names[key], keys[url] = url, key
	}
	for _, item := range items {
		url := item.Get("fullUrl").Text
		stored := c.get(keys[url]).tree(c.t)
		back := bundle.Relink(stored, "", func(link string) (string, bool) { name, ok := names[link]; return name, ok })
		want := bundle.Relink(item.Get("resource"), url, func(link string) (string, bool) { return link, keys[link] != "" })
		if !asSent(back).Equal(asSent(want)) {
			return fmt.Errorf("%s was sent as\n%s\nand is kept as\n%s", keys[url], want.JSON(), stored.JSON())
		}
	}
	return nil
}

// asSent takes away what the server sets.
func asSent(t *fhir.Tree) *fhir.Tree {
	meta := t.Get("meta").Without("versionId", "lastUpdated")
	if meta.Empty() {
		meta = nil
	}
	return t.Without("id").With("meta", meta)
}

// The reference case: a dosing visit in one transaction, whose entries stand
// before what they refer to and refer in circles.
func TestDosingVisit(t *testing.T) {
	c := newClinic(t, "refuse")
	sent := dosingVisit(t)
	first := c.transact(sent)
	if err := c.kept(sent, first); err != nil {
		t.Error(err)
	}
	key := func(answer *fhir.Tree, typeName string) string {
		for _, e := range answer.Get("entry").Items {
			if location := e.At("response", "location").Text; strings.HasPrefix(location, typeName+"/") {
				return strings.Split(location, "/")[1]
			}
		}
		t.Fatalf("no %s", typeName)
		return ""
	}
	visit, patient := key(first, "Encounter"), key(first, "Patient")
	for search, want := range map[string]int{
		"Observation?_count=100&encounter=" + visit:                                          40,
		"Observation?code=85354-9&patient=" + patient:                                        10,
		"MedicationAdministration?medication.lot-number=LOT-2026-114":                        1,
		"QuestionnaireResponse?encounter.participant:Practitioner.name=Noor":                 2,
		"Patient?identifier=http://clinic.example/mrn|K-1001":                                1,
		"AuditEvent?subtype=create&_count=100&entity:missing=false&outcome=0":                len(sent.Get("entry").Items),
		"AuditEvent?subtype=transaction":                                                     0,
		"Observation?part-of:MedicationAdministration.status=completed&_id:not=x&_count=100": 36,
	} {
		if got := len(entries(t, c.get(search).tree(t))); got != want {
			t.Errorf("%s: %d, want %d", search, got, want)
		}
	}
	second := c.transact(sent)
	if err := c.kept(sent, second); err != nil {
		t.Error(err)
	}
	if key(second, "Patient") != patient || key(second, "Encounter") == visit {
		t.Error("the second visit is not another one of the same patient")
	}
}
