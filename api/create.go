package api

import (
	"context"
	"net/http"
	"strconv"

	"kapbridge/fhir"
)

// create answers POST [base]/[type] (http://hl7.org/fhir/R4/http.html#create).
// An id in the body is not used: the server gives one.
func (s *server) create(ctx context.Context, r *request) (*response, error) {
	if r.Header.Get("If-None-Exist") != "" {
		return nil, fhir.Refuse(400, "not-supported", "conditional create (If-None-Exist) is not offered; search first, or PUT under an id of your own")
	}
	t, err := r.resource()
	if err != nil {
		return nil, err
	}
	v, err := r.ask().Create(ctx, r.access, t)
	if err != nil {
		return nil, err
	}
	return r.written(v, true), nil
}

// written answers a create or update in the form that the client prefers.
func (r *request) written(v fhir.Version, created bool) *response {
	p := versioned(http.StatusOK, v)
	if created {
		p.status = http.StatusCreated
		p.location = r.base() + "/" + v.Key.String() + "/_history/" + strconv.FormatInt(v.Number, 10)
	}
	switch parsePrefer(r.Header["Prefer"]).answer {
	case minimal:
	case outcomeOnly:
		p.body = done("%s is stored as version %d", v.Key, v.Number)
	default:
		p.body = v.Body
	}
	return p
}
