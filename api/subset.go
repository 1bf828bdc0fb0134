package api

import (
	"strings"

	"kapbridge/fhir"
)

// part reads which part of a single resource the client wants
// (http://hl7.org/fhir/R4/http.html#read).
func (r *request) part() (fhir.Subset, error) {
	part := fhir.Subset{Summary: r.query.Get("_summary")}
	if names := r.query.Get("_elements"); names != "" {
		part.Elements = strings.Split(names, ",")
	}
	if part.Summary == "count" {
		return part, fhir.Refuse(400, "value", "_summary=count is for searches; a single resource has nothing to count")
	}
	return part, part.Check(r.typ)
}

// cutAll leaves on a page what the client wants of each resource. The elements
// asked for are those of the type searched, so what is included comes whole.
func cutAll(page fhir.Page, part fhir.Subset) error {
	if err := cut(page.Versions, part); err != nil {
		return err
	}
	return cut(page.Included, fhir.Subset{Summary: part.Summary})
}

func cut(versions []fhir.Version, part fhir.Subset) error {
	for i, v := range versions {
		body, err := part.Cut(v.Body)
		if err != nil {
			return err
		}
		versions[i].Body = body
	}
	return nil
}
