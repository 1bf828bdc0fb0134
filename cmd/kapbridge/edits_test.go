package main

import (
	"fmt"
	"strings"
	"testing"

	"kapbridge/fhir"
)

const aDose = `{"resourceType":"MedicationAdministration","id":"dose1","status":"completed",
 "extension":[{"url":"https://ehr.example/kept","valueString":"as it was"}],
 "medicationCodeableConcept":{"text":"ketamine"},
 "subject":{"reference":"Patient/p1","display":"Ada"},
 "effectivePeriod":{"start":"2026-03-02T10:00:00-07:00","end":"2026-03-02T10:40:00-07:00"},
 "performer":[
  {"function":{"text":"gave it"},"actor":{"reference":"Practitioner/n1","display":"Nurse One"},"extension":[{"url":"https://ehr.example/badge","valueString":"7"}]},
  {"function":{"text":"checked it"},"actor":{"reference":"Practitioner/n2","display":"Nurse Two"}}],
 "dosage":{"text":"40 mg over 40 min","dose":{"value":40.0,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg",
  "extension":[{"url":"https://ehr.example/on-dose","valueBoolean":true}]},
  "extension":[{"url":"https://ehr.example/on-dosage","valueCode":"x"}]}}`

const aResponse = `{"resourceType":"QuestionnaireResponse","id":"phq1","status":"completed","subject":{"reference":"Patient/p1"},"authored":"2026-03-02",
 "item":[{"linkId":"1","text":"Little interest","answer":[{"valueCoding":{"system":"http://loinc.org","code":"LA6569-3"}}]},
  {"linkId":"2","text":"Feeling down","answer":[{"valueDecimal":1.50,"extension":[{"url":"https://ehr.example/slider","valueBoolean":true}]}]}]}`

func clinicWithPeople(t *testing.T) *clinic {
	c := newClinic(t, "refuse")
	for _, r := range []string{
		`{"resourceType":"Patient","id":"p1","name":[{"family":"Ash"}]}`,
		`{"resourceType":"Practitioner","id":"n1"}`, `{"resourceType":"Practitioner","id":"n2"}`,
		`{"resourceType":"Practitioner","id":"n3"}`} {
		c.put(r)
	}
	return c
}

// edited checks what everybody sees after an edit of the tables: the next read
// has a new ETag, history has the version, AuditEvent names the database user.
func edited(t *testing.T, c *clinic, path, before string) *fhir.Tree {
	t.Helper()
	a := c.get(path)
	if etag := a.Header.Get("ETag"); etag == before {
		t.Errorf("%s still has the ETag %s", path, etag)
	}
	history := c.get(path + "/_history").tree(t).Get("entry").Items
	if got, want := history[0].At("resource", "meta", "versionId").StringOr(""), a.tree(t).At("meta", "versionId").Text; got != want {
		t.Errorf("the newest version in the history is %s, not %s", got, want)
	}
	namesEditor(t, c, path)
	return a.tree(t)
}

func namesEditor(t *testing.T, c *clinic, path string) {
	t.Helper()
	var user string
	if err := c.db.Get(&user, `select session_user`); err != nil {
		t.Fatal(err)
	}
	found := c.get("AuditEvent?entity=" + path + "&subtype=clinic-edit").tree(t)
	if entry := found.Get("entry"); entry == nil || !strings.Contains(string(entry.JSON()), `"name":"`+user+`"`) {
		t.Errorf("no AuditEvent of the edit names %s: %s", user, found.JSON())
	}
}

func TestEditOfADose(t *testing.T) {
	c := clinicWithPeople(t)
	before := c.put(aDose).Header.Get("ETag")
	c.sql(`update administration set dose = 35.50 where id = 'dose1'`)
	now := edited(t, c, "MedicationAdministration/dose1", before)
	if got := now.At("dosage", "dose", "value"); got.Text != "35.50" {
		t.Errorf("the dose is %s", got.JSON())
	}
	if now.At("dosage", "dose", "extension") != nil {
		t.Error("an extension on the old dose still stands on the new one")
	}
	for _, kept := range []string{"https://ehr.example/kept", "https://ehr.example/on-dosage", "https://ehr.example/badge", "Nurse One", "10:00:00-07:00"} {
		if !strings.Contains(string(now.JSON()), kept) {
			t.Errorf("%s was lost: %s", kept, now.JSON())
		}
	}
}

