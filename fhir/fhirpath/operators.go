package fhirpath

// operator is what stands between two expressions.
type operator struct {
	run func(s scope, left, right Collection) (Collection, error)
	// settled gives the result where the left side alone decides; the right side is
	// then not evaluated.
	settled func(left Collection) (Collection, bool)
}

var operators = map[string]*operator{
	"=":  {run: func(_ scope, a, b Collection) (Collection, error) { return equalAll(a, b).collection(), nil }},
	"!=": {run: func(_ scope, a, b Collection) (Collection, error) { return not(equalAll(a, b)).collection(), nil }},
	"~":  {run: equivalence(true)},
	"!~": {run: equivalence(false)},
	"<":  inequality("<", func(order int) bool { return order < 0 }),
	"<=": inequality("<=", func(order int) bool { return order <= 0 }),
	">":  inequality(">", func(order int) bool { return order > 0 }),
	">=": inequality(">=", func(order int) bool { return order >= 0 }),

	"|":        {run: func(s scope, a, b Collection) (Collection, error) { return s.run.union(a, b) }},
	"in":       {run: func(s scope, a, b Collection) (Collection, error) { return membership("in", s, a, b) }},
	"contains": {run: func(s scope, a, b Collection) (Collection, error) { return membership("contains", s, b, a) }},

	"and":     logic("and", and, decidedBy(isFalse, isFalse)),
	"or":      logic("or", or, decidedBy(isTrue, isTrue)),
	"xor":     logic("xor", xor, nil),
	"implies": logic("implies", implies, decidedBy(isFalse, isTrue)),

	"+":   arithmetic("+", plus),
	"-":   arithmetic("-", minus),
	"*":   arithmetic("*", times),
	"/":   arithmetic("/", divide),
	"div": arithmetic("div", div),
	"mod": arithmetic("mod", mod),
	"&":   {run: concatenate},
}

func equivalence(want bool) func(scope, Collection, Collection) (Collection, error) {
	return func(s scope, a, b Collection) (Collection, error) {
		same, err := s.run.equivalentAll(a, b)
		if err != nil {
			return nil, err
		}
		return boolean(same == want), nil
	}
}

// membership tells whether one value is among others.
func membership(name string, s scope, value, list Collection) (Collection, error) {
	if len(value) > 1 {
		return nil, wrong("%s looks for one value, not for %s", name, shownAll(value))
	}
	if len(value) == 0 {
		return nil, nil
	}
	for _, v := range list {
		if equal(v, value[0]) == isTrue {
			return yes, nil
		}
	}
	return no, s.run.spend(len(list))
}

// logic makes an operator of three-valued logic
// (http://hl7.org/fhirpath/N1/#boolean-logic).
func logic(name string, of func(a, b answer) answer, settled func(Collection) (Collection, bool)) *operator {
	return &operator{settled: settled, run: func(_ scope, left, right Collection) (Collection, error) {
		a, err := truthOf(name, left)
		if err != nil {
			return nil, err
		}
		b, err := truthOf(name, right)
		if err != nil {
			return nil, err
		}
		return of(a, b).collection(), nil
	}}
}

func decidedBy(left, result answer) func(Collection) (Collection, bool) {
	return func(c Collection) (Collection, bool) {
		a, err := truthOf("", c)
		return result.collection(), err == nil && a == left
	}
}

// truthOf reads a collection as a Boolean: one value that is no Boolean counts as
// true (http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections).
func truthOf(of string, c Collection) (answer, error) {
	switch len(c) {
	case 0:
		return unknown, nil
	case 1:
		if b, ok := c[0].plain().(bool); ok {
			return truth(b), nil
		}
		return isTrue, nil
	}
	return unknown, wrong("%s needs one Boolean, not %s", of, shownAll(c))
}

func not(a answer) answer {
	switch a {
	case isTrue:
		return isFalse
	case isFalse:
		return isTrue
	}
	return unknown
}

func and(a, b answer) answer {
	switch {
	case a == isFalse || b == isFalse:
		return isFalse
	case a == isTrue && b == isTrue:
		return isTrue
	}
	return unknown
}

func or(a, b answer) answer      { return not(and(not(a), not(b))) }
func implies(a, b answer) answer { return or(not(a), b) }

func xor(a, b answer) answer {
	if a == unknown || b == unknown {
		return unknown
	}
	return truth(a != b)
}
