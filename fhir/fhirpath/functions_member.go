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
	switch v.In(s.run.terms(), url) {
	case term.Yes:
		return yes, nil
	case term.No:
		return no, nil
	}
	return nil, nil
}

// In tells whether a code, Coding, CodeableConcept or Quantity is in a value set: of
// a concept, whether one of its codings is. A Coding without a system says nothing
// that could be in one, and nothing can be said of a Quantity without a code.
func (v Value) In(terms *term.Terms, valueSet string) term.Answer {
	if code, ok := v.plain().(string); ok {
		return terms.Has(valueSet, "", code)
	}
	if _, held := terms.Set(valueSet); !held || v.Type == nil {
		return term.Unknown
	}
	if v.Type.Is("Quantity") {
		return quantityIn(v, terms, valueSet)
	}
	all := term.No
	for _, c := range codesOf(v) {
		if c.system == "" {
			continue
		}
		switch terms.Has(valueSet, c.system, c.code) {
		case term.Yes:
			return term.Yes
		case term.Unknown:
			all = term.Unknown
		}
	}
	return all
}

func quantityIn(v Value, terms *term.Terms, valueSet string) term.Answer {
	code := v.Tree.Get("code").StringOr("")
	if code == "" {
		return term.Unknown
	}
	return terms.Has(valueSet, v.Tree.Get("system").StringOr(""), code)
}

// terms are those of the context, or of R4.
func (r *run) terms() *term.Terms {
	if r.ctx.Terms == nil {
		return term.Standard()
	}
	return r.ctx.Terms
}
