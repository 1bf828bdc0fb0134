package api

import (
	"context"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// update answers PUT [base]/[type]/[id], where an id that is not known yet is
// created, and PUT [base]/[type]?[criteria], which updates the one resource that
// they find or makes one (http://hl7.org/fhir/R4/http.html#update, #upsert,
// #cond-update).
func (s *server) update(ctx context.Context, r *request) (*response, error) {
	w := mapping.Write{Do: mapping.Update, Key: r.key()}
	var err error
	if w.Where, err = s.meant(r); err != nil {
		return nil, err
	}
	if w.Expect, err = r.precondition(); err != nil {
		return nil, err
	}
	if w.Resource, err = r.resource(); err != nil {
		return nil, err
	}
	if id := w.Resource.Get("id"); id != nil && !fhir.ValidID(id.Text) {
		return nil, fhir.Refuse(400, "value", "%q is not a logical id: 1 to 64 of the characters A-Z a-z 0-9 - and .", id.Text).At(r.typ + ".id")
	}
	return r.write(ctx, w)
}
