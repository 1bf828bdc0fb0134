package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// dump gives a digest of each table of the clinic and of the exchange, but for
// the audit log, which keeps what failed.
func (c *clinic) dump() map[string]string {
	c.t.Helper()
	var tables []string
	if err := c.db.Select(&tables, `select table_name from information_schema.tables
		where table_schema = 'kap' and table_type = 'BASE TABLE' and table_name <> 'fhir_audit'`); err != nil {
		c.t.Fatal(err)
	}
	parts := make([]string, len(tables))
	for i, table := range tables {
		parts[i] = fmt.Sprintf(`select '%[1]s' as name, md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as digest from kap.%[1]s t`, table)
	}
	var rows []struct{ Name, Digest string }
	if err := c.db.Select(&rows, strings.Join(parts, " union all ")); err != nil {
		c.t.Fatal(err)
	}
	digests := map[string]string{}
	for _, row := range rows {
		digests[row.Name] = row.Digest
	}
	return digests
}

// unchanged wants the tables to be as they were.
func (c *clinic) unchanged(before map[string]string, what string) {
	c.t.Helper()
	after := c.dump()
	if len(before) < 50 || !maps.Equal(before, after) {
		for table := range before {
			if before[table] != after[table] {
				c.t.Errorf("%s: %s has changed", what, table)
			}
		}
		c.t.Errorf("%s: %d tables, then %d", what, len(before), len(after))
	}
}

// A failure planted in each entry of a transaction leaves every table as it was,
// byte for byte, and is told with its entry.
func TestFailureAtEachEntry(t *testing.T) {
	c := newClinic(t, "refuse")
	visit := dosingVisit(t)
	c.transact(visit)
	before := c.dump()
	plants := []struct {
		status int
		plant  func(entry *fhir.Tree) *fhir.Tree
	}{
		{412, func(e *fhir.Tree) *fhir.Tree { // the store finds no such version
			kind := e.At("resource", "resourceType").Text
			return e.With("request", request("PUT", kind+"/nobody").With("ifMatch", fhir.Str(`W/"9"`))).
				With("resource", e.Get("resource").With("id", fhir.Str("nobody")))
		}},
		{422, func(e *fhir.Tree) *fhir.Tree { // the store finds no such resource
			return e.With("request", request("POST", e.At("resource", "resourceType").Text)).With("resource", refersToNobody(e.Get("resource")))
		}},
		{422, func(e *fhir.Tree) *fhir.Tree { // the structure is wrong
			return e.With("resource", e.Get("resource").With("nonsense", fhir.Boolean(true)))
		}},
	}
	for i := range visit.Get("entry").Items {
		failing := plants[i%len(plants)]
		items := slices.Clone(visit.Get("entry").Items)
		items[i] = failing.plant(items[i])
		a := c.want(failing.status, c.ask("POST", c.base, visit.With("entry", fhir.List(items...)).JSON()))
		issue := a.tree(t).Get("issue").Items[0]
		place := fmt.Sprintf("Bundle.entry[%d]", i)
		if got := issue.Get("expression").Items[0].Text; got != place && !strings.HasPrefix(got, place+".") {
			t.Errorf("a failure at %s is told as one at %s: %s", place, got, issue.Get("diagnostics").Text)
		}
		c.unchanged(before, place)
	}
	if got := len(entries(t, c.get("AuditEvent?subtype=transaction&outcome=4&_count=100").tree(t))); got != len(visit.Get("entry").Items) {
		t.Errorf("%d records of failed transactions", got)
	}
}

func request(method, url string) *fhir.Tree {
	return fhir.Obj(fhir.Member{Name: "method", Value: fhir.Str(method)}, fhir.Member{Name: "url", Value: fhir.Str(url)})
}

// refersToNobody adds a reference that leads nowhere, where the type has one.
func refersToNobody(r *fhir.Tree) *fhir.Tree {
	element, to := "subject", "Patient/nobody"
	switch r.Get("resourceType").Text {
	case "Patient":
		element, to = "managingOrganization", "Organization/nobody"
	case "Medication":
		element, to = "manufacturer", "Organization/nobody"
	case "Practitioner":
		return r.With("qualification", fhir.List(fhir.Obj(fhir.Member{Name: "code", Value: fhir.Obj(fhir.Member{Name: "text", Value: fhir.Str("a")})},
			fhir.Member{Name: "issuer", Value: fhir.Obj(fhir.Member{Name: "reference", Value: fhir.Str("Organization/nobody")})})))
	}
	return r.With(element, fhir.Obj(fhir.Member{Name: "reference", Value: fhir.Str(to)}))
}

// A database that fails in the middle of a transaction, at any of its tables, or
// at the commit, keeps nothing of it.
func TestFailureInEachTable(t *testing.T) {
	c := newClinic(t, "refuse")
	visit := dosingVisit(t)
	before := c.dump()
	c.sql(`create function kap.planted() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$`)
	for _, typeName := range []string{"Patient", "Practitioner", "Encounter", "Medication", "MedicationAdministration", "Observation", "QuestionnaireResponse"} {
		table := mapping.Of(typeName).Table
		for _, when := range []string{"trigger planted before", "trigger planted after", "constraint trigger planted after"} {
			deferred := ""
			if strings.HasPrefix(when, "constraint") {
				deferred = "deferrable initially deferred"
			}
			c.sql(fmt.Sprintf("create %s insert on kap.%s %s for each row execute function kap.planted()", when, table, deferred))
			a := c.want(500, c.ask("POST", c.base, visit.JSON()))
			if strings.Contains(string(a.body), "planted") {
				t.Errorf("the answer tells of the inside: %s", a.body)
			}
			c.sql("drop trigger planted on kap." + table)
			c.unchanged(before, when+" insert on "+table)
		}
	}
	if err := c.kept(visit, c.transact(visit)); err != nil {
		t.Error(err)
	}
}

// A rule that the clinic set on a table of its own refuses an entry, which is named.
func TestEntryAgainstTheClinicsRule(t *testing.T) {
	c := newClinic(t, "refuse")
	c.sql(`alter table kap.observation add constraint no_such_pulse check (value < 200)`)
	c.sql(`alter table kap.observation_component add constraint no_such_pressure check (value < 300)`)
	before := c.dump()
	visit := dosingVisit(t)
	for i, item := range visit.Get("entry").Items {
		r := item.Get("resource")
		measured, rule := r.Get("valueQuantity"), "no_such_pulse"
		switch {
		case r.Get("component") != nil:
			first := r.Get("component").Items[0]
			r, rule = r.With("component", fhir.List(first.With("valueQuantity", first.Get("valueQuantity").With("value", fhir.Num("999"))))), "no_such_pressure"
		case measured != nil:
			r = r.With("valueQuantity", measured.With("value", fhir.Num("999")))
		default:
			continue
		}
		items := slices.Clone(visit.Get("entry").Items)
		items[i] = item.With("resource", r)
		a := c.want(422, c.ask("POST", c.base, visit.With("entry", fhir.List(items...)).JSON()))
		issue := a.tree(t).Get("issue").Items[0]
		if got := issue.Get("expression").Items[0].Text; got != fmt.Sprintf("Bundle.entry[%d]", i) || !strings.Contains(issue.Get("diagnostics").Text, rule) || strings.Contains(string(a.body), "999") {
			t.Errorf("entry %d: %s", i, a.body)
		}
	}
	c.unchanged(before, "all")
}
