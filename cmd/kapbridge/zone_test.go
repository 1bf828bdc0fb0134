package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kapbridge/store"
)

// TestDatesInTheZoneOfTheClinic searches by days that are not UTC's.
func TestDatesInTheZoneOfTheClinic(t *testing.T) {
	denver, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	c := newClinicWith(t, store.Options{Zone: denver})
	c.put(`{"resourceType":"Patient","id":"p1","birthDate":"1990-03-01"}`)
	dose := func(id, effective string) {
		c.put(`{"resourceType":"MedicationAdministration","id":"` + id + `","status":"completed","medicationCodeableConcept":{"text":"ketamine"},"subject":{"reference":"Patient/p1"},` + effective + `}`)
	}
	dose("evening", `"effectiveDateTime":"2026-03-02T05:30:00Z"`) // 22:30 of the first there
	dose("day", `"effectiveDateTime":"2026-03-01"`)
	dose("night", `"effectiveDateTime":"2026-03-01T06:30:00Z"`) // still February there
	dose("long", `"effectivePeriod":{"start":"2026-03-01T12:00:00-07:00","end":"2026-03-06T12:00:00-07:00"}`)
	for query, want := range map[string][]string{
		"MedicationAdministration?effective-time=2026-03-01":                               {"day", "evening"},
		"MedicationAdministration?effective-time=ge2026-03-01&effective-time=lt2026-03-02": {"day", "evening", "long"},
		"MedicationAdministration?effective-time=lt2026-03-01":                             {"night"},
		"MedicationAdministration?effective-time=2026-02-28":                               {"night"},
		"MedicationAdministration?effective-time=gt2026-03-01":                             {"long"},
		"MedicationAdministration?effective-time=eb2026-03-02":                             {"day", "evening", "night"},
		"MedicationAdministration?effective-time=sa2026-02":                                {"day", "evening", "long"},
		"MedicationAdministration?effective-time=2026-03-01T22:30":                         {"evening"},
		"MedicationAdministration?effective-time=2026-03-02T05:30Z":                        {"evening"},
		"Patient?birthdate=1990-03-01":                                                     {"p1"},
		"Patient?birthdate=ge1990-03-02":                                                   nil,
		"Patient?birthdate=1990-03":                                                        {"p1"},
	} {
		var got []string
		for _, key := range byMode(c.get(query).tree(t), "match") {
			got = append(got, key[strings.IndexByte(key, '/')+1:])
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: %v, not %v", query, got, want)
		}
	}
}
