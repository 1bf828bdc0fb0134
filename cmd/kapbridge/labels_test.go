package main

import (
	"context"
	"slices"
	"testing"
)

func TestSearchByMeta(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	c.put(`{"resourceType":"Patient","id":"a","meta":{"tag":[{"system":"http://t.example","code":"x","display":"Émigré tag"},{"code":"bare"}],
		"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R","display":"restricted"}],
		"profile":["http://p.example/StructureDefinition/pat|1.0","http://p.example/StructureDefinition/other"],"source":"urn:feed:1"}}`)
	c.put(`{"resourceType":"Patient","id":"b","meta":{"tag":[{"system":"http://t.example","code":"y"},{"display":"words only"}],"source":"http://s.example/feed/2"}}`)
	c.put(`{"resourceType":"Patient","id":"c"}`)
	c.put(`{"resourceType":"Observation","id":"o","meta":{"tag":[{"system":"http://t.example","code":"x"}]},"status":"final","code":{"text":"q"},"subject":{"reference":"Patient/b"}}`)
	c.expectFound(map[string]string{
		"Patient?_tag=x":                  "a",
		"Patient?_tag=http://t.example|x": "a",
		"Patient?_tag=http://t.example|":  "a b",
		"Patient?_tag=|x":                 "",
		"Patient?_tag=|bare":              "a",
		"Patient?_tag=x,y":                "a b",
		"Patient?_tag=x&_tag=bare":        "a",
		"Patient?_tag:not=x":              "b c",
		"Patient?_tag:text=emigre":        "a",
		"Patient?_tag:text=words":         "b",
		"Patient?_tag:missing=true":       "c",
		"Patient?_tag:missing=false":      "a b",
		"Patient?_security=R":             "a",
		"Patient?_security:missing=true":  "b c",
		"Patient?_profile=http://p.example/StructureDefinition/other":     "a",
		"Patient?_profile=http://p.example/StructureDefinition/pat":       "",
		"Patient?_profile=http://p.example/StructureDefinition/pat\\|1.0": "a",
		"Patient?_profile:below=http://p.example":                         "a",
		"Patient?_source=urn:feed:1":                                      "a",
		"Patient?_source:below=http://s.example/":                         "b",
		"Patient?_source:above=http://s.example/feed/2/more":              "b",
		"Observation?_tag=x":                                              "o",
		"Observation?subject._tag=y":                                      "o",
		"Observation?subject._tag=x":                                      "",
		"Patient?_has:Observation:subject:_tag=x":                         "b",
	})
}

