package mapping

import (
	"regexp"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// ofTarget is the filter in the expression of a parameter such as patient.
var ofTarget = regexp.MustCompile(`resolve\(\) is (\w+)\)`)

// OnlyTarget is the one type that a reference must lead to for the parameter to
// look at it, as its expression says: Patient for patient; "" for none.
func (p *Param) OnlyTarget() string {
	if target := ofTarget.FindStringSubmatch(p.Expression); target != nil && fhir.IsResource(target[1]) {
		return target[1]
	}
	return ""
}

// Admits tells whether the parameter looks at a reference written as a URL or urn:
// at any, or at those that name the one type it is about.
func (p *Param) Admits(url string) bool {
	only := p.OnlyTarget()
	named := typeInLiteral.FindStringSubmatch(url)
	return only == "" || named != nil && named[1] == only
}

// refersFrom tells whether the parameter looks at the references of an element,
// given by the path where R4 defines it, or of an extension, by url and value[x].
func (p *Param) refersFrom(typeName, path string) bool {
	return slices.ContainsFunc(p.Places, func(at Place) bool {
		if at.Shape() != ShapeRef || at.Path == path {
			return at.Shape() == ShapeRef
		}
		e, err := fhir.ResolvePath(typeName, at.Path)
		return err == nil && e.Path == path
	})
}

var typeInLiteral = regexp.MustCompile(`(?:^|/)([A-Z]\w+)/[A-Za-z0-9.-]+(?:/_history/[^/]+)?$`)

// mayMean tells whether a reference may lead to what the parameter is about: it
// names that type, literally or by Reference.type, or no type at all
// (http://hl7.org/fhir/R4/references-definitions.html#Reference.type).
func (p *Param) mayMean(reference *fhir.Tree) bool {
	only := p.OnlyTarget()
	if only == "" {
		return true
	}
	if literal := typeInLiteral.FindStringSubmatch(reference.Get("reference").StringOr("")); literal != nil {
		return literal[1] == only
	}
	named := reference.Get("type").StringOr("")
	return named == "" || named[strings.LastIndexByte(named, '/')+1:] == only
}
