package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
)

// definitionOfValidate is HL7's, which says what the operation takes and gives.
const definitionOfValidate = "http://hl7.org/fhir/OperationDefinition/Resource-validate"

// validate answers POST [base]/[type]/$validate, and GET or POST
// [base]/[type]/[id]/$validate: all that is wrong with a resource, as an
// OperationOutcome with status 200
// (http://hl7.org/fhir/R4/resource-operation-validate.html). At an instance the
// resource may be left out; that which is stored is meant then. Nothing is stored.
func (s *server) validate(ctx context.Context, r *request) (*response, error) {
	q, err := r.examination()
	if err != nil {
		return nil, err
	}
	if q.mode == modeDelete {
		return r.deletion(ctx)
	}
	if q.resource == nil {
		if q.resource, err = r.read(ctx); err != nil {
			return nil, err
		}
	}
	issues, err := q.issues(r.key())
	if err != nil {
		return nil, err
	}
	issues = r.locate(q.within, issues)
	if err := s.recorded(r); err != nil {
		return nil, err
	}
	return found(issues, "no issues: the resource is as R4 demands"), nil
}

// found answers with issues, or tells that there are none.
func found(issues []fhir.Issue, none string) *response {
	if len(issues) == 0 {
		return &response{status: http.StatusOK, body: done("%s", none)}
	}
	return &response{status: http.StatusOK, body: fhir.Encode(fhir.Outcome(issues...))}
}

// deletion tells what the deletion of the resource would be refused for. What is
// not here can be deleted: that succeeds twice.
func (r *request) deletion(ctx context.Context) (*response, error) {
	if r.server.types[r.typ].readOnly {
		return nil, writtenByUs(r.typ)
	}
	issues, err := r.ask().Deletion(ctx, r.access, r.key())
	if err != nil {
		return nil, err
	}
	return found(issues, "no issues: nothing stands in the way of a deletion"), nil
}

// read gives the resource that the address names.
func (r *request) read(ctx context.Context) (*fhir.Tree, error) {
	v, err := r.ask().Read(ctx, r.access, r.key())
	if err != nil {
		return nil, err
	}
	t, err := fhir.DecodeStored(v.Body)
	if err != nil {
		return nil, fhir.Internal(err)
	}
	return t, nil
}

// issues are all that a write to the address would be refused for, and what is
// advised against.
func (q *examination) issues(key fhir.Key) ([]fhir.Issue, error) {
	var issues []fhir.Issue
	if err := fits(q.resource, key); err != nil {
		var p *fhir.Problem
		if !errors.As(err, &p) {
			return nil, err
		}
		issues = slices.Clone(p.Issues)
	}
	for _, is := range ig.Validator().Resource(q.resource, q.profiles...) {
		if is.Code == fhir.BeyondBounds {
			is.Severity = "error" // R4 allows it, and a write is refused
		}
		issues = append(issues, is)
	}
	return append(issues, fhir.ModifierExtensions(q.resource)...), nil
}