func TestSearchByIdentifierOfReference(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	c.put(`{"resourceType":"Patient","id":"p"}`)
	c.put(`{"resourceType":"Encounter","id":"e1","status":"finished","class":{"code":"AMB"},"subject":{"identifier":{"system":"http://m.example","value":"1"}}}`)
	c.put(`{"resourceType":"Encounter","id":"e2","status":"finished","class":{"code":"AMB"},"subject":{"type":"Group","identifier":{"value":"1"}},
		"participant":[{"individual":{"display":"nobody"}},{"individual":{"type":"Practitioner","identifier":{"system":"http://n.example","value":"7"}}}]}`)
	c.put(`{"resourceType":"Encounter","id":"e3","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/p","identifier":{"system":"http://m.example","value":"2"}},
		"contained":[{"resourceType":"Observation","id":"i","status":"final","code":{"text":"q"},"subject":{"identifier":{"value":"inner"}}}],
		"reasonReference":[{"reference":"#i"}]}`)
	c.put(`{"resourceType":"MedicationAdministration","id":"m","status":"completed","effectiveDateTime":"2026-01-02","medicationCodeableConcept":{"text":"ketamine"},
		"subject":{"reference":"Patient/p"},"context":{"reference":"Encounter/e1"}}`)
	c.expectFound(map[string]string{
		"Encounter?subject:identifier=http://m.example|1":                                  "e1",
		"Encounter?subject:identifier=1":                                                   "e1 e2",
		"Encounter?subject:identifier=|1":                                                  "e2",
		"Encounter?subject:identifier=http://m.example|":                                   "e1 e3",
		"Encounter?subject:identifier=1,2":                                                 "e1 e2 e3",
		"Encounter?subject:identifier=inner":                                               "",
		"Encounter?subject:missing=false":                                                  "e1 e2 e3",
		"Encounter?patient:missing=true":                                                   "e2",
		"Encounter?participant:missing=false":                                              "e2",
		"Encounter?patient:identifier=1":                                                   "e1", // e2 says that its subject is a Group
		"Encounter?patient:identifier=2":                                                   "e3",
		"Encounter?participant:identifier=http://n.example|7":                              "e2",
		"Encounter?practitioner:identifier=7":                                              "e2",
		"MedicationAdministration?context:Encounter.subject:identifier=http://m.example|1": "m",
		"MedicationAdministration?context.subject:identifier=2":                            "",
		"Encounter?_has:MedicationAdministration:context:subject:identifier=1":             "",
	})
	c.put(`{"resourceType":"QuestionnaireResponse","id":"q","status":"completed",
		"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare","valueReference":{"identifier":{"value":"ep-1"}}}]}`)
	c.put(`{"resourceType":"Encounter","id":"e4","status":"finished","class":{"code":"AMB"},"episodeOfCare":[{"identifier":{"value":"ep-2"}}]}`)
	c.put(`{"resourceType":"MedicationAdministration","id":"n","status":"completed","effectiveDateTime":"2026-01-02","medicationCodeableConcept":{"text":"ketamine"},
		"subject":{"reference":"Patient/p"},"context":{"reference":"Encounter/e4"}}`)
	c.expectFound(map[string]string{
		"QuestionnaireResponse?episode:identifier=ep-1":         "q",
		"QuestionnaireResponse?episode:identifier=ep-2":         "",
		"MedicationAdministration?episode:identifier=ep-2":      "n",
		"MedicationAdministration?episode:identifier=ep-1,ep-2": "n",
	})
	c.sql(`update session set patient_id = 'p' where id = 'e1'`) // the clinic knows who it is: what the partner said no longer holds
	c.expectFound(map[string]string{
		"Encounter?patient=p":                             "e1 e3",
		"Encounter?subject:identifier=http://m.example|1": "",
	})
}

func TestSearchByWords(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	c.put(`{"resourceType":"Patient","id":"a","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\" title=\"hidden\"><p>Caf&eacute;<br/>au&#160;lait &amp; <b>ketamine</b><!-- secret --></p></div>"},
		"name":[{"family":"O'Dálaigh","given":["Ægir"]}],"gender":"female"}`)
	c.put(`{"resourceType":"Patient","id":"b","name":[{"text":"Ketanserin Smith-Jones"}],"maritalStatus":{"coding":[{"system":"http://sys.example","code":"M-7","display":"Married"}]}}`)
	c.put(`{"resourceType":"Patient","id":"c","extension":[{"url":"http://x.example/note","valueString":"ΣΊΣΥΦΟΣ rolls"}],"birthDate":"1999-01-02"}`)
	c.expectFound(map[string]string{
		"Patient?_text=ketamine":              "a",
		"Patient?_text=KETAMINE cafe":         "a",
		"Patient?_text=ketamine tea":          "",
		"Patient?_text=tea,lait":              "a",
		"Patient?_text=keta*":                 "a",
		"Patient?_text=keta":                  "",
		"Patient?_text=hidden":                "",
		"Patient?_text=secret":                "",
		"Patient?_text=div":                   "",
		"Patient?_text=dalaigh":               "",
		"Patient?_text:missing=true":          "b c",
		"Patient?_text:missing=false":         "a",
		"Patient?_content=keta*":              "a b",
		"Patient?_content=dalaigh":            "a",
		"Patient?_content=O'Dalaigh":          "a",
		"Patient?_content=smith":              "b",
		"Patient?_content=jones married":      "b",
		"Patient?_content=m-7":                "b",
		"Patient?_content=female":             "a",
		"Patient?_content=σισυφο*":            "c",
		"Patient?_content=rolls":              "c",
		"Patient?_content=1999":               "", // dates have parameters of their own
		"Patient?_content=sys":                "", // and so do addresses
		"Patient?_content=ægir":               "a",
		"Patient?_content=ketamine,rolls":     "a c",
		"Patient?_content=ket* 'x' | !< :* (": "",
	})
	c.sql(`update patient_name set text = 'Renamed' where patient_id = 'b'`)
	c.expectFound(map[string]string{"Patient?_content=renamed": "b", "Patient?_content=ketanserin": ""})
	c.want(204, c.ask("DELETE", "Patient/a", nil))
	c.expectFound(map[string]string{"Patient?_content=ketamine": "", "Patient?_text=ketamine": ""})
}

