package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// byMode returns the entries of a searchset of one mode, as Type/id, in the order of the page.
func byMode(bundle *fhir.Tree, mode string) []string {
	var all []string
	if list := bundle.Get("entry"); list != nil {
		for _, e := range list.Items {
			if r := e.Get("resource"); e.At("search", "mode").StringOr("") == mode {
				all = append(all, r.Get("resourceType").StringOr("")+"/"+r.Get("id").StringOr(""))
			}
		}
	}
	return all
}

// TestIncludes asks for what stands around the matches
// (http://hl7.org/fhir/R4/search.html#include).
func TestIncludes(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "placeholder")
	for _, r := range family {
		c.put(r)
	}
	c.put(`{"resourceType":"Observation","id":"b3","status":"final","code":{"text":"of nobody here"},"subject":{"reference":"Patient/ghost"}}`)
	for query, want := range map[string]string{
		"EpisodeOfCare?_id=e1&_include=EpisodeOfCare:patient":                                                                 "Patient/p1",
		"EpisodeOfCare?_include=EpisodeOfCare:patient&_count=1":                                                               "Patient/p1",
		"EpisodeOfCare?_include=EpisodeOfCare:patient&_count=0":                                                               "",
		"EpisodeOfCare?_id=e1&_include=EpisodeOfCare:patient&_include=*":                                                      "Patient/p1",
		"Observation?_id=b1&_include=*":                                                                                       "Encounter/s1 MedicationAdministration/a1 Patient/p1 Patient/p2 Practitioner/d1",
		"Observation?_id=b1&_include=Observation:subject:Device":                                                              "",
		"Observation?_id=b1&_include=Observation:focus:Patient":                                                               "Patient/p2",
		"Observation?_id=b3&_include=Observation:subject":                                                                     "",
		"Observation?_include=Observation:has-member":                                                                         "",
		"Observation?_id=b2&_include=Observation:has-member":                                                                  "Observation/b1",
		"Observation?_id=b2&_include=Observation:has-member&_include:iterate=Observation:encounter":                           "Encounter/s1 Observation/b1",
		"Encounter?_id=s1&_revinclude=Observation:encounter&_revinclude=MedicationAdministration:context":                     "MedicationAdministration/a1 Observation/b1",
		"Encounter?_id=s1&_revinclude=MedicationAdministration:context&_include:iterate=MedicationAdministration:medication":  "Medication/m1 MedicationAdministration/a1",
		"Encounter?_id=s1&_revinclude:iterate=Encounter:part-of&_revinclude:iterate=Observation:part-of&_include:iterate=*:*": "EpisodeOfCare/e1 EpisodeOfCare/e2 Encounter/s2 Organization/o1 Patient/p1 Patient/p2 Practitioner/d1",
		"QuestionnaireResponse?_id=r1,r3&_include=QuestionnaireResponse:questionnaire":                                        "Questionnaire/q1",
		"Questionnaire?_revinclude=QuestionnaireResponse:questionnaire":                                                       "QuestionnaireResponse/r1 QuestionnaireResponse/r2",
		"Patient?_id=p2&_revinclude=Observation:focus":                                                                        "Observation/b1",
		"Patient?_id=p2&_revinclude=*":                                                                                        "Encounter/s2 EpisodeOfCare/e2 MedicationAdministration/a2 Observation/b1 Observation/b2 QuestionnaireResponse/r2 QuestionnaireResponse/r3",
	} {
		page := c.get(query).tree(t)
		got, expected := byMode(page, "include"), strings.Fields(want)
		slices.Sort(expected)
		slices.Sort(got)
		if !slices.Equal(got, expected) {
			t.Errorf("%s: included %v", query, got)
		}
	}
	for _, query := range []string{"EpisodeOfCare?_include=Patient:organization", "EpisodeOfCare?_include=EpisodeOfCare", "EpisodeOfCare?_include=EpisodeOfCare:status",
		"EpisodeOfCare?_revinclude=EpisodeOfCare:patient", "EpisodeOfCare?_include:recurse=*", "EpisodeOfCare?_include="} {
		if a := c.ask("GET", query, nil); a.StatusCode != 400 {
			t.Errorf("%s: %s %s", query, a.Status, a.body)
		}
	}
	self := link(c.get("Encounter?_id=s1&_include=*&_revinclude:iterate=Observation:encounter").tree(t), "self")
	if !strings.HasSuffix(self, "?_id=s1&_include=*&_revinclude:iterate=Observation:encounter&_count=50") {
		t.Errorf("self is %s", self)
	}
}

// What is included is shown like a match: after edits of the clinic have their
// version, and with a record that names its patient.
func TestIncludesAreShown(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, r := range family {
		c.put(r)
	}
	c.sql(`update patient set gender = 'other' where id = 'p1'`)
	c.sql(`delete from observation where id = 'b2'`)
	before := c.get("AuditEvent?patient=p1&subtype=search-type&_count=0").tree(t).Get("total").Text
	page := c.get("Practitioner?_id=d1&_revinclude=Patient:general-practitioner&_revinclude:iterate=Observation:subject").tree(t)
	if got := byMode(page, "include"); !slices.Equal(got, []string{"Patient/p1", "Observation/b1"}) {
		t.Errorf("included %v", got)
	}
	p1 := page.Get("entry").Items[1].Get("resource")
	if p1.Get("gender").Text != "other" || p1.At("meta", "versionId").Text != "2" {
		t.Errorf("the patient edited by the clinic: %s", p1.JSON())
	}
	if after := c.get("AuditEvent?patient=p1&subtype=search-type&_count=0").tree(t).Get("total").Text; after == before {
		t.Errorf("no record names the included patient: %s before and after", after)
	}
}

// Too much to include is said, never silently left out.
func TestIncludesAreBounded(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	c.sql(`insert into patient (id) select 'p' || n from generate_series(0, 7) n`)
	c.sql(`insert into patient_link (patient_id, other_id, type) select 'p' || n, 'p' || n + 1, 'seealso' from generate_series(0, 6) n`)
	c.sql(`insert into observation (id, status, subject_patient_id) select 'b' || n, 'final', 'p1' from generate_series(1, 1001) n`)
	for query, want := range map[string]struct{ included, outcomes int }{
		"Patient?_id=p3&_include:iterate=Patient:link":         {4, 0},
		"Patient?_id=p0&_include:iterate=Patient:link":         {5, 1},
		"Patient?_id=p1&_revinclude=Observation:subject":       {1000, 1},
		"Patient?_id=p1&_revinclude=Observation:subject&_id=x": {0, 0},
	} {
		page := c.get(query).tree(t)
		included, outcomes := len(byMode(page, "include")), len(byMode(page, "outcome"))
		if included != want.included || outcomes != want.outcomes {
			t.Errorf("%s: %d included, %d outcomes", query, included, outcomes)
		}
	}
}

// Every include that the declarations allow makes sound SQL.
func TestEveryInclude(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "placeholder")
	for _, r := range mapping.All() {
		for _, tree := range resources(t, filepath.Join("..", "..", "testdata", r.Type)) {
			c.put(string(tree.JSON()))
		}
	}
	for _, r := range mapping.All() {
		for _, v := range mapping.Includable(r.Type) {
			c.get(fmt.Sprintf("%s?_include=%s", r.Type, v))
		}
		for _, v := range mapping.Revincludable(r.Type) {
			c.get(fmt.Sprintf("%s?_revinclude=%s", r.Type, v))
		}
		c.get(r.Type + "?_include:iterate=*&_revinclude:iterate=*")
	}
}
