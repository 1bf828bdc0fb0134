package api

import (
	"context"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// create answers POST [base]/[type] (http://hl7.org/fhir/R4/http.html#create).
// An id in the body is not used: the server gives one. With If-None-Exist, what
// its criteria find is answered instead of being made again
// (http://hl7.org/fhir/R4/http.html#ccreate).
func (s *server) create(ctx context.Context, r *request) (*response, error) {
	if r.Header.Get("If-Match") != "" || r.Header.Get("If-None-Match") != "" {
		return nil, fhir.Invalid("a create has no version that If-Match or If-None-Match could be about; If-None-Exist takes criteria")
	}
	w := mapping.Write{Do: mapping.Create, Key: r.key()}
	var err error
	if w.Where, err = s.ifNoneExist(r.typ, r.Header["If-None-Exist"]); err != nil {
		return nil, err
	}
	if w.Resource, err = r.resource(); err != nil {
		return nil, err
	}
	return r.write(ctx, w)
}

// ifNoneExist reads the lines of the header; nil for no condition.
func (s *server) ifNoneExist(typeName string, lines []string) (*mapping.Query, error) {
	switch len(lines) {
	case 0:
		return nil, nil
	case 1:
		return s.criteria(typeName, lines[0])
	}
	return nil, fhir.Invalid("If-None-Exist may be given once; join its criteria with &")
}
