package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestSearchOverTypes asks several types at once, everywhere and in a compartment.
func TestSearchOverTypes(t *testing.T) {
	c := newClinic(t, "refuse")
	for _, id := range []string{"p1", "p2"} {
		c.put(fmt.Sprintf(`{"resourceType":"Patient","id":%q,"meta":{"tag":[{"system":"urn:t","code":"vip"}]}}`, id))
		for n := range 3 {
			c.put(fmt.Sprintf(`{"resourceType":"EpisodeOfCare","id":"%s-e%d","status":"active","patient":{"reference":"Patient/%[1]s"}}`, id, n))
			c.put(fmt.Sprintf(`{"resourceType":"Encounter","id":"%s-s%d","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/%[1]s"}}`, id, n))
		}
	}
	for query, want := range map[string]string{
		"?_type=Patient,EpisodeOfCare&_id=p1,p2-e1": "EpisodeOfCare/p2-e1 Patient/p1",
		"?_tag=urn:t|vip": "Patient/p1 Patient/p2",
		"?_type=EpisodeOfCare,Encounter&patient=p1":     "Encounter/p1-s0 Encounter/p1-s1 Encounter/p1-s2 EpisodeOfCare/p1-e0 EpisodeOfCare/p1-e1 EpisodeOfCare/p1-e2",
		"?_type=EpisodeOfCare&status=active&patient=p2": "EpisodeOfCare/p2-e0 EpisodeOfCare/p2-e1 EpisodeOfCare/p2-e2",
		"Patient/p1/*": "Encounter/p1-s0 Encounter/p1-s1 Encounter/p1-s2 EpisodeOfCare/p1-e0 EpisodeOfCare/p1-e1 EpisodeOfCare/p1-e2 Patient/p1",
		"Patient/p1/*?_type=Encounter&_id=p1-s1,p2-s1":        "Encounter/p1-s1",
		"Encounter/p1-s1/*":                                   "Encounter/p1-s1",
		"?_type=Encounter&_lastUpdated=lt2020":                "",
		"?_type=AuditEvent&subtype=search-system&date=lt2020": "",
	} {
		for _, count := range []int{50, 3, 1} {
			joined := "&"
			if !strings.Contains(query, "?") {
				joined = "?"
			}
			var got []string
			next := fmt.Sprintf("%s%s_count=%d", query, joined, count)
			for pages := 0; next != "" && pages < 20; pages++ {
				page := c.get(next).tree(t)
				if found := byMode(page, "match"); len(found) > count {
					t.Errorf("%s: %d on a page", next, len(found))
				}
				got, next = append(got, byMode(page, "match")...), link(page, "next")
			}
			if expected := strings.Fields(want); !slices.Equal(got, expected) {
				t.Errorf("%s by %d: %v", query, count, got)
			}
		}
	}
	if total := c.get("Patient/p1/*?_count=2").tree(t).Get("total"); total.StringOr("") != "" || total.Text != "7" {
		t.Errorf("a patient's record is counted unasked: %v", total)
	}
	if total := c.get("?_type=Encounter,EpisodeOfCare&_count=0").tree(t).Get("total"); total.Text != "12" {
		t.Errorf("%v in all", total)
	}
	for _, query := range []string{"", "?_type=Nothing", "?_type=Patient&_type=Encounter", "?_type=Patient,Encounter&patient=p1", "?_sort=_lastUpdated&_type=Patient",
		"?_include=*&_type=Patient", "Patient/p1/*?_type=Medication"} {
		if a := c.ask("GET", query, nil); a.StatusCode != 400 {
			t.Errorf("%q: %s %s", query, a.Status, a.body)
		}
	}
	seen := c.get("AuditEvent?subtype=search-system&patient=p2&outcome=0").tree(t)
	if len(byMode(seen, "match")) == 0 {
		t.Error("a search over types leaves no record")
	}
}

// TestExplain asks how searches would be carried out.
func TestExplain(t *testing.T) {
	c := newClinic(t, "refuse")
	for query, types := range map[string]string{
		"MedicationAdministration/$explain?patient=p1&_sort=-effective-time": "MedicationAdministration",
		"$explain?_type=Patient&name=ash&_sort=birthdate":                    "Patient",
		"$explain?_type=Patient,Encounter&_id=x":                             "Encounter Patient",
		"AuditEvent/$explain?patient=p1":                                     "AuditEvent",
	} {
		var got []string
		for _, p := range c.get(query).tree(t).Get("parameter").Items {
			said := map[string]string{}
			for _, part := range p.Get("part").Items {
				for _, m := range part.Members {
					if m.Name != "name" {
						said[part.Get("name").Text] = m.Value.Text
					}
				}
			}
			if !strings.Contains(said["statement"], "select") || !strings.Contains(said["plan"], "cost=") {
				t.Errorf("%s: %v", query, said)
			}
			got = append(got, said["type"])
		}
		if strings.Join(got, " ") != types {
			t.Errorf("%s explains %v", query, got)
		}
	}
	c.want(400, c.ask("GET", "Patient/$explain?nonsense=1", nil))
	c.want(404, c.ask("GET", "Nothing/$explain", nil))
	if n := len(byMode(c.get("AuditEvent?subtype=operation").tree(t), "match")); n != 5 {
		t.Errorf("%d records of five operations", n)
	}
}
