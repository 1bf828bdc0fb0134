package api

import (
	"context"
	"net/http"
)

// delete answers DELETE [base]/[type]/[id]
// (http://hl7.org/fhir/R4/http.html#delete). Deleting twice succeeds.
func (s *server) delete(ctx context.Context, r *request) (*response, error) {
	expect, err := r.precondition()
	if err != nil {
		return nil, err
	}
	v, err := r.ask().Delete(ctx, r.access, r.key(), expect)
	if err != nil {
		return nil, err
	}
	p := &response{status: http.StatusNoContent}
	if v.Number > 0 {
		p.etag, p.modified = etagOf(v.Number), v.At
	}
	if parsePrefer(r.Header["Prefer"]).answer == outcomeOnly {
		p.status, p.body = http.StatusOK, done("%s is deleted; its history remains", r.key())
	}
	return p, nil
}
