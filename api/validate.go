package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/validate"
	"kapbridge/fhir/xml"
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
	if q.resource == nil {
		if q.resource, err = r.read(ctx); err != nil {
			return nil, err
		}
	}
	issues, err := q.issues(r.key())
	if err != nil {
		return nil, err
	}
	if err := s.note(r, nil); err != nil {
		r.asked = true // the record itself failed: there is no other to write
		return nil, fhir.Internal(err)
	}
	if len(issues) == 0 {
		return &response{status: http.StatusOK, body: done("no issues: the resource is as R4 demands")}, nil
	}
	return &response{status: http.StatusOK, body: fhir.Encode(fhir.Outcome(issues...))}, nil
}

// examination is what a $validate is asked.
type examination struct {
	resource *fhir.Tree // nil for the one that is stored
	profiles []string
}

// examination reads the parameters from the query and from the body, which is
// the resource itself or Parameters.
func (r *request) examination() (*examination, error) {
	q := &examination{profiles: slices.Clone(r.query["profile"])}
	if err := checkModes(r.query["mode"]); err != nil {
		return nil, err
	}
	if r.Method != http.MethodPost {
		return q, nil
	}
	data, err := r.take()
	switch {
	case err != nil:
		return nil, err
	case len(data) == 0 && r.id != "":
		return q, nil
	}
	t, err := r.tree(fhir.DecodeResource, xml.Decode)
	if err != nil {
		return nil, err
	}
	if t.Get("resourceType").Text != "Parameters" {
		q.resource = t
		return q, nil
	}
	return q, q.read(t, r.id != "")
}

// read takes what stands in Parameters. The resource in them is looked at later.
func (q *examination) read(t *fhir.Tree, canBeStored bool) error {
	list := t.Get("parameter")
	if !list.Is(fhir.Array) {
		return fhir.Refuse(400, "required", "the Parameters have no parameter; $validate takes resource, mode and profile").At("Parameters.parameter")
	}
	for _, p := range list.Items {
		switch name := p.Get("name").StringOr(""); name {
		case "resource":
			if q.resource != nil || !p.Get("resource").Get("resourceType").Is(fhir.String) {
				return fhir.Refuse(400, "invalid", "the parameter resource holds one resource, and is there once").At("Parameters.parameter")
			}
			q.resource = p.Get("resource")
		case "mode":
			if err := checkModes([]string{p.Get("valueCode").StringOr("")}); err != nil {
				return err
			}
		case "profile":
			q.profiles = append(q.profiles, p.Get("valueUri").StringOr(p.Get("valueCanonical").StringOr("")))
		default:
			return fhir.Refuse(400, "not-supported", "$validate has no parameter %q; it takes resource, mode and profile", name).At("Parameters.parameter")
		}
	}
	if q.resource == nil && !canBeStored {
		return fhir.Refuse(400, "required", "the parameter resource is needed: the address names none that is stored").At("Parameters.parameter")
	}
	return nil
}

// checkModes refuses what cannot be answered. A create and an update ask the same
// of a resource; whether a deletion would be refused, only the deletion tells.
func checkModes(modes []string) error {
	for _, mode := range modes {
		if mode != "create" && mode != "update" {
			return fhir.Refuse(400, "not-supported", "the mode %q is not offered; $validate takes create and update", mode)
		}
	}
	return nil
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
// advised against. A profile that is not held here is one that nobody checked.
func (q *examination) issues(key fhir.Key) ([]fhir.Issue, error) {
	var issues []fhir.Issue
	if err := fits(q.resource, key); err != nil {
		var p *fhir.Problem
		if !errors.As(err, &p) {
			return nil, err
		}
		issues = append(issues, p.Issues...)
	}
	issues = append(issues, validate.Resource(q.resource)...)
	issues = append(issues, fhir.ModifierExtensions(q.resource)...)
	for _, profile := range q.profiles {
		if name, ok := strings.CutPrefix(profile, "http://hl7.org/fhir/StructureDefinition/"); !ok || name != key.Type {
			issues = append(issues, fhir.Issue{Severity: "error", Code: "not-supported",
				Text: "the profile " + profile + " is not held here, so that the resource was not checked against it"})
		}
	}
	return issues, nil
}
