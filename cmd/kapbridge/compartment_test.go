package main

import (
	"strings"
	"testing"

	"kapbridge/mapping"
)

// TestCompartments searches only what belongs to one resource
// (http://hl7.org/fhir/R4/compartmentdefinition.html).
func TestCompartments(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, r := range family {
		c.put(r)
	}
	for query, want := range map[string]string{
		"Patient/p1/Observation":                                "b1",
		"Patient/p1/Observation?code=8462-4":                    "",
		"Patient/p2/MedicationAdministration?status=not-done":   "a2",
		"Patient/p1/EpisodeOfCare?patient.name=elm":             "",
		"Patient/p1/Patient":                                    "p1",
		"Patient/nobody/Observation":                            "",
		"Encounter/s1/MedicationAdministration":                 "a1",
		"Encounter/s1/Encounter":                                "s1",
		"Practitioner/d1/Observation":                           "b1",
		"Practitioner/d1/Patient":                               "p1",
		"Device/none/MedicationAdministration?status=completed": "",
	} {
		expectMatches(t, c, query, want)
	}
	for path, status := range map[string]int{
		"Patient/p1/*": 200, "Medication/m1/*": 404, "Patient/p1/Medication": 404, "Medication/m1/Medication": 404, "Patient/p1/Nothing": 404, "Patient/p1/$everything": 404,
		"Patient/p_1/Observation": 400, "Patient/p1/Observation?nonsense=1": 400, "Patient/p1/_history": 200, "Encounter/s1/AuditEvent": 404, "Patient/p1/AuditEvent?_count=1": 200,
	} {
		if a := c.ask("GET", path, nil); a.StatusCode != status {
			t.Errorf("%s: %s, not %d: %s", path, a.Status, status, a.body)
		}
	}
	a := c.ask("POST", "Patient/p1/Observation/_search", []byte("status=final"), "Content-Type: application/x-www-form-urlencoded")
	if ids := byMode(c.want(200, a).tree(t), "match"); len(ids) != 1 {
		t.Errorf("by POST: %v", ids)
	}
	c.put(strings.Replace(family[11], `"b1"`, `"b4"`, 1))
	page := c.get("Patient/p1/Observation?_count=1&_total=accurate").tree(t)
	next := link(page, "next")
	if page.Get("total").Text != "2" || !strings.Contains(next, "/Patient/p1/Observation?_total=accurate&_count=1&_cursor=") {
		t.Fatalf("total %s, next %s", page.Get("total").Text, next)
	}
	expectMatches(t, c, next, "b4")
	c.sql(`delete from observation_member; delete from observation`)
	expectMatches(t, c, "Patient/p1/Observation", "")
}

// Every membership that the declarations allow makes sound SQL, and finds what
// the head says is the patient's.
func TestEveryMembership(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, r := range family {
		c.put(r)
	}
	for _, r := range mapping.All() {
		for _, compartment := range []string{"Patient", "Encounter", "Practitioner", "Device"} {
			if mapping.HasMembers(compartment, r.Type, r) {
				c.get(compartment + "/none/" + r.Type)
			}
		}
		var heads []string
		if err := c.db.Select(&heads, `select id from fhir_resource where type = $1 and patient = 'p1' order by id collate "C"`, r.Type); err != nil {
			t.Fatal(err)
		}
		if mapping.HasMembers("Patient", r.Type, r) {
			expectMatches(t, c, "Patient/p1/"+r.Type, strings.Join(heads, " "))
		}
	}
}
