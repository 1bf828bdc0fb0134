package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var administrations = flag.Int("administrations", 2000, "administrations of a large clinic; from 10,000 on searches are timed, from 100,000 on their plans checked")

// asked is a search of the measurement. In it %s is the id of a patient.
type asked struct{ name, query string }

const plainPage = "MedicationAdministration?_count=50"

var manySearches = []asked{
	{"plain page", plainPage},
	{"a patient's, newest first", "MedicationAdministration?patient=%s&_sort=-effective-time&_count=20"},
	{"a patient's in a year, newest first", "MedicationAdministration?patient=%s&effective-time=2024&_sort=-effective-time&_count=20"},
	{"all, newest first", "MedicationAdministration?_sort=-effective-time&_count=50"},
	{"status (3 %%)", "MedicationAdministration?status=stopped&_count=50"},
	{"status, newest first", "MedicationAdministration?status=stopped&_sort=-effective-time&_count=50"},
	{"route (5 %%)", "MedicationAdministration?route=http://snomed.info/sct|46713006&_count=50"},
	{"code, by the medication (25 %%)", "MedicationAdministration?code=ketamine-100&_count=50"},
	{"a day, completed", "MedicationAdministration?effective-time=2024-07-03&status=completed&_count=50"},
	{"from a day up to another, completed", "MedicationAdministration?effective-time=ge2024-07-03&effective-time=lt2024-07-05&status=completed&_count=50"},
	{"a day, completed, newest first", "MedicationAdministration?effective-time=ge2024-07-03&effective-time=lt2024-07-04&status=completed&_sort=-effective-time&_count=50"},
	{"chain: lot (0.5 %%)", "MedicationAdministration?medication.lot-number=LOT-007&_count=50"},
	{"chain: family name", "MedicationAdministration?patient.family=Ash 0000007&_count=50"},
	{"chain: patient's number", "MedicationAdministration?subject:Patient.identifier=https://clinic.example/mrn|0000007&_count=50"},
	{"`_has`: patients with a stopped dose", "Patient?_has:MedicationAdministration:patient:status=stopped&_count=50"},
	{"`_has`: visits with a stopped dose", "Encounter?_has:MedicationAdministration:context:status=stopped&_count=50"},
	{"`_has`: visits with a dose of a lot", "Encounter?_has:MedicationAdministration:context:medication.lot-number=LOT-007&_count=50"},
	{"plain page, `_include` medication", plainPage + "&_include=MedicationAdministration:medication"},
	{"a patient's visits, `_revinclude` doses", "Encounter?patient=%s&_revinclude=MedicationAdministration:context&_count=20"},
	{"newest first, 5 a page: page 1", shallow},
}

const shallow = "MedicationAdministration?_sort=-effective-time&_count=5"

// TestManyAdministrations asks a large clinic the searches that a clinic asks
// most. Of a really large one it prints how long each takes beside a plain page, and
// wants no plan to read a table that grows from end to end.
func TestManyAdministrations(t *testing.T) {
	c := newClinic(t, "refuse")
	begun := time.Now()
	c.fill(*administrations)
	t.Logf("%d administrations in %.0f s", *administrations, time.Since(begun).Seconds())
	if *administrations <= 10000 {
		c.copiesAreTrue()
	}
	searches := c.manySearches()
	for _, s := range searches {
		if len(entries(t, c.get(s.query).tree(t))) == 0 {
			t.Errorf("%s finds nothing: %s", s.name, s.query)
		}
	}
	if *administrations >= 100000 {
		for _, s := range searches {
			c.plansUseIndexes(s)
		}
	}
	if *administrations >= 10000 {
		c.measure(searches)
	}
}

// copiesAreTrue checks that what the copies' rows say is what their bodies say.
func (c *clinic) copiesAreTrue() {
	c.t.Helper()
	for _, name := range []string{"Patient", "Encounter", "MedicationAdministration"} {
		f, err := c.store.Check(c.t.Context(), name)
		if err != nil {
			c.t.Fatal(err)
		}
		if f.Resources < *administrations/100 || len(f.Drifted) > 0 {
			c.t.Errorf("%s: %d of %d resources have a body that their rows do not say", name, len(f.Drifted), f.Resources)
		}
	}
}

