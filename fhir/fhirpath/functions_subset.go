package fhirpath

// subsets has the functions that cut collections
// (http://hl7.org/fhirpath/N1/#subsetting).
var subsets = map[string]*function{
	"single":    {0, 0, false, single},
	"first":     plainly(func(c Collection) (Collection, error) { return c[:min(1, len(c))], nil }),
	"last":      plainly(func(c Collection) (Collection, error) { return c[max(0, len(c)-1):], nil }),
	"tail":      plainly(func(c Collection) (Collection, error) { return c[min(1, len(c)):], nil }),
	"skip":      {1, 1, false, skip},
	"take":      {1, 1, false, take},
	"intersect": {1, 1, false, intersect},
	"exclude":   {1, 1, false, exclude},
}

// combinations has the functions that join collections
// (http://hl7.org/fhirpath/N1/#combining).
var combinations = map[string]*function{
	"union":   {1, 1, false, union},
	"combine": {1, 1, false, combine},
}

func single(n *call, _ scope, input Collection) (Collection, error) {
	_, _, err := n.single(input)
	return input, err
}

func skip(n *call, s scope, input Collection) (Collection, error) {
	number, ok, err := n.numberArg(s, 0)
	if err != nil || !ok {
		return nil, err
	}
	return input[max(0, min(number, len(input))):], nil
}

func take(n *call, s scope, input Collection) (Collection, error) {
	number, ok, err := n.numberArg(s, 0)
	if err != nil || !ok {
		return nil, err
	}
	return input[:max(0, min(number, len(input)))], nil
}

// kept keeps those values that are, or are not, in the argument.
func kept(n *call, s scope, input Collection, want bool) (Collection, error) {
	other, err := n.arg(s, 0)
	if err != nil {
		return nil, err
	}
	set, err := s.run.setOf(other)
	if err != nil {
		return nil, err
	}
	var out Collection
	for i := range input {
		has, err := set.has(input[i])
		if err != nil {
			return nil, err
		}
		if has == want {
			out = append(out, input[i])
		}
	}
	return out, nil
}

func intersect(n *call, s scope, input Collection) (Collection, error) {
	both, err := kept(n, s, input, true)
	if err != nil {
		return nil, err
	}
	return s.run.distinct(both)
}

func exclude(n *call, s scope, input Collection) (Collection, error) {
	return kept(n, s, input, false)
}

func union(n *call, s scope, input Collection) (Collection, error) {
	other, err := n.arg(s, 0)
	if err != nil {
		return nil, err
	}
	return s.run.union(input, other)
}

func combine(n *call, s scope, input Collection) (Collection, error) {
	other, err := n.arg(s, 0)
	if err != nil {
		return nil, err
	}
	return joined(input, other), s.run.spend(len(other))
}
