package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/xml"
)

// The modes of $validate
// (http://hl7.org/fhir/R4/valueset-resource-validation-mode.html). A create and an
// update ask the same of a resource; none asks that too.
const (
	modeCreate  = "create"
	modeUpdate  = "update"
	modeDelete  = "delete"  // whether the resource of the address could be deleted
	modeProfile = "profile" // the profile that is named
)

var modes = []string{"", modeCreate, modeUpdate, modeDelete, modeProfile}

// examination is what a $validate is asked.
type examination struct {
	resource *fhir.Tree // nil for the one that is stored
	within   string     // where the resource stands in the body; "" when it is all of it
	mode     string
	profiles []string
}

// examination reads the parameters from the query and from the body, which is
// the resource itself or Parameters.
func (r *request) examination() (*examination, error) {
	q := &examination{profiles: slices.Clone(r.query["profile"])}
	for _, mode := range r.query["mode"] {
		if err := q.as(mode); err != nil {
			return nil, err
		}
	}
	if err := q.body(r); err != nil {
		return nil, err
	}
	switch {
	case q.mode == modeDelete && r.id == "":
		return nil, fhir.Refuse(400, "required", "the mode delete is asked of one resource: [type]/[id]/$validate")
	case q.mode == modeProfile && len(q.profiles) == 0:
		return nil, fhir.Refuse(400, "required", "the mode profile needs the parameter profile, the canonical url of one")
	case q.resource == nil && r.id == "":
		return nil, fhir.Refuse(400, "required", "the parameter resource is needed: the address names none that is stored").At("Parameters.parameter")
	}
	return q, nil
}

// body reads what was posted. At an instance that may be nothing.
func (q *examination) body(r *request) error {
	if r.Method != http.MethodPost {
		return nil
	}
	data, err := r.take()
	if err != nil || len(data) == 0 && r.id != "" {
		return err
	}
	t, err := r.tree(fhir.DecodeResource, xml.Decode)
	if err != nil {
		return err
	}
	if t.Get("resourceType").Text != "Parameters" {
		q.resource = t
		return nil
	}
	list := t.Get("parameter")
	if !list.Is(fhir.Array) {
		return fhir.Refuse(400, "required", "the Parameters have no parameter; $validate takes resource, mode and profile").At("Parameters.parameter")
	}
	for i, p := range list.Items {
		if err := q.parameter(p, fmt.Sprintf("Parameters.parameter[%d]", i)); err != nil {
			return err
		}
	}
	return nil
}

// parameter takes one of Parameters. The resource in it is looked at later.
func (q *examination) parameter(p *fhir.Tree, place string) error {
	switch name := p.Get("name").StringOr(""); name {
	case "resource":
		if q.resource != nil || !p.At("resource", "resourceType").Is(fhir.String) {
			return fhir.Refuse(400, "invalid", "the parameter resource holds one resource, and is there once").At(place)
		}
		q.resource, q.within = p.Get("resource"), place+".resource"
	case "mode":
		if err := q.as(p.Get("valueCode").StringOr("")); err != nil {
			return err.At(place)
		}
	case "profile":
		profile := p.Get("valueUri").StringOr(p.Get("valueCanonical").StringOr(""))
		if profile == "" {
			return fhir.Refuse(400, "required", "the parameter profile has the canonical url of a profile as valueUri").At(place)
		}
		q.profiles = append(q.profiles, profile)
	default:
		return fhir.Refuse(400, "not-supported", "$validate has no parameter %q; it takes resource, mode and profile", name).At(place)
	}
	return nil
}

// as takes a mode, which may be given once.
func (q *examination) as(mode string) *fhir.Problem {
	if !slices.Contains(modes, mode) {
		return fhir.Refuse(400, "not-supported", "there is no mode %q; $validate takes %s", mode, strings.Join(modes[1:], ", "))
	}
	if q.mode != "" && q.mode != mode {
		return fhir.Refuse(400, "invalid", "the modes %s and %s are given; give one", q.mode, mode)
	}
	q.mode = mode
	return nil
}
