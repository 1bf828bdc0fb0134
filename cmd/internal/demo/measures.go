package demo

import (
	"strconv"

	"kapbridge/kap"
)

func (b *batch) response(r kap.Response) {
	rec := b.add("response", r.ID, row{"questionnaire": r.Questionnaire, "status": r.Status, "patient_id": r.PatientID,
		"session_id": r.SessionID, "episode_id": r.EpisodeID, "authored_at": r.AuthoredAt, "author_patient_id": r.PatientID,
		"source_patient_id": r.PatientID, "timing": r.Timing})
	for _, i := range r.Items {
		key := rec.list("response_item", row{"link_id": i.LinkID, "text": i.Text})
		rec.list("response_answer", row{"response_item_id": key, "value_num": i.Decimal}.coding("value", i.Answer))
	}
}

// observation: the method of a score is known in words only.
func (b *batch) observation(o kap.Observation) {
	r := row{"status": o.Status, "code_concept": o.Code, "subject_patient_id": o.PatientID, "session_id": o.SessionID,
		"episode_id": o.EpisodeID, "taken_at": o.TakenAt, "value_concept": o.ValueConcept,
		"method_concept": b.concepts.words(o.Method), "score_rule": o.ScoreRule}.amount("value", o.ValueNum, o.UnitUCUM)
	if o.Monitored {
		r.amount("dose_offset", kap.Decimal(strconv.Itoa(o.OffsetMin)), "min")
	}
	rec := b.add("observation", o.ID, r)
	if o.AdministrationID != "" {
		rec.list("observation_part_of", row{"part_of_administration_id": o.AdministrationID})
	}
	rec.concept("observation_category", o.Category)
	rec.performer(o)
	rec.concept("observation_interpretation", o.Interpretation)
	if o.ResponseID != "" {
		rec.list("observation_derived_from", row{"derived_from_response_id": o.ResponseID})
	}
	for _, c := range o.Components {
		rec.list("observation_component", row{"code_concept": c.Code}.amount("value", c.ValueNum, c.UnitUCUM))
	}
}

// performer: who took the reading; the patient, of what follows from answers.
func (rec *record) performer(o kap.Observation) {
	who := row{"performer_practitioner_role_id": o.ObserverRoleID}
	if o.ObserverRoleID == "" {
		who = row{"performer_patient_id": o.PatientID}
	}
	rec.list("observation_performer", who)
}
