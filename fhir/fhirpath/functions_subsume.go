package fhirpath

import (
	"slices"

	"kapbridge/fhir"
)

// coded is a code with its system.
type coded struct{ system, code string }

// subsumes makes subsumes(), or with the roles changed subsumedBy(): whether one
// Coding or CodeableConcept is, or stands above, another
// (http://hl7.org/fhir/R4/fhirpath.html#functions). Concepts subsume when one of
// their codings does; the result is empty when none can be told to.
func subsumes(by bool) func(*call, scope, Collection) (Collection, error) {
	return func(n *call, s scope, input Collection) (Collection, error) {
		other, err := n.arg(s, 0)
		if err != nil || len(input) == 0 || len(other) == 0 {
			return nil, err
		}
		if len(input) > 1 || len(other) > 1 {
			return nil, wrong("%s() is called on one concept with one, not on %s with %s", n.name, shownAll(input), shownAll(other))
		}
		above, below := codesOf(input[0]), codesOf(other[0])
		if by {
			above, below = below, above
		}
		return s.run.subsumesAny(above, below)
	}
}

func (r *run) subsumesAny(above, below []coded) (Collection, error) {
	look, can := r.ctx.Subsumes, false
	if look == nil {
		look = keptSystems
	}
	for _, a := range above {
		for _, b := range below {
			if a.system != b.system {
				continue
			}
			does, known, err := look(a.system, a.code, b.code)
			if err != nil || known && does {
				return boolean(does), err
			}
			can = can || known
		}
	}
	if !can {
		return nil, nil
	}
	return no, nil
}

// keptSystems looks into the code systems that R4's required value sets draw upon.
func keptSystems(system, code, below string) (does, known bool, err error) {
	if code == below && system != "" {
		return true, true, nil
	}
	kept, ok := fhir.CodeSystemOf(system)
	if !ok {
		return false, false, nil
	}
	return slices.Contains(kept.Below(code), below), true, nil
}

// codesOf lists what a Coding or CodeableConcept says.
func codesOf(v Value) []coded {
	if v.Type == nil {
		return nil
	}
	codings := []*fhir.Tree{v.Tree}
	switch {
	case v.Type.Is("CodeableConcept"):
		codings = nil
		if all := v.Tree.Get("coding"); all.Is(fhir.Array) {
			codings = all.Items
		}
	case !v.Type.Is("Coding"):
		return nil
	}
	var all []coded
	for _, c := range codings {
		if code := c.Get("code").StringOr(""); code != "" {
			all = append(all, coded{c.Get("system").StringOr(""), code})
		}
	}
	return all
}