func TestEditOfAPerformer(t *testing.T) {
	c := clinicWithPeople(t)
	before := c.put(aDose).Header.Get("ETag")
	c.sql(`update administration_performer set actor_practitioner_id = 'n3' where administration_id = 'dose1' and actor_practitioner_id = 'n1'`)
	now := edited(t, c, "MedicationAdministration/dose1", before)
	first := now.Get("performer").Items[0]
	if got := string(first.Get("actor").JSON()); got != `{"reference":"Practitioner/n3"}` {
		t.Errorf("the actor is %s; the display of another person must go", got)
	}
	if first.Get("extension") == nil {
		t.Error("the extension beside the actor was lost")
	}
	c.sql(`delete from administration_performer where administration_id = 'dose1' and actor_practitioner_id = 'n3'`)
	c.sql(`insert into administration_performer (administration_id, function_concept, actor_practitioner_id)
		values ('dose1', in_words('wrote it down'), 'n1')`)
	now = edited(t, c, "MedicationAdministration/dose1", before)
	if got := len(now.Get("performer").Items); got != 2 {
		t.Fatalf("%d performers: %s", got, now.JSON())
	}
	if got := string(now.Get("performer").Items[1].JSON()); got != `{"function":{"text":"wrote it down"},"actor":{"reference":"Practitioner/n1"}}` {
		t.Errorf("the new performer is %s", got)
	}
	if got := now.Get("performer").Items[0].At("actor", "display").StringOr(""); got != "Nurse Two" {
		t.Errorf("the display of the untouched performer is %q", got)
	}
}

func TestEditOfAnAnswer(t *testing.T) {
	c := clinicWithPeople(t)
	before := c.put(aResponse).Header.Get("ETag")
	c.sql(`update response_answer set value_code = 'LA6570-1' where response_id = 'phq1' and value_code = 'LA6569-3'`)
	now := edited(t, c, "QuestionnaireResponse/phq1", before)
	items := now.Get("item").Items
	if got := items[0].Get("answer").Items[0].At("valueCoding", "code").Text; got != "LA6570-1" {
		t.Errorf("the answer is %s", got)
	}
	second := items[1].Get("answer").Items[0]
	if second.Get("extension") == nil || second.Get("valueDecimal").Text != "1.50" {
		t.Errorf("the other answer changed: %s", second.JSON())
	}
}

func TestDeletedRowIsADeletedResource(t *testing.T) {
	c := clinicWithPeople(t)
	c.put(`{"resourceType":"EpisodeOfCare","id":"e1","status":"active","patient":{"reference":"Patient/p1"},"type":[{"text":"KAP"}]}`)
	c.sql(`delete from episode where id = 'e1'`)
	c.want(410, c.ask("GET", "EpisodeOfCare/e1", nil))
	history := c.get("EpisodeOfCare/e1/_history").tree(t)
	if got := len(history.Get("entry").Items); got != 2 {
		t.Fatalf("%d versions: %s", got, history.JSON())
	}
	if got := history.Get("entry").Items[0].At("request", "method").StringOr(""); got != "DELETE" {
		t.Errorf("the newest version is %s", got)
	}
	namesEditor(t, c, "EpisodeOfCare/e1")
	c.sql(`insert into episode (id, status, patient_id) values ('e1', 'planned', 'p1')`)
	if got := c.get("EpisodeOfCare/e1").tree(t).Get("status").Text; got != "planned" {
		t.Errorf("the row that came back shows %s", got)
	}
}

func TestRowsOfTheClinicAreResourcesAtOnce(t *testing.T) {
	c := clinicWithPeople(t)
	c.sql(`insert into episode (id, status, patient_id, started_at) select 'e' || n, 'active', 'p1', timestamptz '2026-01-01 09:00Z' + n * interval '1 day'
		from generate_series(1, 30) n`)
	if got := len(entries(t, c.get("EpisodeOfCare?patient=p1&_count=50").tree(t))); got != 30 {
		t.Errorf("a search finds %d of 30", got)
	}
	if got := c.get("EpisodeOfCare/e7").Header.Get("ETag"); got != `W/"1"` {
		t.Errorf("the ETag is %s", got)
	}
	c.sql(`update episode set status = status`)
	if got := c.get("EpisodeOfCare/e7").Header.Get("ETag"); got != `W/"1"` {
		t.Errorf("an edit that changes nothing made the version %s", got)
	}
	total := c.get("_history?_count=100").tree(t)
	if n := len(total.Get("entry").Items); n != 34 {
		t.Errorf("the history of the system has %d versions", n)
	}
}

// TestEditsAndWritesDoNotLoseEachOther lets the clinic and a partner write the
// same resource in turn.
func TestEditsAndWritesDoNotLoseEachOther(t *testing.T) {
	c := clinicWithPeople(t)
	etag := c.put(aDose).Header.Get("ETag")
	c.sql(`update administration set dose = 30 where id = 'dose1'`)
	c.want(412, c.ask("PUT", "MedicationAdministration/dose1", []byte(aDose), "If-Match: "+etag))
	now := c.get("MedicationAdministration/dose1")
	next := strings.Replace(aDose, `"value":40.0`, `"value":20`, 1)
	a := c.want(200, c.ask("PUT", "MedicationAdministration/dose1", []byte(next), "If-Match: "+now.Header.Get("ETag")))
	var dose string
	if err := c.db.Get(&dose, `select dose from administration where id = 'dose1'`); err != nil || dose != "20" {
		t.Errorf("the column holds %s (%v)", dose, err)
	}
	history := c.get("MedicationAdministration/dose1/_history").tree(t)
	if got := fmt.Sprintf("%s %d", a.Header.Get("ETag"), len(history.Get("entry").Items)); got != `W/"3" 3` {
		t.Errorf("version and length of the history: %s", got)
	}
}
