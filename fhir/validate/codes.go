package validate

import (
	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/term"
)

// codes finds what the terminology that is held has against the codes of a
// resource: those outside of the value sets that R4 advises, those that their
// systems lack, and displays that are not theirs. Required bindings are for
// fhir.CheckStructure.
func (v *Validator) codes(t *fhir.Tree) []fhir.Issue {
	x := &examiner{v: v, document: t, advice: true}
	fhir.Visit(t, func(value *fhir.Tree, s fhir.Spot) {
		d, _ := fhir.TypeOf(s.Type)
		self := fhirpath.Value{Tree: value, Type: d}
		if s.Element.Advised != "" {
			b := binding{strength: s.Element.Strength, valueSet: s.Element.Advised}
			if greatest := s.Element.Greatest; greatest != "" && self.In(v.terms, greatest) == term.No {
				b = binding{"required", greatest, s.Element.Advised}
			}
			x.binding(self, &b)
		}
		if d != nil && (s.Type == "Coding" || d.Is("Quantity")) {
			x.inItsSystem(self)
		}
	})
	return x.issues()
}

// inItsSystem asks whether the system of a Coding or Quantity has its code, and
// by that display (http://hl7.org/fhir/R4/datatypes.html#Coding).
func (x *examiner) inItsSystem(v fhirpath.Value) {
	system, code := v.Tree.Get("system").StringOr(""), v.Tree.Get("code").StringOr("")
	if system == "" || code == "" {
		return
	}
	if version := v.Tree.Get("version").StringOr(""); version != "" {
		system += "|" + version
	}
	concept, answer := x.v.terms.Lookup(system, code)
	switch display := v.Tree.Get("display"); {
	case answer == term.No:
		x.fail(v, "code", "error", "code-invalid", "%q is no code of %s%s", code, system, meant(x.v.terms.NearestIn(system, code)))
	case answer == term.Yes && display.Is(fhir.String) && !concept.Called(display.Text):
		x.fail(v, "display", "warning", "value", "the display of %q in %s is %q, not %q", code, system, concept.Display, display.Text)
	}
}
