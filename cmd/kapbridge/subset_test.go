package main

import (
	"strings"
	"testing"

	"kapbridge/fhir"
)

// TestSummaries asks for parts, of pages and of single resources
// (http://hl7.org/fhir/R4/search.html#summary, #elements).
func TestSummaries(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, r := range family {
		c.put(r)
	}
	members := func(r *fhir.Tree) string {
		var names []string
		for _, m := range r.Members {
			names = append(names, m.Name)
		}
		return strings.Join(names, " ")
	}
	for query, want := range map[string]string{
		"Patient/p1?_elements=gender":                  "resourceType id meta active gender",
		"Patient/p1?_summary=false":                    "resourceType id meta identifier active name gender generalPractitioner managingOrganization",
		"Patient/p1/_history/1?_summary=text":          "resourceType id meta",
		"EpisodeOfCare/e1?_summary=text":               "resourceType id meta status patient",
		"Patient?_id=p1&_elements=name,active":         "resourceType id meta active name",
		"Patient?_id=p1&_summary=true":                 "resourceType id meta identifier active name gender managingOrganization",
		"Patient?_id=p1&_summary=data&_pretty=true":    "resourceType id meta identifier active name gender generalPractitioner managingOrganization",
		"AuditEvent?_count=1&_elements=action":         "resourceType id meta type action recorded agent source",
		"Patient?_id=p1&_elements=link&_summary=false": "resourceType id meta active",
	} {
		r := c.get(query).tree(t)
		if list := r.Get("entry"); list != nil {
			r = list.Items[0].Get("resource")
		}
		if got := members(r); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
	page := c.get("EpisodeOfCare?_id=e1&_elements=status&_include=EpisodeOfCare:patient").tree(t)
	if items := page.Get("entry").Items; len(items) != 2 || items[1].At("resource", "name") == nil {
		t.Errorf("what is included does not come whole: %s", page.JSON())
	}
	page = c.get("Patient?_summary=count").tree(t)
	if page.Get("entry") != nil || page.Get("total").Text != "2" {
		t.Errorf("count: %s", page.JSON())
	}
	self := link(c.get("Patient?_elements=name,active&_count=1").tree(t), "next")
	if !strings.Contains(self, "_elements=name,active&_count=1&_cursor=") {
		t.Errorf("next: %s", self)
	}
	for _, query := range []string{"Patient?_summary=some", "Patient?_elements=nothing", "Patient?_elements=", "Patient?_summary=true&_elements=name", "Patient/p1?_summary=count", "Patient/p1?_elements=nothing",
		"EpisodeOfCare?_summary=text&_include=EpisodeOfCare:patient", "Patient?_contained=true", "Patient?_contained=both", "Patient?_containedType=contained"} {
		if a := c.ask("GET", query, nil); a.StatusCode != 400 {
			t.Errorf("%s: %s %s", query, a.Status, a.body)
		}
	}
	c.get("Patient?_contained=false")
}
