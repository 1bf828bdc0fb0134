package main

import (
	"strings"
	"testing"
	"time"

	"kapbridge/cmd/internal/demo"
	"kapbridge/kap"
)

func TestDemoLoadsOnce(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	first := loadInto(c, kap.Options{Seed: 1, Patients: 2, Start: demoStart})
	if first.Patients != 2 || first.Known != 0 || first.Rows == 0 {
		t.Errorf("the first load: %+v", first)
	}
	if again := loadInto(c, kap.Options{Seed: 1, Patients: 2, Start: demoStart}); again != (demo.Loaded{Known: 2}) {
		t.Errorf("the same once more: %+v", again)
	}
	if more := loadInto(c, kap.Options{Seed: 1, Patients: 3, Start: demoStart}); more.Patients != 1 || more.Known != 2 {
		t.Errorf("one patient more: %+v", more)
	}
	_, err := demo.Load(t.Context(), c.db, kap.Options{Seed: 1, Patients: 1, Start: demoStart.AddDate(0, 1, 0)}, func(int) {})
	if err == nil || !strings.Contains(err.Error(), "another start day") {
		t.Errorf("another start: %v", err)
	}
	if other := loadInto(c, kap.Options{Seed: 2, Patients: 1, Start: demoStart.AddDate(0, 1, 0)}); other.Patients != 1 {
		t.Errorf("another seed: %+v", other)
	}
}

// Nothing is written on the exchange's side but what its triggers do.
func TestDemoIsTheClinicsOwnEdit(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	loadInto(c, kap.Options{Seed: 1, Patients: 1, Start: demoStart})
	var pending, others, versions, user int
	if err := c.db.QueryRow(`select count(*) filter (where pending), count(*) filter (where not pending),
 (select count(*) from fhir_version), count(*) filter (where pending_by = array[session_user::text]) from fhir_resource`).
		Scan(&pending, &others, &versions, &user); err != nil {
		t.Fatal(err)
	}
	if pending == 0 || others != 0 || versions != 0 || user != pending {
		t.Errorf("%d heads pending, %d not, %d by this user; %d versions", pending, others, user, versions)
	}
	e := c.all("EpisodeOfCare")[0]
	path := "EpisodeOfCare/" + e.Get("id").Text
	if deed := c.get(path + "/_history").tree(t).Get("entry").Items; len(deed) != 1 {
		t.Errorf("%d versions of a new episode", len(deed))
	}
	namesEditor(t, c, path)
}

func TestDemoIfEmpty(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	p, db := &program{ctx: t.Context()}, &database{DB: c.db}
	count := func() (n int) {
		if err := c.db.Get(&n, `select count(*) from patient`); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, step := range []struct{ flag, want int }{{0, 0}, {2, 2}, {3, 2}} {
		if err := (&serveCommand{DemoIfEmpty: step.flag}).demoIfEmpty(p, db); err != nil {
			t.Fatal(err)
		}
		if n := count(); n != step.want {
			t.Errorf("--demo-if-empty %d: %d patients, not %d", step.flag, n, step.want)
		}
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var plain, bar strings.Builder
	lines, drawn := newProgress(&plain, false, "patients", 40), newProgress(&bar, true, "patients", 40)
	for done := range 41 {
		lines.show(done)
		drawn.show(done)
	}
	lines.end()
	drawn.end()
	if n := strings.Count(plain.String(), "\n"); n != 10 || !strings.HasSuffix(plain.String(), "40 of 40 patients\n") {
		t.Errorf("%d plain lines: %q", n, plain.String())
	}
	if !strings.HasSuffix(bar.String(), "\r["+strings.Repeat("=", barWidth)+"] 40 of 40 patients\n") {
		t.Errorf("the bar ends %q", bar.String())
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	for want, l := range map[string]demo.Loaded{
		"loaded 2 patients, 70 rows in 1.5 s": {Patients: 2, Rows: 70},
		"loaded 2 patients, 70 rows in 1.5 s; 3 patients were there already and were left as they are":  {Patients: 2, Known: 3, Rows: 70},
		"the synthetic clinic is loaded already: all 3 patients are there, nothing was changed (1.5 s)": {Known: 3},
	} {
		if got := summary(l, 1500*time.Millisecond); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
