package fhirpath

import "slices"

// filters has the functions that choose and project
// (http://hl7.org/fhirpath/N1/#filtering-and-projection).
var filters = map[string]*function{
	"where":     {1, 1, false, where},
	"select":    {1, 1, false, project},
	"repeat":    {1, 1, false, repeat},
	"ofType":    {1, 1, true, func(n *call, _ scope, c Collection) (Collection, error) { return ofTypeOnly(c, n.types[0]), nil }},
	"is":        {1, 1, true, func(n *call, _ scope, c Collection) (Collection, error) { return isType(c, n.types[0]) }},
	"as":        {1, 1, true, func(n *call, s scope, c Collection) (Collection, error) { return asType(s, c, n.types[0]) }},
	"aggregate": {1, 2, false, aggregate},
	"sort":      {0, many, false, sorted},
}

func where(n *call, s scope, input Collection) (Collection, error) {
	var out Collection
	for i := range input {
		a, err := n.holds(s, input, i)
		if err != nil {
			return nil, err
		}
		if a == isTrue {
			out = append(out, input[i])
		}
	}
	return out, nil
}

func project(n *call, s scope, input Collection) (Collection, error) {
	var out Collection
	for i := range input {
		got, err := n.args[0].eval(s.at(input, i))
		if err != nil {
			return nil, err
		}
		if err := s.run.spend(len(got)); err != nil {
			return nil, err
		}
		out = append(out, got...)
	}
	return out, nil
}

// repeat projects again and again as long as something new comes.
func repeat(n *call, s scope, input Collection) (Collection, error) {
	seen := &set{run: s.run}
	var out Collection
	for len(input) > 0 {
		found, err := project(n, s, input)
		if err != nil {
			return nil, err
		}
		input = nil
		for i := range found {
			fresh, err := seen.add(found[i])
			if err != nil {
				return nil, err
			}
			if fresh {
				input = append(input, found[i])
			}
		}
		out = append(out, input...)
	}
	return out, nil
}

// aggregate carries $total from value to value
// (http://hl7.org/fhirpath/N1/#aggregates).
func aggregate(n *call, s scope, input Collection) (Collection, error) {
	total, err := n.arg(s, 1)
	for i := range input {
		if err != nil {
			return nil, err
		}
		at := s.at(input, i)
		at.total = total
		total, err = n.args[0].eval(at)
	}
	return total, err
}

// keyed is a value to sort and what it is sorted by.
type keyed struct {
	value Value
	keys  []Collection
}

// sorted orders by one key after the other; a minus before a key turns its order
// around. What has no key comes first.
func sorted(n *call, s scope, input Collection) (Collection, error) {
	args := n.args
	if len(args) == 0 {
		args = []node{&variable{"this"}}
	}
	list := make([]keyed, len(input))
	for i := range input {
		keys, err := keysOf(args, s.at(input, i))
		if err != nil {
			return nil, err
		}
		list[i] = keyed{input[i], keys}
	}
	var failed error
	slices.SortStableFunc(list, func(a, b keyed) int {
		for i, arg := range args {
			order, err := compareKeys(a.keys[i], b.keys[i], arg)
			if err != nil {
				failed = err
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
	out := make(Collection, len(list))
	for i := range list {
		out[i] = list[i].value
	}
	return out, failed
}

func keysOf(args []node, s scope) ([]Collection, error) {
	var keys []Collection
	for _, arg := range args {
		arg, _ = descending(arg)
		key, err := arg.eval(s)
		if err != nil {
			return nil, err
		}
		if len(key) > 1 {
			return nil, wrong("sort() needs one value for each key, not %s", shownAll(key))
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// descending takes the minus off a key.
func descending(key node) (node, bool) {
	if n, ok := key.(*sign); ok && n.minus {
		return n.operand, true
	}
	return key, false
}

func compareKeys(a, b Collection, key node) (int, error) {
	if len(a) == 0 || len(b) == 0 {
		return len(a) - len(b), nil
	}
	order, _, err := compare(a[0], b[0])
	if _, down := descending(key); down {
		order = -order
	}
	return order, err
}
