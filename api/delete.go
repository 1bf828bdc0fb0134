package api

import (
	"context"

	"kapbridge/mapping"
)

// delete answers DELETE [base]/[type]/[id]
// (http://hl7.org/fhir/R4/http.html#delete). Deleting twice succeeds.
func (s *server) delete(ctx context.Context, r *request) (*response, error) {
	expect, err := r.precondition()
	if err != nil {
		return nil, err
	}
	return r.write(ctx, mapping.Write{Do: mapping.Delete, Key: r.key(), Expect: expect})
}
