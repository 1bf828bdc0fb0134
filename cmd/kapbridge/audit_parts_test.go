package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kapbridge/fhir"
)

// TestNoEventTellsOfTwoPatients looks at one row of the log for each interaction
// and at one event for each patient of a row, by every way that leads to events.
func TestNoEventTellsOfTwoPatients(t *testing.T) {
	c := newClinic(t, "refuse")
	for _, id := range []string{"p1", "p2", "p3", "null"} {
		c.put(fmt.Sprintf(`{"resourceType":"Patient","id":%q,"name":[{"family":"Of %s"}]}`, id, id))
	}
	for _, query := range []string{"Patient?_id=p1,p2,p3,null", "Patient?_id=p3", "Patient?_id=p2,p1", "Patient?_id=nobody", "Patient/_history", "Patient/p1"} {
		c.get(query)
	}
	before := time.Now().UTC().Format("2006-01-02T15:04:05.000000Z")
	want := c.eventsByRow(t)
	if len(want) != 4+4+1+2+1+4+1 {
		t.Fatalf("%d events: %v", len(want), want)
	}
	for _, order := range []string{"", "&_sort=-date", "&_sort=date", "&_sort=_id", "&_sort=-_id", "&_sort=patient,-date", "&_sort=-patient"} {
		got := map[string]string{}
		for next := "AuditEvent?date=lt" + before + "&_count=3" + order; next != ""; {
			page := c.get(next).tree(t)
			for _, event := range inMode(page, "match") {
				id := event.Get("id").Text
				if _, twice := got[id]; twice {
					t.Errorf("%s comes twice%s", id, order)
				}
				got[id] = patientOf(t, event)
				if one := c.get("AuditEvent/" + id).tree(t); !one.Equal(event) {
					t.Errorf("%s reads otherwise than it is found", id)
				}
			}
			next = link(page, "next")
		}
		if !maps.Equal(got, want) {
			t.Errorf("walk%s: %v, not %v", order, got, want)
		}
	}
	c.eachPatient(t, before, want)
}

// eachPatient asks for the events of a patient in all the ways there are.
func (c *clinic) eachPatient(t *testing.T, before string, want map[string]string) {
	for _, patient := range []string{"p1", "p2", "p3", "null", "p4"} {
		expected := slices.DeleteFunc(slices.Sorted(maps.Keys(want)), func(id string) bool { return want[id] != patient })
		until := "&date=lt" + before
		for _, query := range []string{
			"AuditEvent?patient=" + patient + until, "AuditEvent?entity=Patient/" + patient + until + "&_sort=-date",
			"AuditEvent?patient._id=" + patient + until, "AuditEvent?patient.name=" + url.QueryEscape("Of "+patient) + until,
			"AuditEvent?entity:Patient._id=" + patient + until, "Patient/" + patient + "/AuditEvent?_sort=date" + until,
			"AuditEvent?_id=" + strings.Join(slices.Sorted(maps.Keys(want)), ",") + "&patient=" + patient,
			"Patient/" + patient + "/*?_type=AuditEvent" + until,
		} {
			var got []string
			for _, event := range inMode(c.get(query).tree(t), "match") {
				got = append(got, event.Get("id").Text)
			}
			if slices.Sort(got); !slices.Equal(got, expected) {
				t.Errorf("%s finds %v, not %v", query, got, expected)
			}
		}
		if found := byMode(c.get("Patient?_id="+patient+"&_has:AuditEvent:patient:date=lt"+before).tree(t), "match"); (len(found) == 1) != (len(expected) > 0) {
			t.Errorf("_has finds %d patients %s with %d events", len(found), patient, len(expected))
		}
		found := c.get("AuditEvent?patient=" + patient + until + "&_include=AuditEvent:patient").tree(t)
		if included := byMode(found, "include"); len(expected) > 0 && !slices.Equal(included, []string{"Patient/" + patient}) {
			t.Errorf("%d resources come with the events of %s", len(included), patient)
		}
		along := 0
		for _, event := range inMode(c.get("Patient?_id="+patient+"&_revinclude=AuditEvent:patient").tree(t), "include") {
			if patientOf(t, event) != patient {
				t.Errorf("%s comes with %s", event.JSON(), patient)
			}
			if _, known := want[event.Get("id").Text]; known {
				along++
			}
		}
		if along != len(expected) {
			t.Errorf("%d events come with %s, not %d", along, patient, len(expected))
		}
	}
}

// eventsByRow are the ids of the events that the rows of the log make, with the patient of each.
func (c *clinic) eventsByRow(t *testing.T) map[string]string {
	all := map[string]string{}
	rows, err := c.db.Query(`select id, coalesce(array_to_string(patients, ' '), '') from fhir_audit`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, patients string
		if err := rows.Scan(&id, &patients); err != nil {
			t.Fatal(err)
		}
		for n, patient := range strings.Split(patients, " ") {
			if n > 0 {
				all[fmt.Sprintf("%s.%d", id, n+1)] = patient
			} else {
				all[id] = patient
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// patientOf is the one patient of whom an event tells, "" for none.
func patientOf(t *testing.T, event *fhir.Tree) string {
	t.Helper()
	var all []string
	for _, entity := range event.Get("entity").Items {
		if id, ok := strings.CutPrefix(entity.Get("what").Get("reference").StringOr(""), "Patient/"); ok {
			all = append(all, id)
		}
	}
	if len(all) > 1 || !fhir.ValidID(event.Get("id").Text) {
		t.Errorf("%s tells of %v", event.Get("id").Text, all)
	}
	return strings.Join(all, " ")
}

// inMode are the resources of a page that are there for that reason.
func inMode(bundle *fhir.Tree, mode string) (all []*fhir.Tree) {
	if entries := bundle.Get("entry"); entries != nil {
		for _, entry := range entries.Items {
			if entry.At("search", "mode").StringOr("") == mode {
				all = append(all, entry.Get("resource"))
			}
		}
	}
	return all
}
