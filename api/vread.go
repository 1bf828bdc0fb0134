package api

import "context"

// readVersion answers GET [base]/[type]/[id]/_history/[vid]
// (http://hl7.org/fhir/R4/http.html#vread).
func (s *server) readVersion(ctx context.Context, r *request) (*response, error) {
	known, err := r.conditions()
	if err != nil {
		return nil, err
	}
	n, err := r.number()
	if err != nil {
		return nil, err
	}
	part, err := r.part()
	if err != nil {
		return nil, err
	}
	v, err := r.ask().ReadVersion(ctx, r.access, r.key(), n)
	if err != nil {
		return nil, err
	}
	return shown(v, known, part)
}
