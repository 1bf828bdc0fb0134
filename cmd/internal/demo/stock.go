package demo

import "kapbridge/kap"

// medication: one lot. Its amount is what one container holds, which the books
// of controlled substances count in.
func (b *batch) medication(m kap.Medication) {
	rec := b.add("medication", m.ID, row{"product_concept": m.Code, "status": m.Status, "form_concept": m.Form, "lot_no": m.LotNo}.
		day("expires", m.ExpiresOn).
		amount("amount_numerator", m.CapacityMg, "mg").amount("amount_denominator", "1", "{"+m.ContainerWords+"}"))
	rec.list("medication_ingredient", row{"item_concept": m.Ingredient, "active": true}.
		amount("strength_numerator", m.StrengthValue, m.StrengthUnit).amount("strength_denominator", "1", m.StrengthPer))
}

// device: a pump of the clinic; what it is has no code, only words.
func (b *batch) device(d kap.Device) {
	b.add("device", d.ID, row{"status": d.Status, "type_concept": b.concepts.words(d.Kind), "model": d.Model,
		"serial_number": d.Serial, "owner_id": d.OrganizationID, "location_id": d.LocationID})
}

// questionnaire: an instrument with its questions and their options. What the
// options count in a score is known to the scoring rule, no column holds it.
func (b *batch) questionnaire(q *kap.Questionnaire) {
	rec := b.add("questionnaire", q.ID, row{"url": q.URL, "version": q.Version, "name": q.Name, "title": q.Title,
		"status": q.Status, "copyright": q.Copyright})
	rec.list("questionnaire_subject_type", row{"subject_type": "Patient"})
	for _, c := range q.Panel.Codings {
		rec.list("questionnaire_code", row{}.coding("coding", c))
	}
	for _, i := range q.Items {
		key := rec.list("questionnaire_item", row{"link_id": i.LinkID, "prefix": i.Prefix, "text": i.Text, "type": i.Type,
			"required": i.Required, "read_only": i.ReadOnly})
		if i.Code != nil {
			for _, c := range i.Code.Codings {
				rec.list("questionnaire_item_code", row{"questionnaire_item_id": key}.coding("coding", c))
			}
		}
		for _, o := range i.Options {
			rec.list("questionnaire_option", row{"questionnaire_item_id": key}.coding("value", o.Coding))
		}
	}
}
