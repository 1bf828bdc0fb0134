package demo

import (
	"strconv"

	"kapbridge/kap"
)

func (b *batch) episode(e kap.Episode) {
	rec := b.add("episode", e.ID, row{"status": e.Status, "patient_id": e.PatientID, "organization_id": e.OrganizationID,
		"started_at": e.StartedAt, "ended_at": e.EndedAt, "care_manager_practitioner_id": e.CareManagerID})
	rec.identifiers("episode_identifier", e.Identifiers)
	for _, h := range e.StatusHistory {
		rec.list("episode_status_history", row{"status": h.Status, "started_at": h.StartedAt, "ended_at": h.EndedAt})
	}
	rec.concept("episode_type", e.Type)
	for _, d := range e.Diagnoses {
		rec.list("episode_diagnosis", row{"condition_id": d.ConditionID, "role_concept": d.Role, "rank": d.Rank})
	}
}

// session: one that was not held shows the time it was planned for, as R4 has
// no other place for that (http://hl7.org/fhir/R4/encounter-definitions.html#Encounter.period).
func (b *batch) session(s kap.Session) {
	began := s.StartedAt
	if began.IsZero() {
		began = s.PlannedStart
	}
	rec := b.add("session", s.ID, row{"status": s.Status, "patient_id": s.PatientID, "organization_id": s.OrganizationID,
		"started_at": began, "ended_at": s.EndedAt, "sequence_no": s.SequenceNo, "intention": s.Intention}.coding("class", s.Class))
	rec.concept("session_type", s.Type)
	rec.list("session_episode", row{"episode_id": s.EpisodeID})
	for _, p := range s.Participants {
		key := rec.list("session_participant", row{"participant_practitioner_role_id": p.RoleID})
		rec.list("session_participant_type", row{"session_participant_id": key, "concept": p.Function})
	}
	if s.ReasonConditionID != "" {
		rec.list("session_reason_reference", row{"reason_condition_id": s.ReasonConditionID})
	}
	if s.LocationID != "" {
		rec.list("session_location", row{"location_id": s.LocationID, "status": placeStatus[s.Status]})
	}
}

// placeStatus is what Encounter.location.status says of a session's room.
var placeStatus = map[string]string{"planned": "planned", "finished": "completed"}

// order: a dose ordered by weight is shown as it was ordered and as it was
// reckoned, each with its type (http://hl7.org/fhir/R4/dosage-definitions.html#Dosage.doseAndRate).
func (b *batch) order(o kap.Order) {
	rec := b.add("medication_order", o.ID, row{"status": o.Status, "intent": o.Intent, "medication_concept": o.Product,
		"patient_id": o.PatientID, "session_id": o.SessionID, "ordered_at": o.OrderedAt,
		"requester_practitioner_role_id": o.PrescriberRoleID})
	rec.concept("medication_order_category", o.Category)
	if o.ReasonConditionID != "" {
		rec.list("medication_order_reason_reference", row{"reason_condition_id": o.ReasonConditionID})
	}
	dosage := row{"text": o.DosageText, "route_concept": o.Route}
	if o.DurationMin > 0 {
		dosage["duration"], dosage["duration_unit"] = strconv.Itoa(o.DurationMin), "min"
	}
	key := rec.list("medication_order_dosage", dosage)
	inMg := row{"medication_order_dosage_id": key, "type_concept": kap.Ordered}.amount("dose", o.DoseMg, "mg").amount("rate", o.RateMlH, "mL/h")
	if o.DoseMgPerKg != "" {
		inMg["type_concept"] = kap.Calculated
		rec.list("medication_order_dose", row{"medication_order_dosage_id": key, "type_concept": kap.Ordered}.
			amount("dose", o.DoseMgPerKg, "mg/kg"))
	}
	rec.list("medication_order_dose", inMg)
}
