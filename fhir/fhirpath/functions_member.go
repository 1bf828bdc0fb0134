package fhirpath

import "kapbridge/fhir/term"

// memberOf tells whether one code, Coding or CodeableConcept is in a value set
// (http://hl7.org/fhir/R4/fhirpath.html#functions): of a concept, whether one of
// its codings is. It is empty where the code systems and value sets that are held
// do not tell.
func memberOf(n *call, s scope, input Collection) (Collection, error) {
	url, ok, err := n.textArg(s, 0)
	if err != nil || !ok {
		return nil, err
	}
	v, ok, err := n.single(input)
	if err != nil || !ok {
		return nil, err
	}
	switch s.run.has(url, v) {
	case term.Yes:
		return yes, nil
	case term.No:
		return no, nil
	}
	return nil, nil
}

// has asks for each code of a value until one is in the set. A Coding without a
// system says nothing that could be in one.
func (r *run) has(valueSet string, v Value) term.Answer {
	if code, ok := v.plain().(string); ok {
		return r.terms().Has(valueSet, "", code)
	}
	if _, held := r.terms().Set(valueSet); !held {
		return term.Unknown
	}
	all := term.No
	for _, c := range codesOf(v) {
		if c.system == "" {
			continue
		}
		switch r.terms().Has(valueSet, c.system, c.code) {
		case term.Yes:
			return term.Yes
		case term.Unknown:
			all = term.Unknown
		}
	}
	return all
}

// terms are those of the context, or of R4.
func (r *run) terms() *term.Terms {
	if r.ctx.Terms == nil {
		return term.Standard()
	}
	return r.ctx.Terms
}
