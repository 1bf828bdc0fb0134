package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// A clinic of many doses: for each hundred doses a patient, for each five a
// session. The program itself writes one patient, one session and a dose of each
// kind; all others are copies of these made by SQL, of the rows as of the bodies.

const lots = 200

// products are those of kapbridge's own code system.
var products = []string{"ketamine-10", "ketamine-100", "esketamine-56", "esketamine-84"}

// routes are of SNOMED CT.
var routes = []string{"47625008", "78421000", "46713006"}

// Words in the originals that differ in each copy; format() puts them in by their position.
var varying = strings.NewReplacer("the-id", "%1$s", "the-patient", "%3$s", "the-visit", "%4$s", "the-lot", "%5$s",
	`"status":"completed"`, `"status":"%6$s"`, "2001-01-01T10:00:00Z", "%7$s", "2001-01-01T10:40:00Z", "%8$s", "the-number", "%9$s")

// fill makes so many administrations, and what they refer to.
func (c *clinic) fill(administrations int) {
	c.t.Helper()
	conn, err := c.db.Connx(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	defer conn.Close()
	run := func(text string, args ...any) {
		c.t.Helper()
		if _, err := conn.ExecContext(c.t.Context(), text, args...); err != nil {
			c.t.Fatalf("%v in %.200s", err, text)
		}
	}
	run("set kapbridge.adapter = on; set work_mem = '256MB'; create temp table original (id text primary key, type text, complement text, body text)")
	c.originals(conn)
	if administrations >= 100000 { // no checks of foreign keys, which hold here; only a superuser may say so
		run("set session_replication_role = replica")
	}
	run(fmt.Sprintf(copiesSQL, administrations/100-1, administrations/5-1, administrations-1, administrations/100, administrations/5, lots))
	for _, text := range []string{patientsSQL, visitsSQL, dosesSQL, headsSQL, versionsSQL, "drop table copy, original"} {
		run(text)
	}
	run("vacuum analyze")
}

// originals writes what is copied, and the lots, which are not.
func (c *clinic) originals(conn *sqlx.Conn) {
	c.t.Helper()
	c.put(`{"resourceType":"Practitioner","id":"nurse","name":[{"family":"Moss"}]}`)
	for n := range lots + 1 {
		c.put(fmt.Sprintf(`{"resourceType":"Medication","id":"%s","code":{"coding":[{"system":"https://kapbridge.org/fhir/CodeSystem/kap-product","code":"%s"}]},"batch":{"lotNumber":"LOT-%03d"}}`,
			lotID(n), products[n%len(products)], n))
	}
	c.original(conn, "the-patient", `{"resourceType":"Patient","id":"%s","identifier":[{"system":"https://clinic.example/mrn","value":"the-number"}],
		"name":[{"use":"official","family":"Ash the-number","given":["Iris"]}],"gender":"female","birthDate":"1980-04-01"}`)
	c.original(conn, "the-visit", `{"resourceType":"Encounter","id":"%s","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},
		"subject":{"reference":"Patient/the-patient"},"period":{"start":"2001-01-01T10:00:00Z","end":"2001-01-01T10:40:00Z"}}`)
	for n, route := range routes {
		for m, effective := range []string{`"effectiveDateTime":"2001-01-01T10:00:00Z"`, `"effectivePeriod":{"start":"2001-01-01T10:00:00Z","end":"2001-01-01T10:40:00Z"}`} {
			c.original(conn, fmt.Sprintf("the-dose-%d", 2*n+m), fmt.Sprintf(dose, effective, route))
		}
	}
}

func lotID(n int) string {
	if n == lots {
		return "the-lot"
	}
	return fmt.Sprintf("lot-%d", n)
}

const dose = `{"resourceType":"MedicationAdministration","id":"%%s","status":"completed","medicationReference":{"reference":"Medication/the-lot"},
	"subject":{"reference":"Patient/the-patient"},"context":{"reference":"Encounter/the-visit"},%s,
	"performer":[{"actor":{"reference":"Practitioner/nurse"}}],
	"note":[{"authorReference":{"reference":"Practitioner/nurse"},"text":"Settled in the recliner, eye shade and music as the patient had asked for. Sitter in the room throughout, monitor on. Blood pressure and oxygen saturation taken before the start, after twenty minutes and at the end, all within the limits of the order."},
		{"text":"Speaks little, hands relaxed. Some nausea towards the end, passed without medicine. Walks safely after ninety minutes; fetched by the person named in the record, who has had the leaflet for the evening read out and has no questions left. The rest of the vial was thrown away before a witness."}],
	"dosage":{"text":"0.5 mg/kg over 40 minutes","route":{"coding":[{"system":"http://snomed.info/sct","code":"%s"}]},
		"dose":{"value":35,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"},"rateQuantity":{"value":52.5,"unit":"mg/h","system":"http://unitsofmeasure.org","code":"mg/h"}}}`

// original stores a resource and keeps its body as a format of its copies'.
func (c *clinic) original(conn *sqlx.Conn, id, resource string) {
	c.t.Helper()
	tree := c.put(fmt.Sprintf(resource, id)).tree(c.t)
	updated := tree.At("meta", "lastUpdated").Text
	body := strings.NewReplacer(`"id":"`+id+`"`, `"id":"%1$s"`, updated, "%2$s").Replace(strings.TrimSpace(string(tree.JSON())))
	if _, err := conn.ExecContext(context.Background(), `insert into original select id, type, complement, $2 from fhir_resource where id = $1`,
		id, varying.Replace(body)); err != nil {
		c.t.Fatal(err)
	}
}

// copyID is the id of the nth copy of a kind, as random as those that partners send.
func (c *clinic) copyID(t testing.TB, kind string, n int) (id string) {
	t.Helper()
	if err := c.db.Get(&id, `select cast(cast(md5($1 || $2) as uuid) as text)`, kind, fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	return id
}

// copiesSQL draws the copies. What the doses of a patient have, and when they
// were given, is spread by remainders of primes.
const copiesSQL = `
create function pg_temp.named(kind text, n bigint) returns text language sql immutable as $$ select cast(cast(md5(kind || n) as uuid) as text) $$;
create function pg_temp.said(moment timestamptz, form text) returns text language sql stable as $$ select to_char(moment at time zone 'UTC', form) $$;
create temp table copy as
select 'the-patient' as original, n, pg_temp.named('patient', n) as id, timestamptz '2022-12-01 00:00Z' + n * interval '1 second' as updated,
	pg_temp.named('patient', n) as patient, cast(null as text) as visit, cast(null as text) as lot, cast(null as text) as status,
	cast(null as timestamptz) as started, cast(null as timestamptz) as ended
from generate_series(cast(0 as bigint), %[1]d) n
union all
select 'the-visit', n, pg_temp.named('visit', n), begun + interval '2 hours', pg_temp.named('patient', n %% %[4]d), null, null, 'finished', begun, begun + interval '2 hours'
from generate_series(cast(0 as bigint), %[2]d) n, lateral (select timestamptz '2023-01-01 00:00Z' + n * 7919 %% 1576800 * interval '1 minute' as begun) b
union all
select 'the-dose-' || case when n * 19 %% 10037 %% 20 < 17 then 0 when n * 19 %% 10037 %% 20 < 19 then 2 else 4 end + long,
	n, pg_temp.named('dose', n), begun + interval '1 hour' + n %% 60000 * interval '1 millisecond', pg_temp.named('patient', n %% %[4]d), pg_temp.named('visit', n %% %[5]d),
	'lot-' || n * 13 %% 10037 %% %[6]d,
	(array['not-done', 'not-done', 'stopped', 'stopped', 'stopped', 'on-hold', 'in-progress', 'entered-in-error'])[n * 31 %% 10007 %% 100 + 1],
	begun, case when long = 1 then begun + interval '40 minutes' end
from generate_series(cast(0 as bigint), %[3]d) n,
	lateral (select timestamptz '2023-01-01 00:00Z' + n %% %[5]d * 7919 %% 1576800 * interval '1 minute' + n / %[5]d * interval '10 minutes' as begun,
		cast(n * 17 %% 10009 %% 10 < 6 as integer) as long) b;
update copy set status = 'completed' where status is null and original like 'the-dose-%%';
analyze copy`

const patientsSQL = `
insert into patient (id, gender, birth_date) select c.id, p.gender, p.birth_date from copy c join patient p on p.id = c.original;
insert into patient_name (patient_id, id, position, use, family, given)
	select c.id, p.id, p.position, p.use, 'Ash ' || lpad(cast(c.n as text), 7, '0'), p.given from copy c join patient_name p on p.patient_id = c.original;
insert into patient_identifier (patient_id, id, position, system, value)
	select c.id, p.id, p.position, p.system, lpad(cast(c.n as text), 7, '0') from copy c join patient_identifier p on p.patient_id = c.original`

const visitsSQL = `
insert into session (id, status, class_system, class_code, patient_id, started_at, ended_at)
	select c.id, c.status, s.class_system, s.class_code, c.patient, c.started, c.ended from copy c join session s on s.id = c.original`

const dosesSQL = `
insert into administration (id, status, medication_id, patient_id, context_session_id, started_at, ended_at, dosage_text, route_concept,
		dose, dose_unit, dose_system, dose_code, rate, rate_unit, rate_system, rate_code)
	select c.id, c.status, c.lot, c.patient, c.visit, c.started, c.ended, a.dosage_text, a.route_concept,
		a.dose, a.dose_unit, a.dose_system, a.dose_code, a.rate, a.rate_unit, a.rate_system, a.rate_code
	from copy c join administration a on a.id = c.original;
insert into administration_performer (administration_id, id, position, actor_practitioner_id)
	select c.id, p.id, p.position, p.actor_practitioner_id from copy c join administration_performer p on p.administration_id = c.original;
insert into administration_note (administration_id, id, position, author_practitioner_id, body)
	select c.id, n.id, n.position, n.author_practitioner_id, n.body from copy c join administration_note n on n.administration_id = c.original`

const headsSQL = `
insert into fhir_resource (type, id, version, last_updated, patient, complement)
	select o.type, c.id, 1, c.updated, c.patient, o.complement from copy c join original o on o.id = c.original`

const versionsSQL = `
insert into fhir_version (type, id, version, at, deed, body, sha256)
	select type, id, 1, updated, 'create', body, sha256(body) from (
		select o.type, c.id, c.updated, convert_to(format(o.body, c.id, pg_temp.said(c.updated, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), c.patient, c.visit, c.lot, c.status,
			pg_temp.said(c.started, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), pg_temp.said(c.ended, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), lpad(cast(c.n as text), 7, '0')), 'UTF8') as body
		from copy c join original o on o.id = c.original offset 0) b`
