package fhirpath

import "strings"

// compare orders two values that can be ordered
// (http://hl7.org/fhirpath/N1/#comparison). known is false where precision, zones
// or units leave it open.
func compare(a, b Value) (order int, known bool, err error) {
	x, y := a.plain(), b.plain()
	if n, ok := x.(int64); ok {
		if m, ok := y.(int64); ok {
			return sign3(n, m), true, nil
		}
	}
	if d, e, ok := bothDecimal(x, y); ok {
		return d.cmp(e), true, nil
	}
	if q, p, ok := bothQuantity(x, y); ok {
		n, m, definite, same := q.same(p)
		if !same || !definite {
			return 0, false, nil
		}
		return n.cmp(m), true, nil
	}
	if t, u, ok := bothTemporal(x, y); ok {
		order, known = t.compare(u)
		return order, known, nil
	}
	s, isText := x.(string)
	t, otherText := y.(string)
	if isText && otherText {
		return strings.Compare(s, t), true, nil
	}
	return 0, false, wrong("%s cannot be compared with %s", a.TypeName(), b.TypeName())
}

func sign3(n, m int64) int {
	switch {
	case n < m:
		return -1
	case n > m:
		return 1
	}
	return 0
}

// inequality makes one of the operators < <= > >=.
func inequality(name string, holds func(order int) bool) *operator {
	return &operator{run: func(_ scope, left, right Collection) (Collection, error) {
		if len(left) == 0 || len(right) == 0 {
			return nil, nil
		}
		if len(left) > 1 || len(right) > 1 {
			return nil, wrong("%s compares one value with one, not %s with %s", name, shownAll(left), shownAll(right))
		}
		order, known, err := compare(left[0], right[0])
		if err != nil || !known {
			return nil, err
		}
		return boolean(holds(order)), nil
	}}
}
