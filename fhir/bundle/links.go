package bundle

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// Conditional gives the conditional references of a resource, as written and each
// once: Patient?identifier=http://a.example|1
// (http://hl7.org/fhir/R4/http.html#trules).
func Conditional(resource *fhir.Tree) []string {
	var found []string
	references(resource, func(literal *fhir.Tree) {
		name, _, search := strings.Cut(literal.Text, "?")
		if search && fhir.IsResource(name) && !slices.Contains(found, literal.Text) {
			found = append(found, literal.Text)
		}
	})
	return found
}

// PlaceOf gives the FHIRPath of the first reference of a resource that has this
// text; "" when there is none.
func PlaceOf(resource *fhir.Tree, text string) string {
	place := ""
	references(resource, func(literal *fhir.Tree) {
		if place == "" && literal.Text == text {
			place = fhir.PlaceOf(resource, literal)
		}
	})
	return place
}

// Unknown finds references by urn:uuid: or urn:oid: to what no entry of the
// transaction bears. Outside of it such a name means nothing to anybody, so that
// whoever sent it has left something out. URIs that are no references may hold
// any name.
func Unknown(e *Entry, known func(fullURL string) bool) []fhir.Issue {
	var issues []fhir.Issue
	references(e.Resource, func(literal *fhir.Tree) {
		plain, _ := cutBehind(literal.Text)
		if !strings.HasPrefix(plain, "urn:uuid:") && !strings.HasPrefix(plain, "urn:oid:") || known(plain) {
			return
		}
		issues = append(issues, fhir.Issue{Severity: "error", Code: "not-found", Expression: e.PlaceOf(literal),
			Text: fmt.Sprintf("no entry of the transaction has the fullUrl %q", brief(plain))})
	})
	return issues
}

// PlaceOf gives the FHIRPath, in the Bundle, of a value of the entry's resource.
func (e *Entry) PlaceOf(value *fhir.Tree) string {
	return e.Within(fhir.PlaceOf(e.Resource, value))
}

// Within makes of a place in the entry's resource, as a check of that resource
// alone names it, one in the Bundle: Patient.name[0] becomes
// Bundle.entry[2].resource.name[0]. The empty place is the entry itself.
func (e *Entry) Within(place string) string {
	_, inside, deeper := strings.Cut(place, ".")
	switch {
	case place == "":
		return e.Place()
	case strings.HasPrefix(place, "Bundle."): // it is one already
		return place
	case deeper:
		return e.Place() + ".resource." + inside
	}
	return e.Place() + ".resource"
}

func references(resource *fhir.Tree, do func(literal *fhir.Tree)) {
	fhir.Visit(resource, func(v *fhir.Tree, at fhir.Spot) {
		if literal := v.Get("reference"); at.Type == "Reference" && literal.Is(fhir.String) {
			do(literal)
		}
	})
}
