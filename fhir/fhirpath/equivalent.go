package fhirpath

import (
	"strings"
)

// equivalentAll is ~ between collections, whose order does not matter
// (http://hl7.org/fhirpath/N1/#equivalent).
func (r *run) equivalentAll(a, b Collection) (bool, error) {
	if len(a) != len(b) {
		return false, nil
	}
	used := make([]bool, len(b))
	for i := range a {
		found := false
		for j := 0; j < len(b) && !found; j++ {
			if used[j] {
				continue
			}
			if err := r.spend(1); err != nil {
				return false, err
			}
			same, err := r.equivalent(a[i], b[j])
			if err != nil {
				return false, err
			}
			used[j], found = same, same
		}
		if !found {
			return false, nil
		}
	}
	return true, nil
}

// equivalent is ~ between two values.
func (r *run) equivalent(a, b Value) (bool, error) {
	x, y := a.plain(), b.plain()
	if x == nil || y == nil {
		if x != nil || y != nil || !a.isElement() || !b.isElement() || a.Type != b.Type {
			return false, nil
		}
		return r.equivalentElements(a, b)
	}
	return equivalentPlain(x, y), nil
}

func equivalentPlain(x, y any) bool {
	if d, e, ok := bothDecimal(x, y); ok {
		return roundedAlike(d, e)
	}
	if q, p, ok := bothQuantity(x, y); ok {
		return q.like(p)
	}
	if t, u, ok := bothTemporal(x, y); ok {
		order, known := t.compare(u)
		return known && order == 0
	}
	s, isText := x.(string)
	t, otherText := y.(string)
	if isText && otherText {
		return normal(s) == normal(t)
	}
	return equalPlain(x, y) == isTrue
}

// roundedAlike compares as precisely as the less precise of two numbers is
// written; zeros at the end do not make one more precise.
func roundedAlike(a, b Decimal) bool {
	scale := min(a.trimmed().scale, b.trimmed().scale)
	return a.round(scale).cmp(b.round(scale)) == 0
}

// like compares in the coarser of two units.
func (q Quantity) like(o Quantity) bool {
	u, _, okU := q.ucum()
	v, _, okV := o.ucum()
	if okU && okV && u.Measures(v) {
		scaleU, _ := u.Base()
		scaleV, _ := v.Base()
		if scaleU.Cmp(scaleV) < 0 {
			q, o = o, q
		}
	}
	a, b, _, ok := q.same(o)
	return ok && roundedAlike(a, b)
}

// normal is a text without regard to case and to the kind of white space.
func normal(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// equivalentElements compares what is below two elements, name by name.
func (r *run) equivalentElements(a, b Value) (bool, error) {
	ways := allWays(typeFor(a))
	for i := range ways {
		same, err := r.equivalentAll(ways[i].below(a), ways[i].below(b))
		if err != nil || !same {
			return false, err
		}
	}
	return true, nil
}
