package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"kapbridge/cmd/internal/demo"
	"kapbridge/fhir"
	"kapbridge/kap"
	"kapbridge/mapping"
)

// TestDemoClinic loads three patients by SQL and looks at them over HTTP.
func TestDemoClinic(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	o := kap.Options{Seed: 7, Patients: 3, Start: demoStart}
	loaded, err := demo.Load(context.Background(), c.db, o, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Patients != 3 || loaded.Rows < 1000 {
		t.Fatalf("loaded %+v", loaded)
	}
	for typeName, want := range generated(o) {
		if got := c.get(typeName + "?_count=0").tree(t).Get("total").Text; got != fhir.Int(int64(want)).Text {
			t.Errorf("%s: %s resources, the generator made %d", typeName, got, want)
		}
	}
	scores := c.everySoundResource(t)
	if scores == 0 {
		t.Error("no PHQ-9 total was compared with its answers")
	}
	again, err := demo.Load(context.Background(), c.db, o, func(int) {})
	if err != nil || again.Patients != 0 || again.Known != 3 {
		t.Errorf("loading again: %+v, %v", again, err)
	}
	o.Start = o.Start.AddDate(0, 0, 7)
	if _, err := demo.Load(context.Background(), c.db, o, func(int) {}); err == nil {
		t.Error("the same seed with another start day was mixed in")
	}
	c.columnsHold(t)
}

// generated counts what the generator makes, by the type that shows it.
func generated(o kap.Options) map[string]int {
	clinic := kap.Generate(o)
	n := map[string]int{"Organization": len(clinic.Organizations), "Location": len(clinic.Locations), "Practitioner": len(clinic.Practitioners),
		"PractitionerRole": len(clinic.Roles), "Medication": len(clinic.Medications), "Questionnaire": len(clinic.Questionnaires), "Device": len(clinic.Devices)}
	for s := range clinic.Stories {
		n["Patient"]++
		n["Condition"] += len(s.Conditions)
		n["EpisodeOfCare"] += len(s.Episodes)
		n["Encounter"] += len(s.Sessions)
		n["MedicationRequest"] += len(s.Orders)
		n["MedicationAdministration"] += len(s.Administrations)
		n["QuestionnaireResponse"] += len(s.Responses)
		n["Observation"] += len(s.Observations)
	}
	return n
}

// everySoundResource follows the pages of every type; each resource must have
// R4's structure. It returns how many PHQ-9 totals agreed with their answers.
func (c *clinic) everySoundResource(t *testing.T) (scores int) {
	for _, r := range mapping.All() {
		for resource := range c.walk(r.Type) {
			if issues := fhir.CheckStructure(resource); len(issues) > 0 {
				t.Errorf("%s: %v", resource.JSON(), issues[0])
			}
			if resource.Get("questionnaire").StringOr("") == kap.PHQ9.URL+"|"+kap.PHQ9.Version {
				scores += c.totalAgrees(t, resource)
			}
		}
	}
	return scores
}

func link(bundle *fhir.Tree, relation string) string {
	for _, l := range bundle.Get("link").Items {
		if l.Get("relation").Text == relation {
			return l.Get("url").Text
		}
	}
	return ""
}

// totalAgrees compares the score Observation of a response with its answers.
func (c *clinic) totalAgrees(t *testing.T, response *fhir.Tree) int {
	found := c.get("Observation?derived-from=QuestionnaireResponse/" + response.Get("id").Text + "&code=44261-6").tree(t)
	list := found.Get("entry")
	if list == nil {
		return 0
	}
	sum := int64(0)
	for _, item := range response.Get("item").Items {
		for _, a := range item.Get("answer").Items {
			for points, code := range []string{"LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"} {
				if a.At("valueCoding", "code").StringOr("") == code {
					sum += int64(points)
				}
			}
		}
	}
	if got := list.Items[0].At("resource", "valueQuantity", "value"); got.Text != fhir.Int(sum).Text {
		t.Errorf("%s: the score is %s, the answers give %d", response.Get("id").Text, got.Text, sum)
	}
	return 1
}

// columnsHold checks that the clinic's values live in columns, and that every
// body served, and what searches look at, is what the rows say.
func (c *clinic) columnsHold(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, name := range c.store.Types() {
		f, err := c.store.Check(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		least := 60
		if strings.Contains("EpisodeOfCare MedicationAdministration QuestionnaireResponse", name) {
			least = 90
		}
		t.Logf("%s: %d resources, %d of %d leaf values in columns", name, f.Resources, f.InColumns, f.Leaves)
		if 100*f.InColumns < least*f.Leaves || len(f.Drifted)+len(f.Mislaid) > 0 {
			t.Errorf("%s: %d of %d leaf values in columns, %d drifted, %d mislaid", name, f.InColumns, f.Leaves, len(f.Drifted), len(f.Mislaid))
		}
	}
}

// TestTheGeneratorAndTheMappingNameTheSameExtensions holds two rooms together
// that may not import each other.
func TestTheGeneratorAndTheMappingNameTheSameExtensions(t *testing.T) {
	for ours, theirs := range map[string]string{
		mapping.InfusionStep: kap.ExtInfusionStep, mapping.StockDraw: kap.ExtStockDraw, mapping.WastedAmount: kap.ExtWastedAmount,
		mapping.DosePerWeight: kap.ExtDosePerWeight, mapping.SessionSequence: kap.ExtSessionSequence, mapping.SessionIntention: kap.ExtSessionIntention,
		mapping.MonitoringOffset: kap.ExtMonitoringOffset, mapping.ResponseTiming: kap.ExtResponseTiming,
		mapping.ScoreRule: kap.ExtScoreRule, mapping.SubmittedScore: kap.ExtSubmittedScore, mapping.WorkflowEpisode: kap.ExtEpisodeOfCare,
	} {
		if ours != theirs {
			t.Errorf("%s and %s", ours, theirs)
		}
	}
}
