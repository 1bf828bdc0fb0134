package fhirpath

// existence has the functions that tell whether something is there
// (http://hl7.org/fhirpath/N1/#existence).
var existence = map[string]*function{
	"empty":      plainly(func(c Collection) (Collection, error) { return boolean(len(c) == 0), nil }),
	"not":        plainly(negation),
	"exists":     {0, 1, false, exists},
	"all":        {1, 1, false, all},
	"allTrue":    plainly(each("allTrue", isFalse, false)),
	"anyTrue":    plainly(each("anyTrue", isTrue, true)),
	"allFalse":   plainly(each("allFalse", isTrue, false)),
	"anyFalse":   plainly(each("anyFalse", isFalse, true)),
	"subsetOf":   {1, 1, false, subsetOf},
	"supersetOf": {1, 1, false, supersetOf},
	"count":      plainly(func(c Collection) (Collection, error) { return Collection{Integer(len(c))}, nil }),
	"distinct":   {0, 0, false, func(_ *call, s scope, c Collection) (Collection, error) { return s.run.distinct(c) }},
	"isDistinct": {0, 0, false, isDistinct},
}

func negation(input Collection) (Collection, error) {
	a, err := truthOf("not()", input)
	return not(a).collection(), err
}

func exists(n *call, s scope, input Collection) (Collection, error) {
	if len(n.args) == 0 {
		return boolean(len(input) > 0), nil
	}
	for i := range input {
		if a, err := n.holds(s, input, i); err != nil || a == isTrue {
			return boolean(a == isTrue), err
		}
	}
	return no, nil
}

func all(n *call, s scope, input Collection) (Collection, error) {
	for i := range input {
		if a, err := n.holds(s, input, i); err != nil || a != isTrue {
			return no, err
		}
	}
	return yes, nil
}

// each looks for one answer among Booleans; finding it gives found.
func each(name string, wanted answer, found bool) func(Collection) (Collection, error) {
	return func(input Collection) (Collection, error) {
		result := !found
		for i := range input {
			b, ok := input[i].plain().(bool)
			if !ok {
				return nil, wrong("%s() looks at Booleans; one of the values is %s", name, input[i].TypeName())
			}
			if truth(b) == wanted {
				result = found
			}
		}
		return boolean(result), nil
	}
}

func subsetOf(n *call, s scope, input Collection) (Collection, error) {
	other, err := n.arg(s, 0)
	if err != nil {
		return nil, err
	}
	return s.run.within(input, other)
}

func supersetOf(n *call, s scope, input Collection) (Collection, error) {
	other, err := n.arg(s, 0)
	if err != nil {
		return nil, err
	}
	return s.run.within(other, input)
}

// within tells whether all values of one collection are in the other.
func (r *run) within(some, all Collection) (Collection, error) {
	set, err := r.setOf(all)
	if err != nil {
		return nil, err
	}
	for i := range some {
		if has, err := set.has(some[i]); err != nil || !has {
			return no, err
		}
	}
	return yes, nil
}

func isDistinct(_ *call, s scope, input Collection) (Collection, error) {
	different, err := s.run.distinct(input)
	if err != nil {
		return nil, err
	}
	return boolean(len(different) == len(input)), nil
}
