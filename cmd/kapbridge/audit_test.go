package main

import (
	"fmt"
	"testing"

	"kapbridge/fhir"
)

// TestEveryInteractionIsRecorded does one of each and asks the log for it.
func TestEveryInteractionIsRecorded(t *testing.T) {
	c := newClinic(t, "refuse")
	patient := `{"resourceType":"Patient","id":"p1"}`
	c.put(patient)
	c.put(`{"resourceType":"Patient","id":"p1","active":true}`)
	c.put(`{"resourceType":"Patient","id":"p2"}`)
	created := c.want(201, c.ask("POST", "EpisodeOfCare", []byte(`{"resourceType":"EpisodeOfCare","status":"active","patient":{"reference":"Patient/p1"}}`)))
	c.get("Patient/p1")
	c.get("Patient/p1/_history/1")
	c.get("Patient/p1/_history")
	c.get("Patient?_id=p1,p2")
	c.want(404, c.ask("GET", "Patient/nobody", nil))
	c.want(400, c.ask("GET", "Patient?nonsense=1", nil))
	c.want(422, c.ask("PUT", "Patient/p1", []byte(`{"resourceType":"Patient","id":"p1","gender":"both"}`)))
	c.want(204, c.ask("DELETE", "Patient/p2", nil))
	// In order, since a look at the log is recorded as well, for each patient seen.
	for _, look := range []struct {
		query string
		want  int
	}{
		{"action=E&outcome=0&subtype=search-type", 2}, {"patient=p2&action=E", 2},
		{"action=C&outcome=0", 3}, {"action=U&outcome=0", 1}, {"action=D", 1},
		{"subtype=read&outcome=4", 1}, {"outcome=4&subtype=search-type", 1}, {"outcome=4&subtype=update", 1},
		{"patient=Patient/p2&subtype=delete", 1}, {"entity=Patient/p1&subtype=vread", 1},
		{"agent-name=anon&action=D", 1}, {"patient.active=true&action=U&outcome=0", 1}, {"date=ge2020&action=D", 1}, {"date=lt2020", 0},
		{"entity=EpisodeOfCare/" + created.tree(t).Get("id").Text, 1},
	} {
		query, want := look.query, look.want
		found := c.get("AuditEvent?" + query).tree(t)
		if got := len(entries(t, found)); got != want {
			t.Errorf("AuditEvent?%s finds %d, not %d", query, got, want)
		}
	}
	newest := c.get("AuditEvent?_sort=-date&_count=1").tree(t)
	event := newest.Get("entry").Items[0].Get("resource")
	one := c.get(fmt.Sprintf("AuditEvent/%s", event.Get("id").Text)).tree(t)
	if !one.Equal(event) {
		t.Error("a record reads otherwise than it is found")
	}
	if issues := fhir.CheckStructure(one); len(issues) > 0 {
		t.Errorf("%v in %s", issues, one.JSON())
	}
	c.want(405, c.ask("PUT", "AuditEvent/x", []byte(`{"resourceType":"AuditEvent","id":"x"}`)))
	if _, err := c.db.Exec(`delete from fhir_audit`); err == nil {
		t.Error("a record could be deleted by SQL")
	}
}

// TestTheLogIsSearchedLikeAnyType asks for records through and with resources.
func TestTheLogIsSearchedLikeAnyType(t *testing.T) {
	c := newClinic(t, "refuse")
	c.put(`{"resourceType":"Patient","id":"p1","name":[{"family":"Ash"}]}`)
	c.put(`{"resourceType":"Patient","id":"p2","name":[{"family":"Birch"}]}`)
	c.put(`{"resourceType":"EpisodeOfCare","id":"e1","status":"active","patient":{"reference":"Patient/p1"}}`)
	for range 5 {
		c.get("EpisodeOfCare/e1")
	}
	for _, look := range []struct {
		query string
		want  int // matches, and what is included
	}{
		{"AuditEvent?entity=EpisodeOfCare/e1&subtype=read", 5},
		{"AuditEvent?entity=e1&subtype=http://hl7.org/fhir/restful-interaction|read", 5},
		{"AuditEvent?entity:EpisodeOfCare.status=active&subtype=read", 5},
		{"AuditEvent?patient.family=ash&subtype=read", 5},
		{"AuditEvent?patient.family=birch&subtype:not=create", 0},
		{"AuditEvent?patient.family=birch&subtype=create&_include=AuditEvent:patient", 2},
		{"AuditEvent?entity:missing=true&subtype=create", 0},
		{"AuditEvent?type=http://terminology.hl7.org/CodeSystem/audit-event-type|rest&subtype=read", 5},
		{"AuditEvent?address=127&subtype=read", 5},
		{"EpisodeOfCare?_has:AuditEvent:entity:subtype=read", 1},
		{"EpisodeOfCare?_has:AuditEvent:entity:subtype=delete", 0},
		{"EpisodeOfCare?_id=e1&_revinclude=AuditEvent:entity", 1 + 5 + 1}, // the reads and the create
		{"Patient/p1/AuditEvent?subtype=read", 5},
	} {
		found := c.get(look.query).tree(t)
		if got := len(byMode(found, "match")) + len(byMode(found, "include")); got != look.want {
			t.Errorf("%s: %d entries, not %d", look.query, got, look.want)
		}
	}
	first := c.get("AuditEvent?entity=e1&subtype=read&_sort=-date&_count=2").tree(t)
	second := c.get(link(first, "next")).tree(t)
	if back := c.get(link(second, "previous")).tree(t); !back.Get("entry").Equal(first.Get("entry")) {
		t.Errorf("previous is not where next came from: %s", back.JSON())
	}
}
