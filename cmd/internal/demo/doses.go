package demo

import "kapbridge/kap"

// administration: a dose that was withheld has no dosage, not even a route: a
// dosage must say how much (mad-1, http://hl7.org/fhir/R4/medicationadministration.html#invs).
func (b *batch) administration(a kap.Administration) {
	r := row{"status": a.Status, "category_concept": a.Category, "medication_id": a.MedicationID, "patient_id": a.PatientID,
		"context_session_id": a.SessionID, "started_at": a.StartedAt, "ended_at": a.EndedAt, "order_id": a.OrderID}
	if a.DoseMg != "" {
		r["dosage_text"], r["site_concept"], r["route_concept"] = a.DosageText, a.Site, a.Route
		r.amount("dose", a.DoseMg, "mg").amount("rate", a.MeanRateMlH, "mL/h").
			amount("dose_per_weight", a.DoseMgPerKg, "mg/kg").amount("weight", a.WeightKg, "kg")
	}
	rec := b.add("administration", a.ID, r)
	rec.concept("administration_status_reason", a.StatusReason)
	for _, p := range a.Performers {
		rec.list("administration_performer", row{"function_concept": p.Function, "actor_practitioner_role_id": p.RoleID})
	}
	if a.ReasonConditionID != "" {
		rec.list("administration_reason_reference", row{"reason_condition_id": a.ReasonConditionID})
	}
	if a.PumpDeviceID != "" {
		rec.list("administration_device", row{"device_id": a.PumpDeviceID})
	}
	rec.note("administration_note", a.Note)
	rec.course(a)
}

// course adds how the dose was given, drawn and what was left of it.
func (rec *record) course(a kap.Administration) {
	for _, s := range a.Steps {
		rec.list("administration_step", row{"kind": s.Kind, "at": s.At, "device_no": s.DeviceNo, "sprays": s.Sprays, "reason": s.Reason}.
			amount("rate", s.RateMlH, "mL/h").amount("dose", s.DoseMg, "mg"))
	}
	for _, d := range a.StockDraws {
		rec.list("administration_stock", row{"medication_id": d.MedicationID}.amount("amount", d.Mg, "mg"))
	}
	for _, w := range a.Wastes {
		rec.list("waste", row{"medication_id": w.MedicationID, "at": w.At, "wasted_by_id": w.WastedByRoleID,
			"witness_id": w.WitnessedByRoleID, "method": w.Method}.amount("amount", w.Mg, "mg"))
	}
}
