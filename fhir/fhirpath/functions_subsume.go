package fhirpath

import (
	"kapbridge/fhir"
	"kapbridge/fhir/term"
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
	can := false
	for _, a := range above {
		for _, b := range below {
			if a.system != b.system || a.system == "" {
				continue
			}
			switch r.subsumes(a, b) {
			case term.Yes:
				return yes, nil
			case term.No:
				can = true
			}
		}
	}
	if !can {
		return nil, nil
	}
	return no, nil
}

// subsumes compares two codes of one system. A code subsumes itself whether or
// not its system is held.
func (r *run) subsumes(a, b coded) term.Answer {
	if a.code == b.code {
		return term.Yes
	}
	system, held := r.terms().System(a.system)
	if !held {
		return term.Unknown
	}
	return system.Subsumes(a.code, b.code)
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
