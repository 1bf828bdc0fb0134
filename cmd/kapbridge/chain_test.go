package main

import (
	"slices"
	"strings"
	"testing"

	"kapbridge/mapping"
)

// family is a small clinic in which everybody has a part in some chain.
var family = []string{
	`{"resourceType":"Organization","id":"o1","name":"Willow House"}`,
	`{"resourceType":"Practitioner","id":"d1","name":[{"family":"Birch"}]}`,
	`{"resourceType":"Patient","id":"p1","active":true,"gender":"female","name":[{"family":"Ash"}],"identifier":[{"system":"http://a.example/mrn","value":"1"}],"managingOrganization":{"reference":"Organization/o1"},"generalPractitioner":[{"reference":"Practitioner/d1"}]}`,
	`{"resourceType":"Patient","id":"p2","gender":"male","name":[{"family":"Elm"}],"identifier":[{"system":"http://a.example/mrn","value":"2"}]}`,
	`{"resourceType":"EpisodeOfCare","id":"e1","status":"active","patient":{"reference":"Patient/p1"}}`,
	`{"resourceType":"EpisodeOfCare","id":"e2","status":"finished","patient":{"reference":"Patient/p2"}}`,
	`{"resourceType":"Encounter","id":"s1","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/p1"},"episodeOfCare":[{"reference":"EpisodeOfCare/e1"}]}`,
	`{"resourceType":"Encounter","id":"s2","status":"planned","class":{"code":"AMB"},"subject":{"reference":"Patient/p2"},"episodeOfCare":[{"reference":"EpisodeOfCare/e2"}],"partOf":{"reference":"Encounter/s1"}}`,
	`{"resourceType":"Medication","id":"m1","code":{"coding":[{"system":"http://a.example/rx","code":"ket"}]},"batch":{"lotNumber":"LOT7"}}`,
	`{"resourceType":"MedicationAdministration","id":"a1","status":"completed","medicationReference":{"reference":"Medication/m1"},"subject":{"reference":"Patient/p1"},"context":{"reference":"Encounter/s1"},"effectiveDateTime":"2025-01-02T10:00:00Z"}`,
	`{"resourceType":"MedicationAdministration","id":"a2","status":"not-done","medicationCodeableConcept":{"text":"ketamine"},"subject":{"reference":"Patient/p2"},"context":{"reference":"EpisodeOfCare/e2"},"effectiveDateTime":"2025-02-02"}`,
	`{"resourceType":"Observation","id":"b1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/s1"},"partOf":[{"reference":"MedicationAdministration/a1"}],"performer":[{"reference":"Practitioner/d1"}],"focus":[{"reference":"Patient/p2"}]}`,
	`{"resourceType":"Observation","id":"b2","status":"amended","code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"subject":{"reference":"Patient/p2"},"hasMember":[{"reference":"Observation/b1"}]}`,
	`{"resourceType":"Questionnaire","id":"q1","status":"active","url":"http://a.example/phq9","version":"2","name":"PHQ"}`,
	`{"resourceType":"QuestionnaireResponse","id":"r1","status":"completed","questionnaire":"http://a.example/phq9|2","subject":{"reference":"Patient/p1"}}`,
	`{"resourceType":"QuestionnaireResponse","id":"r2","status":"completed","questionnaire":"http://a.example/phq9","subject":{"reference":"Patient/p2"}}`,
	`{"resourceType":"QuestionnaireResponse","id":"r3","status":"completed","questionnaire":"http://a.example/phq9|1","subject":{"reference":"Patient/p2"}}`,
}

