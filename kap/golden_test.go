package kap

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A change of this file is a change of the clinic: raise GeneratorVersion.
func TestGoldenPatientOne(t *testing.T) {
	t.Parallel()
	const file = "testdata/patient1.txt"
	s := stories(Options{Seed: 34, Patients: 1, Start: opening})[0] // a change of rate, a pause, two vials, a dose withheld
	got := "generator version " + GeneratorVersion + "\n" + summary(s)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("run with -update when this is meant: %s", d)
	}
}

// summary tells a story in short lines, for a person to read.
func summary(s PatientStory) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p := s.Patient
	line("%s %s %s, %s, born %s, id %s", p.Identifiers[0].Value, p.Given, p.Family, p.Gender, p.BirthDate, p.ID)
	for _, c := range s.Conditions {
		line("condition %s since %s (%s)", c.Code.Text, c.OnsetDate, c.ClinicalStatus.Codings[0].Code)
	}
	for i, e := range s.Episodes {
		line("episode %s %+v", e.Status, s.Premises[i])
		for _, h := range e.StatusHistory {
			line("  %s from %s", h.Status, h.StartedAt.Format("2006-01-02 15:04"))
		}
	}
	for _, x := range s.Sessions {
		line("%s %s %d %s", x.PlannedStart.Format("2006-01-02 15:04"), x.Kind, x.SequenceNo, x.Status)
	}
	for _, a := range s.Administrations {
		line("%s %s %s mg %s", a.StartedAt.Format("2006-01-02 15:04"), a.Route.Text, a.DoseMg, a.Status)
		for _, st := range a.Steps {
			line("  %s %s [%s mg] [%s mL/h]", st.At.Format("15:04:05"), st.Kind, st.DoseMg, st.RateMlH)
		}
		for _, d := range a.StockDraws {
			line("  %s mg drawn", d.Mg)
		}
		for _, w := range a.Wastes {
			line("  %s mg wasted", w.Mg)
		}
	}
	for _, o := range s.Observations {
		if o.ResponseID != "" {
			line("%s %s %s %s", o.TakenAt.Format("2006-01-02 15:04"), o.Code.Text, o.ValueNum, o.Interpretation.Text)
		}
	}
	line("%d readings, %d responses", len(s.Observations), len(s.Responses))
	return b.String()
}
