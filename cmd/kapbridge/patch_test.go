package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/patch"
	"kapbridge/fhir/patch/patchtest"
	"kapbridge/mapping"
)

const (
	asJSONPatch  = "Content-Type: application/json-patch+json"
	asMergePatch = "Content-Type: application/merge-patch+json"
	dosePath     = "MedicationAdministration/dose1"
)

// agrees holds the stored bodies of a type to what its rows and complements say.
func (c *clinic) agrees(typeName string) {
	c.t.Helper()
	f, err := c.store.Check(c.t.Context(), typeName)
	if err != nil || f.Resources == 0 || len(f.Drifted)+len(f.Mislaid) > 0 {
		c.t.Errorf("%s: %+v, %v", typeName, f, err)
	}
}

// A patch of an extension, of an element without a column or of a contained
// resource is there when the rows are rendered anew, after an edit by SQL, and
// for a server that starts afterwards.
func TestPatchesOfWhatNoColumnShowsSurvive(t *testing.T) {
	t.Parallel()
	c := clinicWithPeople(t)
	c.put(strings.Replace(aDose, `"status"`, `"contained":[{"resourceType":"Device","id":"pump","deviceName":[{"name":"A","type":"other"}]}],"device":[{"reference":"#pump"}],"status"`, 1))
	c.want(200, c.ask("PATCH", dosePath, []byte(`[
		{"op":"replace","path":"/extension/0/valueString","value":"patched"},
		{"op":"add","path":"/extension/-","value":{"url":"https://ehr.example/deep","extension":[{"url":"a","valueDecimal":2.500}]}},
		{"op":"replace","path":"/contained/0/deviceName/0/name","value":"B"},
		{"op":"add","path":"/performer/0/extension/0/extension","value":[{"url":"n","valueCode":"deep"}]},
		{"op":"remove","path":"/performer/0/extension/0/valueString"},
		{"op":"add","path":"/_status","value":{"extension":[{"url":"https://ehr.example/why","valueCode":"z"}]}}]`), asJSONPatch, `If-Match: W/"1"`))
	c.want(200, c.ask("PATCH", dosePath, []byte(`{"language":"en","instantiates":["https://ehr.example/plan"],"subject":{"display":null,"identifier":{"value":"no column"}},
		"dosage":{"extension":[{"url":"https://ehr.example/on-dosage","valueCode":"y"}],"dose":{"extension":null}}}`), asMergePatch, `If-Match: W/"2"`))
	holds := func(c *clinic, dose string) {
		t.Helper()
		now := string(c.get(dosePath).body)
		for _, kept := range []string{"patched", `"valueDecimal":2.500`, `"name":"B"`, `"valueCode":"deep"`, "https://ehr.example/why", `"language":"en"`, "https://ehr.example/plan", "no column", `"valueCode":"y"`, "Nurse One", `"value":` + dose} {
			if !strings.Contains(now, kept) {
				t.Errorf("%s is not in %s", kept, now)
			}
		}
		for _, gone := range []string{"as it was", "Ada", `on-dose"`, `"valueString":"7"`} {
			if strings.Contains(now, gone) {
				t.Errorf("%s is still in %s", gone, now)
			}
		}
	}
	holds(c, "40.0")
	c.agrees("MedicationAdministration")
	c.sql(`update administration set dose = 35.50 where id = 'dose1'`)
	holds(c.anew(), "35.50")
	c.agrees("MedicationAdministration")
}