// TestChains asks of a resource what others are like, forwards and backwards
// (http://hl7.org/fhir/R4/search.html#chaining, #has).
func TestChains(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "placeholder")
	for _, r := range family {
		c.put(r)
	}
	c.put(`{"resourceType":"Observation","id":"b3","status":"final","code":{"text":"of nobody here"},"subject":{"reference":"Patient/ghost"}}`)
	c.put(`{"resourceType":"Encounter","id":"s9","status":"planned","class":{"code":"AMB"},"subject":{"reference":"Patient/p1"}}`)
	c.want(204, c.ask("DELETE", "Encounter/s9", nil))
	c.sql(`update patient set gender = 'other' where id = 'p2'`) // an edit of the clinic counts at once
	for query, want := range map[string]string{
		"EpisodeOfCare?patient.name=ash":                                              "e1",
		"EpisodeOfCare?patient.name=ash,elm&status=finished":                          "e2",
		"EpisodeOfCare?patient.gender=other":                                          "e2",
		"EpisodeOfCare?patient.gender:not=female":                                     "e2",
		"EpisodeOfCare?patient.active:missing=true":                                   "e2",
		"EpisodeOfCare?patient._id=p1":                                                "e1",
		"EpisodeOfCare?patient._lastUpdated=gt2020":                                   "e1 e2",
		"Observation?subject:Patient.identifier=http://a.example/mrn|1":               "b1",
		"Observation?subject.identifier=http://a.example/mrn|1":                       "b1",
		"Observation?subject:Device.identifier=http://a.example/mrn|1":                "",
		"Observation?subject._lastUpdated=gt2020":                                     "b1 b2",
		"Observation?performer.name=birch":                                            "b1",
		"Observation?focus.gender=other":                                              "b1",
		"Observation?has-member.part-of.medication.lot-number=LOT7":                   "b2",
		"Observation?encounter.episode-of-care.patient.organization.name=will":        "b1",
		"MedicationAdministration?context:Encounter.episode-of-care=e1":               "a1",
		"MedicationAdministration?context.status=finished":                            "a1 a2",
		"MedicationAdministration?context.status=finished&context:Encounter._id=s1":   "a1",
		"MedicationAdministration?medication.lot-number=LOT7":                         "a1",
		"MedicationAdministration?medication.code=ket":                                "a1",
		"Encounter?part-of.subject:Patient.name:exact=Ash":                            "s2",
		"Encounter?episode-of-care.status=active":                                     "s1",
		"QuestionnaireResponse?questionnaire.name=phq":                                "r1 r2",
		"Patient?_has:Observation:subject:code=http://loinc.org|8480-6":               "p1",
		"Patient?_has:Observation:patient:status=amended":                             "p2",
		"Patient?_has:Encounter:subject:status=planned":                               "p2",
		"Patient?_has:Observation:focus:status=final":                                 "p2",
		"Patient?_has:Encounter:subject:_has:Observation:encounter:status=final":      "p1",
		"Patient?_has:Observation:subject:has-member.code=8480-6":                     "p2",
		"EpisodeOfCare?patient._has:Observation:subject:code=8480-6":                  "e1",
		"Practitioner?_has:Observation:performer:subject:Patient.name=ash":            "d1",
		"Practitioner?_has:Patient:general-practitioner:_id=p1":                       "d1",
		"Questionnaire?_has:QuestionnaireResponse:questionnaire:patient=p1":           "q1",
		"Questionnaire?_has:QuestionnaireResponse:questionnaire:_id=r3":               "",
		"Medication?_has:MedicationAdministration:medication:context.status=finished": "m1",
	} {
		expectMatches(t, c, query, want)
	}
	a := c.ask("GET", "EpisodeOfCare?patient.nonsense=1&status=active", nil, "Prefer: handling=lenient")
	if ids := entries(t, c.want(200, a).tree(t)); !slices.Equal(ids, []string{"EpisodeOfCare/e1"}) || !strings.Contains(string(a.body), "patient.nonsense") {
		t.Errorf("leniently: %s", a.body)
	}
	self := link(c.get("EpisodeOfCare?patient.name:exact=Ash").tree(t), "self")
	if !strings.HasSuffix(self, "?patient.name:exact=Ash&_count=50") {
		t.Errorf("self is %s", self)
	}
}

// expectMatches runs a search and compares the ids of its matches, in any order.
func expectMatches(t *testing.T, c *clinic, query, want string) {
	t.Helper()
	a := c.ask("GET", query, nil)
	if a.StatusCode != 200 {
		t.Errorf("%s: %s %s", query, a.Status, a.body)
		return
	}
	var got []string
	for _, id := range entries(t, a.tree(t)) {
		_, bare, _ := strings.Cut(id, "/")
		got = append(got, bare)
	}
	slices.Sort(got)
	if strings.Join(got, " ") != want {
		t.Errorf("%s: found %v, not %s", query, got, want)
	}
}

// What cannot be followed, or asks for too much, is refused.
func TestChainsRefused(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	step := "has-member:Observation."
	for _, query := range []string{
		"EpisodeOfCare?patient.nonsense=1", "EpisodeOfCare?status.name=1", "EpisodeOfCare?patient:Device.status=active", "EpisodeOfCare?patient.name:below=a",
		"EpisodeOfCare?patient.=1", "EpisodeOfCare?.name=1", "EpisodeOfCare?patient.name=", "EpisodeOfCare?patient.birthdate=soon",
		"Patient?_has:Observation:code=1", "Patient?_has:Nothing:subject:code=1", "Patient?_has:Observation:encounter:code=1", "Patient?_has:Observation:subject:nonsense=1",
		"Observation?" + strings.Repeat(step, 6) + "_id=1", "Observation?focus.focus.focus.focus._id=1",
		"Patient?gender=" + strings.Repeat("a,", 1000) + "a", "AuditEvent?patient.nonsense=1",
	} {
		if a := c.ask("GET", query, nil); a.StatusCode != 400 {
			t.Errorf("%.100s: %s %s", query, a.Status, a.body)
		}
	}
	c.get("Observation?" + strings.Repeat(step, 5) + "_id=1")
}

// Every step that the declarations allow makes sound SQL, in both directions.
func TestEveryStep(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, r := range mapping.All() {
		for _, p := range r.Params() {
			for _, target := range p.Leads() {
				c.get(r.Type + "?_count=1&" + p.Code + ":" + target + "._id=x")
				c.get(target + "?_count=1&_has:" + r.Type + ":" + p.Code + ":_id=x")
			}
		}
	}
}
