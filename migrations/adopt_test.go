package migrations_test

import (
	"testing"

	"kapbridge/internal/pgtest"
)

// TestAdoptedReferences tries what the device migration made of references
// that earlier types have to devices.
func TestAdoptedReferences(t *testing.T) {
	db := pgtest.New(t)
	for _, text := range []string{
		`insert into device (id) values ('d1')`,
		`insert into practitioner (id) values ('n1')`,
		`insert into administration (id) values ('a1')`,
		`insert into administration_performer (administration_id, actor_device_id) values ('a1', 'd1')`,
	} {
		if _, err := db.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	for _, text := range []string{
		`insert into administration_performer (administration_id, actor_device_id, actor_practitioner_id) values ('a1', 'd1', 'n1')`,
		`insert into administration_performer (administration_id, actor_elsewhere) values ('a1', 'Device/d1')`,
		`insert into administration_performer (administration_id, actor_device_id, actor_elsewhere) values ('a1', 'd1', 'https://ehr.example/Device/1')`,
	} {
		if _, err := db.Exec(text); err == nil {
			t.Errorf("accepted: %s", text)
		}
	}
}

// TestTheWatchNeedsNoSearchPath edits as a role of the clinic that has rights on
// the clinic's table alone and another search_path.
func TestTheWatchNeedsNoSearchPath(t *testing.T) {
	db := pgtest.New(t)
	db.SetMaxOpenConns(1)
	for _, text := range []string{
		`drop role if exists kap_nurse`,
		`create role kap_nurse`,
		`grant usage on schema kap to kap_nurse`,
		`grant select, insert, update on kap.patient to kap_nurse`,
		`set role kap_nurse`,
		`set search_path = public`,
		`insert into kap.patient (id, gender) values ('p1', 'female')`,
		`update kap.patient set gender = 'other' where id = 'p1'`,
		`reset role`,
		`set search_path = kap`,
		`drop owned by kap_nurse`,
		`drop role kap_nurse`,
	} {
		if _, err := db.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	var marked bool
	if err := db.Get(&marked, `select pending from fhir_resource where type = 'Patient' and id = 'p1'`); err != nil || !marked {
		t.Errorf("the edit was not marked: %v", err)
	}
}
