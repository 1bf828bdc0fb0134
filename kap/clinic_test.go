package kap

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var opening = time.Date(2024, 1, 8, 0, 0, 0, 0, time.UTC)

func stories(o Options) []PatientStory { return slices.Collect(Generate(o).Stories) }

func TestSameOptionsGiveTheSameClinic(t *testing.T) {
	t.Parallel()
	o := Options{Seed: 7, Patients: 5, Start: opening}
	a, b := Generate(o), Generate(o)
	if d := cmp.Diff(slices.Collect(a.Stories), slices.Collect(b.Stories)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(slices.Collect(a.Stories), slices.Collect(a.Stories)); d != "" {
		t.Error("reading the stories again gives others: " + d)
	}
	a.Stories, b.Stories = nil, nil
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
}

// The time zone and the hour of Start must not matter, only its date.
func TestOnlyTheDateOfStartCounts(t *testing.T) {
	t.Parallel()
	late := time.Date(2024, 1, 8, 23, 30, 0, 0, time.FixedZone("east", 9*3600))
	a, b := stories(Options{Seed: 7, Patients: 3, Start: opening}), stories(Options{Seed: 7, Patients: 3, Start: late})
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
}

func TestPatientIsTheSameInEveryClinic(t *testing.T) {
	t.Parallel()
	few, many := stories(Options{Seed: 3, Patients: 4, Start: opening}), stories(Options{Seed: 3, Patients: 402, Start: opening})
	if d := cmp.Diff(few, many[:4]); d != "" {
		t.Error(d)
	}
	other := stories(Options{Seed: 4, Patients: 1, Start: opening})
	if other[0].Patient.ID == few[0].Patient.ID {
		t.Error("another seed gives the same patient")
	}
}

// What was in the books stays there as they grow, but for what was still open.
func TestBooksOnlyGrow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := Options{Seed: rapid.Uint64().Draw(t, "seed"), Patients: 2, Start: opening}
		first := rapid.IntRange(30, 700).Draw(t, "day")
		o.Until = opening.AddDate(0, 0, first)
		early := stories(o)
		o.Until = opening.AddDate(0, 0, first+rapid.IntRange(0, 300).Draw(t, "more"))
		for i, now := range stories(o) {
			if !isPart(early[i].Observations, now.Observations, func(x Observation) string { return x.ID }) ||
				!isPart(early[i].Responses, now.Responses, func(x Response) string { return x.ID }) ||
				!isPart(early[i].Administrations, now.Administrations, func(x Administration) string { return x.ID }) {
				t.Fatal("something vanished or changed")
			}
		}
	})
}

func isPart[T any](few, many []T, id func(T) string) bool {
	byID := map[string]T{}
	for _, x := range many {
		byID[id(x)] = x
	}
	for _, x := range few {
		if y, ok := byID[id(x)]; !ok || !cmp.Equal(x, y) {
			return false
		}
	}
	return true
}

func TestStoriesMayBeLeftEarly(t *testing.T) {
	t.Parallel()
	n := 0
	for s := range Generate(Options{Seed: 1, Patients: 10000, Start: opening}).Stories {
		if n++; s.Number == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("read %d stories", n)
	}
}

func BenchmarkStory(b *testing.B) {
	w := newWorld(Options{Seed: 1, Patients: sitePatients, Start: opening})
	for i := range b.N {
		w.story(i % sitePatients)
	}
}
