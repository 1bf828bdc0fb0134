package api

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/xml"
)

// located gives the issues of a refusal their lines in the document that came. In
// an entry of a batch that is the Bundle, where the expressions of a resource that
// was sent then start too.
func (r *request) located(err error) error {
	e := r.exchange.entry
	if e != nil && e.Method == http.MethodPatch {
		err = inData(err)
	}
	var p *fhir.Problem
	if !errors.As(err, &p) || p.Status >= http.StatusInternalServerError || !hasPlace(p.Issues) {
		return err
	}
	issues := slices.Clone(p.Issues) // some problems are shared
	if e != nil {
		for i := range issues { // of the entry written anew, which nobody sent
			issues[i].Line, issues[i].Column = 0, 0
		}
	}
	issues = r.locate("", issues)
	if e != nil {
		sent := e.Resource.Get("resourceType").StringOr("")
		for i, is := range issues {
			if first, _, _ := strings.Cut(is.Expression, "."); first != "" && first == sent {
				issues[i].Expression = e.Within(is.Expression)
			}
		}
	}
	placed := *p
	placed.Issues = issues
	return &placed
}

func hasPlace(issues []fhir.Issue) bool {
	return slices.ContainsFunc(issues, func(is fhir.Issue) bool { return is.Expression != "" })
}

// locate gives the issues that an answer shows their lines in the document that
// came; within is the FHIRPath of the resource that they are about, "" for the
// whole body.
func (r *request) locate(within string, issues []fhir.Issue) []fhir.Issue {
	if x := r.exchange; x.outer != nil {
		return x.outer.locate(x.entry.Within(cmp.Or(within, "Resource")), issues)
	}
	issues = fhir.Shown(issues)
	if m := r.document(); m != nil {
		m.Locate(within, issues)
	}
	return issues
}

// document is the body with its places, nil where none can be told: there is none,
// or it cannot be read, and then the fault says itself where.
func (r *request) document() *fhir.Marked {
	if r.marked != nil || len(r.taken) == 0 {
		return r.marked
	}
	mark := fhir.Mark
	if mediaType, err := sentAs(r.Header); err == nil && isXML(mediaType) {
		mark = xml.Mark
	}
	if m, err := mark(r.taken); err == nil {
		r.marked = m
	}
	return r.marked
}
