package api

import (
	"context"
	"net/http"

	"kapbridge/fhir"
)

// read answers GET [base]/[type]/[id] (http://hl7.org/fhir/R4/http.html#read),
// with 304 when the client's copy is still right.
func (s *server) read(ctx context.Context, r *request) (*response, error) {
	known, err := r.conditions()
	if err != nil {
		return nil, err
	}
	part, err := r.part()
	if err != nil {
		return nil, err
	}
	v, err := r.ask().Read(ctx, r.access, r.key())
	if err != nil {
		return nil, err
	}
	return shown(v, known, part)
}

// shown answers with a version or the part of it that is wanted, or says that
// the client has it already.
func shown(v fhir.Version, known unchanging, part fhir.Subset) (*response, error) {
	p := versioned(http.StatusOK, v)
	if known.holds(p.etag, p.modified) {
		p.status = http.StatusNotModified
		return p, nil
	}
	var err error
	p.body, err = part.Cut(v.Body)
	return p, err
}
