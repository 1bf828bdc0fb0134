package api

import (
	"context"

	"kapbridge/mapping"
)

// patch answers PATCH [base]/[type]/[id] and PATCH [base]/[type]?[criteria]
// (http://hl7.org/fhir/R4/http.html#patch). What is not there cannot be patched.
func (s *server) patch(ctx context.Context, r *request) (*response, error) {
	w := mapping.Write{Do: mapping.Patch, Key: r.key()}
	var err error
	if w.Where, err = s.meant(r); err != nil {
		return nil, err
	}
	if w.Expect, err = r.precondition(); err != nil {
		return nil, err
	}
	if w.Change, err = r.change(); err != nil {
		return nil, err
	}
	return r.write(ctx, w)
}

// change reads the patch that a request sends. A media type that is none of
// ours is told before a long body is read.
func (r *request) change() (change, error) {
	if err := asItIs(r.Header); err != nil {
		return nil, err
	}
	contentType := r.Header.Get("Content-Type")
	if _, err := patchReader(contentType); err != nil {
		return nil, err
	}
	document, err := r.take()
	if err != nil {
		return nil, err
	}
	return changeOf(contentType, document, r.sound)
}
