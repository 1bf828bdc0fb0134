package api

import (
	"context"

	"kapbridge/mapping"
)

// update answers PUT [base]/[type]/[id]; an id that is not known yet is created
// (http://hl7.org/fhir/R4/http.html#update, #upsert).
func (s *server) update(ctx context.Context, r *request) (*response, error) {
	expect, err := r.precondition()
	if err != nil {
		return nil, err
	}
	t, err := r.resource()
	if err != nil {
		return nil, err
	}
	return r.write(ctx, mapping.Write{Do: mapping.Update, Key: r.key(), Resource: t, Expect: expect})
}