// A child row whose content did not change keeps its key, wherever a patch moves
// it to, and with it what the complement says of it.
func TestPatchKeepsTheKeysOfChildRows(t *testing.T) {
	t.Parallel()
	c := clinicWithPeople(t)
	c.put(aDose)
	keys := func() map[string]int64 {
		var rows []struct {
			ID    int64
			Actor string
		}
		if err := c.db.Select(&rows, `select id, actor_practitioner_id as actor from kap.administration_performer where administration_id = 'dose1'`); err != nil {
			t.Fatal(err)
		}
		found := map[string]int64{}
		for _, r := range rows {
			found[r.Actor] = r.ID
		}
		return found
	}
	before := keys()
	c.want(200, c.ask("PATCH", dosePath, []byte(`[{"op":"add","path":"/performer/0","value":{"actor":{"reference":"Practitioner/n3"}}},
		{"op":"move","from":"/performer/1","path":"/performer/2"}]`), asJSONPatch))
	after := keys()
	if len(after) != 3 || after["n1"] != before["n1"] || after["n2"] != before["n2"] {
		t.Errorf("the keys were %v and are %v", before, after)
	}
	list := c.get(dosePath).tree(t).Get("performer").Items
	if len(list) != 3 || list[2].At("actor", "display").StringOr("") != "Nurse One" || list[2].Get("extension") == nil {
		t.Errorf("the performers are %s", fhir.List(list...).JSON())
	}
	c.agrees("MedicationAdministration")
}

// TestPatchesBetweenExamples turns one resource into each official example of
// its type in turn, by a JSON Patch there and by a merge patch in every second.
func TestPatchesBetweenExamples(t *testing.T) {
	for _, r := range mapping.All() {
		if r.Published {
			continue
		}
		t.Run(r.Type, func(t *testing.T) {
			t.Parallel()
			c := newClinic(t, "placeholder")
			all := resources(t, filepath.Join("..", "..", "testdata", r.Type))
			for file, tree := range resources(t, shared(t, "r4-examples", r.Type)) {
				all[file] = tree
			}
			var present *fhir.Tree
			for i, file := range slices.Sorted(maps.Keys(all)) {
				next := all[file].With("id", fhir.Str("one"))
				if present == nil {
					present = c.send(next).tree(t)
					continue
				}
				present = patchTo(t, c, file, present, next, i%2 == 0)
			}
			c.agrees(r.Type)
		})
	}
}

// patchTo sends the difference between what is there and what shall be, and
// gives what is there then.
func patchTo(t *testing.T, c *clinic, file string, present, next *fhir.Tree, merge bool) *fhir.Tree {
	t.Helper()
	document, as := patchtest.Diff(present, next), asJSONPatch
	if merge {
		document, as = patchtest.MergeDiff(present, next), asMergePatch
	}
	want, err := patch.Narrative(present, next)
	if err != nil {
		t.Logf("left out: %s: %v", filepath.Base(file), err)
		return present
	}
	path := next.Get("resourceType").Text + "/one"
	a := c.ask("PATCH", path, document.JSON(), as)
	if a.StatusCode != 200 {
		t.Fatalf("%s: %s: %s\n%s", filepath.Base(file), a.Status, a.body, document.JSON())
	}
	got := c.get(path).tree(t)
	if !mapping.StripHead(got).Equal(mapping.StripHead(want)) {
		t.Fatalf("%s:\n%s\nis not\n%s\nafter\n%s", filepath.Base(file), got.JSON(), want.JSON(), document.JSON())
	}
	return got
}

// Patches that arrive at once are each applied to what the one before left.
func TestPatchesAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	c.put(`{"resourceType":"Patient","id":"p1","name":[{"family":"Ash"}]}`)
	const at = 16
	answers := make([]answer, at)
	var all sync.WaitGroup
	for i := range at {
		all.Go(func() {
			answers[i] = c.ask("PATCH", "Patient/p1", fmt.Appendf(nil, `[{"op":"add","path":"/name/0/given","value":["first"]},{"op":"add","path":"/name/-","value":{"text":"name %d"}}]`, i), asJSONPatch)
		})
	}
	all.Wait()
	for i, a := range answers {
		if a.StatusCode != 200 {
			t.Errorf("%d: %s %s", i, a.Status, a.body)
		}
	}
	now := c.get("Patient/p1").tree(t)
	if names := now.Get("name").Items; len(names) != at+1 || now.At("meta", "versionId").Text != fmt.Sprint(at+1) {
		t.Errorf("%d names in version %s", len(names), now.At("meta", "versionId").Text)
	}
	c.agrees("Patient")
}