// manySearches are the searches with the ids of this clinic, and the page that
// lies 1,000 pages deep, or where all pages are read as deep as there are.
func (c *clinic) manySearches() []asked {
	c.t.Helper()
	var all []asked
	patient := c.copyID(c.t, "patient", 7)
	for _, s := range manySearches {
		all = append(all, asked{strings.ReplaceAll(s.name, "%%", "%"), strings.ReplaceAll(strings.ReplaceAll(s.query, "%s", patient), " ", "%20")})
	}
	page, depth := shallow, 1
	for ; depth < 1000; depth++ {
		next := link(c.get(page).tree(c.t), "next")
		if next == "" {
			break
		}
		page = next
	}
	return append(all, asked{fmt.Sprintf("newest first, 5 a page: page %d", depth), strings.TrimPrefix(page, c.base+"/")})
}

// mayBeRead are tables that do not grow with what happens in a clinic.
var mayBeRead = []string{"concept", "concept_coding", "medication"}

var readWhole = regexp.MustCompile(`Seq Scan on (\w+)`)

// plansUseIndexes looks at the plan of a search for its values, and at the one
// for any values that PostgreSQL takes once a statement has been used often.
func (c *clinic) plansUseIndexes(s asked) {
	c.t.Helper()
	explained := c.get(strings.Replace(s.query, "?", "/$explain?", 1)).tree(c.t).Get("parameter").Items[0].Get("part").Items
	plans := map[string]string{}
	for _, part := range explained {
		switch value := part.Get("valueString").StringOr(""); part.Get("name").Text {
		case "plan":
			plans["these values"] = value
		case "statement":
			plans["any values"] = c.genericPlan(value)
		}
	}
	for of, plan := range plans {
		if os.Getenv("KAPBRIDGE_PLANS") != "" {
			c.t.Logf("%s, for %s\n%s", s.name, of, plan)
		}
		for _, found := range readWhole.FindAllStringSubmatch(plan, -1) {
			if !slices.Contains(mayBeRead, found[1]) {
				c.t.Errorf("%s reads all of %s, in the plan for %s:\n%s", s.name, found[1], of, plan)
			}
		}
	}
}

var parameter = regexp.MustCompile(`\$(\d+)`)

// genericPlan is the plan of a prepared statement for any values.
func (c *clinic) genericPlan(statement string) string {
	c.t.Helper()
	conn, err := c.db.Connx(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	defer conn.Close()
	numbers := map[string]bool{}
	for _, p := range parameter.FindAllString(statement, -1) {
		numbers[p] = true
	}
	values := ""
	if n := len(numbers); n > 0 {
		values = "(" + strings.TrimSuffix(strings.Repeat("null, ", n), ", ") + ")"
	}
	if _, err := conn.ExecContext(c.t.Context(), "set plan_cache_mode = force_generic_plan; set random_page_cost = 1.1; set jit = off; prepare searched as "+statement); err != nil {
		c.t.Fatal(err)
	}
	var lines []string
	if err := conn.SelectContext(c.t.Context(), &lines, "explain execute searched"+values); err != nil {
		c.t.Fatal(err)
	}
	if _, err := conn.ExecContext(c.t.Context(), "deallocate searched"); err != nil {
		c.t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// measure asks all searches in turn, in rounds, after some that let PostgreSQL
// settle on its plans, and prints the median of each as a row of Markdown.
func (c *clinic) measure(searches []asked) {
	c.t.Helper()
	took := make([][]time.Duration, len(searches))
	const first, rounds = 8, 15
	for round := range first + rounds {
		for i, s := range searches {
			begun := time.Now()
			c.get(s.query)
			if round >= first {
				took[i] = append(took[i], time.Since(begun))
			}
		}
	}
	var table strings.Builder
	plain := median(took[0])
	for i, s := range searches {
		fmt.Fprintf(&table, "| %s | %.2f | %.2f |\n", s.name, median(took[i]).Seconds()*1000, median(took[i]).Seconds()/plain.Seconds())
	}
	c.t.Logf("| search | ms | beside a plain page |\n| --- | --- | --- |\n%s", table.String())
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