// Whatever is written, by FHIR or by SQL, the cards stay true; and a check
// notices one that somebody changed.
func TestCardsStayTrue(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	tagged := func(id, tags, family string) {
		c.put(`{"resourceType":"Patient","id":"` + id + `","meta":{"tag":[` + tags + `]},"name":[{"family":"` + family + `"}]}`)
	}
	tagged("a", `{"code":"x"},{"code":"y"},{"code":"z"}`, "One")
	tagged("a", `{"code":"y"}`, "Two") // fewer than before, and another one first
	tagged("b", `{"code":"x"}`, "Bee")
	tagged("d", `{"code":"x"}`, "Dee")
	c.want(204, c.ask("DELETE", "Patient/b", nil))
	c.sql(`update patient_name set family = 'Three' where patient_id = 'a'`)
	c.sql(`delete from patient_name where patient_id = 'd'`)
	c.sql(`delete from patient where id = 'd'`)
	c.sql(`insert into patient (id) values ('e')`)
	c.expectFound(map[string]string{"Patient?_tag=x": "", "Patient?_tag=y": "a", "Patient?_content=three": "a", "Patient?_content=two": ""})
	c.cards("Patient", nil)
	var left int
	if err := c.db.Get(&left, `select (select count(*) from kap.fhir_label where id in ('b', 'd')) + (select count(*) from kap.fhir_words where id in ('b', 'd'))`); err != nil || left > 0 {
		t.Errorf("%d rows of deleted resources are left: %v", left, err)
	}
	for tamper, mend := range map[string]string{
		`update kap.fhir_label set value = 'no' where id = 'a'`:                       `update kap.fhir_label set value = 'y' where id = 'a'`,
		`insert into kap.fhir_label values ('Patient', 'a', 9, '_tag', null, 'more')`: `delete from kap.fhir_label where position = 9`,
		`delete from kap.fhir_label where id = 'a'`:                                   `insert into kap.fhir_label values ('Patient', 'a', 0, '_tag', null, 'y')`,
		`update kap.fhir_words set content = null where id = 'a'`:                     `update kap.fhir_words set content = kap.fhir_lexemes('three y', '') where id = 'a'`,
	} {
		c.sql(tamper)
		c.cards("Patient", []string{"a"})
		c.sql(mend)
		c.cards("Patient", nil)
	}
}

// cards checks a type and wants these cards to be wrong.
func (c *clinic) cards(typeName string, wrong []string) {
	c.t.Helper()
	f, err := c.store.Check(context.Background(), typeName)
	if err != nil || len(f.Drifted) > 0 || !slices.Equal(f.Mislaid, wrong) {
		c.t.Errorf("%s: drifted %v, mislaid %v, not %v: %v", typeName, f.Drifted, f.Mislaid, wrong, err)
	}
}
