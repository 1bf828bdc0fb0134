package api

import (
	"context"

	"kapbridge/fhir"
	"kapbridge/mapping"
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
	return r.write(ctx, mapping.Write{Do: mapping.Create, Key: r.key(), Resource: t})
}
