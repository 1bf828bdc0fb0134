package demo

import "kapbridge/kap"

func (b *batch) organization(o kap.Organization) {
	rec := b.add("organization", o.ID, row{"active": o.Active, "name": o.Name})
	rec.identifiers("organization_identifier", o.Identifiers)
	rec.concept("organization_type", o.Type)
	rec.telecom("organization_telecom", "phone", o.Phone, "work")
	rec.address("organization_address", "work", o.AddressLine, o.City, o.State, o.Country)
}

func (b *batch) location(l kap.Location) {
	r := row{"status": l.Status, "name": l.Name, "mode": l.Mode,
		"physical_type_concept": l.PhysicalType, "organization_id": l.OrganizationID, "parent_id": l.PartOfID}
	if l.AddressLine != "" {
		r["address_use"], r["address_line"] = "work", []string{l.AddressLine}
		r["address_city"], r["address_state"], r["address_country"] = l.City, l.State, l.Country
	}
	rec := b.add("location", l.ID, r)
	rec.concept("location_type", l.Type)
	rec.telecom("location_telecom", "phone", l.Phone, "work")
}

func (b *batch) practitioner(p kap.Practitioner) {
	rec := b.add("practitioner", p.ID, row{"active": p.Active, "gender": p.Gender})
	rec.identifiers("practitioner_identifier", p.Identifiers)
	rec.name("practitioner_name", p.Given, p.Family)
}

func (b *batch) role(r kap.PractitionerRole) {
	rec := b.add("practitioner_role", r.ID, row{"active": r.Active, "started_at": r.StartedAt, "ended_at": r.EndedAt,
		"practitioner_id": r.PractitionerID, "organization_id": r.OrganizationID})
	rec.identifiers("practitioner_role_identifier", r.Identifiers)
	rec.concept("practitioner_role_code", r.Role)
	rec.telecom("practitioner_role_telecom", "phone", r.Phone, "work")
	for _, id := range r.LocationIDs {
		rec.list("practitioner_role_location", row{"location_id": id})
	}
}

func (b *batch) patient(p kap.Patient) {
	rec := b.add("patient", p.ID, row{"active": p.Active, "gender": p.Gender, "birth_date": p.BirthDate,
		"organization_id": p.ManagingOrganizationID})
	rec.identifiers("patient_identifier", p.Identifiers)
	rec.name("patient_name", p.Given, p.Family)
	rec.telecom("patient_telecom", "phone", p.Phone, "mobile")
	rec.telecom("patient_telecom", "email", p.Email, "home")
	rec.address("patient_address", "home", p.AddressLine, p.City, p.State, p.Country)
	rec.list("patient_language", row{"language_concept": p.Language, "preferred": true})
	rec.list("patient_primary_care", row{"primary_care_practitioner_role_id": p.GeneralPractitionerID})
}

// condition: that a depression resists treatment is a code of the concept
// already, by the rule that kap.Condition tells.
func (b *batch) condition(c kap.Condition) {
	rec := b.add("condition", c.ID, row{"clinical_status_concept": c.ClinicalStatus,
		"verification_status_concept": c.VerificationStatus, "severity_concept": c.Severity, "code_concept": c.Code,
		"patient_id": c.PatientID, "recorded_at": c.RecordedDate, "recorder_practitioner_role_id": c.RecorderRoleID}.
		day("onset", c.OnsetDate).day("abatement", c.AbatementDate))
	rec.concept("condition_category", c.Category)
	rec.note("condition_note", c.Note)
}

func (rec *record) identifiers(table string, list []kap.Identifier) {
	for _, i := range list {
		rec.list(table, row{"use": i.Use, "type_concept": i.Type, "system": i.System, "value": i.Value})
	}
}

func (rec *record) name(table, given, family string) {
	rec.list(table, row{"use": "official", "family": family, "given": []string{given}})
}

func (rec *record) telecom(table, system, value, use string) {
	if value != "" {
		rec.list(table, row{"system": system, "value": value, "use": use})
	}
}

func (rec *record) address(table, use, line, city, state, country string) {
	rec.list(table, row{"use": use, "line": []string{line}, "city": city, "state": state, "country": country})
}

func (rec *record) note(table, body string) {
	if body != "" {
		rec.list(table, row{"body": body})
	}
}
