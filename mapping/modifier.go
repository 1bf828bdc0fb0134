package mapping

import "slices"

// Modifiers lists the modifiers that work for the parameter, missing first
// (http://hl7.org/fhir/R4/search.html#modifiers).
func (p *Param) Modifiers() []string {
	if p.Universal() {
		return p.modifiers
	}
	all := []string{"missing"}
	switch p.Type {
	case "composite": // R4 gives them none
		return nil
	case "string":
		return append(all, "exact", "contains")
	case "uri":
		return append(all, "above", "below")
	case "reference":
		if p.looksAt(ShapeRef) {
			all = append(all, "identifier")
		}
		return append(all, p.Targets...)
	case "token":
		all = append(all, "not")
		if p.looksAt(ShapeConcept, ShapeCoding, ShapeIdentifier) {
			all = append(all, "text")
		}
		if p.looksAt(ShapeCode, ShapeConcept, ShapeCoding) {
			all = append(all, "in", "not-in", "above", "below")
		}
		if p.looksAt(ShapeIdentifier) {
			all = append(all, "of-type")
		}
	}
	return all
}

// looksAt tells whether a place of the parameter has one of the shapes.
func (p *Param) looksAt(shapes ...Shape) bool {
	return slices.ContainsFunc(p.Places, func(at Place) bool { return slices.Contains(shapes, at.Shape()) })
}

// whyNot says why a modifier of R4 cannot be answered, where that is not plain.
var whyNot = map[string]string{
	"identifier": ": it is for references that may have an identifier",
}
