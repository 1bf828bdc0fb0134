package main

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kapbridge/cmd/internal/demo"
	"kapbridge/fhir"
	"kapbridge/kap"
	"kapbridge/mapping"
)

func loadInto(c *clinic, o kap.Options) demo.Loaded {
	c.t.Helper()
	loaded, err := demo.Load(c.t.Context(), c.db, o, func(int) {})
	if err != nil {
		c.t.Fatal(err)
	}
	return loaded
}

// walk reads every resource of a type over HTTP, page by page.
func (c *clinic) walk(typeName string) iter.Seq[*fhir.Tree] {
	return func(yield func(*fhir.Tree) bool) {
		c.t.Helper()
		for next := typeName + "?_count=200"; next != ""; {
			bundle := c.get(next).tree(c.t)
			if entries := bundle.Get("entry"); entries != nil {
				for _, e := range entries.Items {
					if !yield(e.Get("resource")) {
						return
					}
				}
			}
			next = link(bundle, "next")
		}
	}
}

// all are the resources of a type.
func (c *clinic) all(typeName string) []*fhir.Tree {
	c.t.Helper()
	return slices.Collect(c.walk(typeName))
}

// What a clinician reads in the doses, readings and episodes of a small clinic.
// Seed 7 has infusions by pump, doses withheld and remainders wasted among three patients.
func TestDemoIsPlausible(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	loadInto(c, kap.Options{Seed: 7, Patients: 3, Start: demoStart})
	dosesAreWhole(t, c.all("MedicationAdministration"))
	readingsAreVitalSigns(t, c.all("Observation"))
	episodesAreKAP(t, c.all("EpisodeOfCare"))
}

// dosesAreWhole: what was given has amount, route, performers and a course; the
// steps of a dose add up to it, also as they are shown.
func dosesAreWhole(t *testing.T, doses []*fhir.Tree) {
	seen := map[string]int{}
	for _, d := range doses {
		if d.Get("status").Text == "not-done" {
			if d.Get("dosage") != nil || d.Get("statusReason") == nil {
				t.Errorf("a withheld dose: %s", d.JSON())
			}
			continue
		}
		given := number(t, d.At("dosage", "dose", "value"))
		steps := 0.0
		for _, e := range d.Get("extension").Items {
			url := e.Get("url").Text
			seen[url]++
			for _, part := range e.Get("extension").Items {
				if url == mapping.InfusionStep && part.Get("url").Text == "dose" {
					steps += number(t, part.At("valueQuantity", "value"))
				}
			}
		}
		if diff := steps - given; diff > 0.005 || diff < -0.005 {
			t.Errorf("dose %s: steps of %g mg, dose of %g mg", d.Get("id").Text, steps, given)
		}
		for _, path := range [][]string{{"dosage", "route"}, {"context", "reference"}, {"request", "reference"},
			{"medicationReference", "reference"}, {"performer"}, {"category"}} {
			if d.At(path...) == nil {
				t.Errorf("dose %s has no %v", d.Get("id").Text, path)
			}
		}
		if d.Get("device") != nil {
			seen["device"]++
		}
	}
	for _, what := range []string{mapping.InfusionStep, mapping.StockDraw, mapping.WastedAmount, "device"} {
		if seen[what] == 0 {
			t.Errorf("no dose shows %s", what)
		}
	}
}

func number(t *testing.T, v *fhir.Tree) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(v.Text, 64)
	if err != nil {
		t.Error(err)
	}
	return n
}

// readingsAreVitalSigns: panels have their components, the oximeter both codes
// that US Core asks for, readings their dose and their offset from it.
func readingsAreVitalSigns(t *testing.T, observations []*fhir.Tree) {
	n := 0
	for _, o := range observations {
		if o.At("category") == nil || o.Get("category").Items[0].Get("coding").Items[0].Get("code").Text != "vital-signs" || o.Get("partOf") == nil {
			continue
		}
		n++
		codes := o.At("code", "coding").Items
		switch codes[0].Get("code").Text {
		case "85354-9":
			if len(o.Get("component").Items) != 2 {
				t.Errorf("a blood pressure: %s", o.JSON())
			}
		case "2708-6":
			if len(codes) != 2 || codes[1].Get("code").Text != "59408-5" {
				t.Errorf("an oxygen saturation: %s", o.JSON())
			}
		}
		if !strings.Contains(string(o.Get("extension").JSON()), mapping.MonitoringOffset) {
			t.Errorf("a reading without offset: %s", o.JSON())
		}
	}
	if n == 0 {
		t.Error("no readings")
	}
}

func episodesAreKAP(t *testing.T, episodes []*fhir.Tree) {
	for _, e := range episodes {
		history := e.Get("statusHistory").Items
		if !e.Get("type").Items[0].Equal(kap.EpisodeTypes.Concept("kap").Tree()) || e.Get("diagnosis") == nil ||
			history[len(history)-1].Get("status").Text != e.Get("status").Text {
			t.Errorf("an episode: %s", e.JSON())
		}
	}
}
