package api

import (
	"context"

	"kapbridge/mapping"
)

// delete answers DELETE [base]/[type]/[id], which succeeds twice, and DELETE
// [base]/[type]?[criteria], which deletes the one resource that they find, or
// several where that is switched on (http://hl7.org/fhir/R4/http.html#delete,
// #3.1.0.7.1).
func (s *server) delete(ctx context.Context, r *request) (*response, error) {
	w := mapping.Write{Do: mapping.Delete, Key: r.key(), Most: s.DeleteSeveral}
	var err error
	if w.Where, err = s.meant(r); err != nil {
		return nil, err
	}
	if w.Expect, err = r.precondition(); err != nil {
		return nil, err
	}
	return r.write(ctx, w)
}
