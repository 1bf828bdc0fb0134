package main

import (
	"slices"
	"testing"

	"kapbridge/mapping"
)

// TestAccountsComeAlong asks for the accounts of resources, of any type and
// also where the account names a version.
func TestAccountsComeAlong(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, r := range []string{
		`{"resourceType":"Patient","id":"p1"}`,
		`{"resourceType":"Practitioner","id":"n1"}`,
		`{"resourceType":"MedicationAdministration","id":"d1","status":"completed","medicationCodeableConcept":{"text":"ketamine"},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-05"}`,
		`{"resourceType":"Provenance","id":"a1","target":[{"reference":"MedicationAdministration/d1/_history/1"}],"recorded":"2026-03-05T15:00:00Z","agent":[{"who":{"reference":"Practitioner/n1"}}]}`,
		`{"resourceType":"Provenance","id":"a2","target":[{"reference":"Patient/p1"},{"reference":"Specimen/s1"}],"recorded":"2026-03-06T15:00:00Z","agent":[{"who":{"reference":"Practitioner/n1"}}]}`,
		`{"resourceType":"MedicationAdministration","id":"d2","status":"completed","medicationCodeableConcept":{"text":"ketamine"},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-06","eventHistory":[{"reference":"Provenance/a1"}]}`,
	} {
		c.put(r)
	}
	c.expectFound(map[string]string{
		"Provenance?target=MedicationAdministration/d1":                             "a1",
		"Provenance?target=Specimen/s1":                                             "a2",
		"Provenance?target:MedicationAdministration.patient=p1":                     "a1",
		"Provenance?patient=p1":                                                     "a2",
		"Provenance?patient:missing=true":                                           "a1",
		"Provenance?agent=n1&_sort=-recorded":                                       "a1 a2",
		"MedicationAdministration?_has:Provenance:target:agent=n1":                  "d1",
		"Patient?_has:Provenance:target:recorded=2026-03-06":                        "p1",
		"Provenance?target:MedicationAdministration.subject:Patient._id=p1":         "a1",
		"Provenance?target:Patient._has:MedicationAdministration:patient:_id=d2,d1": "a2",
	})
	for query, want := range map[string][]string{
		"MedicationAdministration?_revinclude=Provenance:target":                                    {"Provenance/a1"},
		"Patient?_revinclude=Provenance:target":                                                     {"Provenance/a2"},
		"Provenance?_id=a1&_include=Provenance:target":                                              {"MedicationAdministration/d1"},
		"Provenance?_id=a2&_include=Provenance:target&_include=Provenance:agent":                    {"Patient/p1", "Practitioner/n1"},
		"Patient?_revinclude:iterate=MedicationAdministration:patient&_revinclude=Provenance:agent": {"MedicationAdministration/d1", "MedicationAdministration/d2"},
	} {
		got := byMode(c.get(query).tree(t), "include")
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s includes %v, not %v", query, got, want)
		}
	}
	for _, r := range mapping.All() {
		if !slices.Contains(mapping.Revincludable(r.Type), "Provenance:target") {
			t.Errorf("%s has no accounts", r.Type)
		}
	}
	if found := entries(t, c.get("Patient/p1/Provenance").tree(t)); !slices.Equal(found, []string{"Provenance/a2"}) {
		t.Errorf("in the patient's compartment: %v", found)
	}
	if found := entries(t, c.get("Practitioner/n1/Provenance").tree(t)); len(found) != 2 {
		t.Errorf("in the nurse's compartment: %v", found)
	}
}
