package fhirpath

import (
	"math"
	"math/big"
	"strings"
)

// arithmetic makes an operator between two single values; empty if one is
// missing (http://hl7.org/fhirpath/N1/#math). of gives nil for an empty result,
// and ok is false for values that it is not made for.
func arithmetic(name string, of func(x, y any) (result any, ok bool, err error)) *operator {
	return &operator{run: func(_ scope, left, right Collection) (Collection, error) {
		if len(left) == 0 || len(right) == 0 {
			return nil, nil
		}
		if len(left) > 1 || len(right) > 1 {
			return nil, wrong("%s works on one value and one, not on %s and %s", name, shownAll(left), shownAll(right))
		}
		got, ok, err := of(left[0].plain(), right[0].plain())
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, wrong("%s is not defined between %s and %s", name, left[0].TypeName(), right[0].TypeName())
		}
		return limited(got), nil
	}}
}

// limited is a result, or nothing where it is too large for its type.
func limited(x any) Collection {
	switch n := x.(type) {
	case nil:
		return nil
	case Collection:
		return n
	case int64:
		return whole(n)
	case Decimal:
		if !n.sensible() {
			return nil
		}
	case Quantity:
		if !n.Amount.sensible() {
			return nil
		}
	}
	return one(x)
}

// whole is an Integer, of 32 bits.
func whole(n int64) Collection {
	if n > math.MaxInt32 || n < math.MinInt32 {
		return nil
	}
	return one(n)
}

func plus(x, y any) (any, bool, error) {
	n, okN := x.(int64)
	m, okM := y.(int64)
	if okN && okM {
		return n + m, true, nil
	}
	if d, e, ok := bothDecimal(x, y); ok {
		return d.add(e), true, nil
	}
	if q, r, ok := bothQuantity(x, y); ok {
		return sum(q, r), true, nil
	}
	s, okS := x.(string)
	t, okT := y.(string)
	if okS && okT {
		joined, err := made(s + t)
		return joined, true, err
	}
	if at, ok := x.(Temporal); ok {
		if q, ok := y.(Quantity); ok {
			return shifted(at, q)
		}
	}
	return nil, false, nil
}

func minus(x, y any) (any, bool, error) {
	if _, ok := y.(string); ok {
		return nil, false, nil
	}
	switch m := y.(type) {
	case int64:
		return plus(x, -m)
	case Decimal:
		return plus(x, m.neg())
	case Quantity:
		m.Amount = m.Amount.neg()
		return plus(x, m)
	}
	return nil, false, nil
}

// sum adds in the unit of the first; years and months of the calendar make months.
func sum(q, r Quantity) any {
	a, b, definite, ok := q.same(r)
	if !ok || !definite {
		return nil
	}
	q.Amount = a.add(b)
	if _, months, _ := q.ucum(); months && q.Unit != r.Unit {
		q.Unit = "months"
	}
	return q
}

func shifted(t Temporal, q Quantity) (any, bool, error) {
	got, ok, err := t.plus(q)
	if err != nil || !ok {
		return nil, true, err
	}
	return got, true, nil
}

func times(x, y any) (any, bool, error) {
	n, okN := x.(int64)
	m, okM := y.(int64)
	if okN && okM {
		return n * m, true, nil
	}
	if d, e, ok := bothDecimal(x, y); ok {
		return d.mul(e), true, nil
	}
	q, r, ok := bothQuantity(x, y)
	if !ok {
		return nil, false, nil
	}
	return q.times(r), true, nil
}

func divide(x, y any) (any, bool, error) {
	if d, e, ok := bothDecimal(x, y); ok {
		if e.units.Sign() == 0 {
			return nil, true, nil
		}
		return fromRat(new(big.Rat).Quo(d.rat(), e.rat()), quotientScale), true, nil
	}
	q, r, ok := bothQuantity(x, y)
	if !ok {
		return nil, false, nil
	}
	if got, ok := q.over(r); ok {
		return got, true, nil
	}
	return nil, true, nil
}

// div divides and leaves the rest out.
func div(x, y any) (any, bool, error) {
	d, e, ok := bothDecimal(x, y)
	if !ok || e.units.Sign() == 0 {
		return nil, ok, nil
	}
	d, e = aligned(d, e)
	n := new(big.Int).Quo(d.units, e.units)
	if !n.IsInt64() {
		return nil, true, nil
	}
	return n.Int64(), true, nil
}

// mod is what div leaves out.
func mod(x, y any) (any, bool, error) {
	d, e, ok := bothDecimal(x, y)
	if !ok || e.units.Sign() == 0 {
		return nil, ok, nil
	}
	d, e = aligned(d, e)
	rest := Decimal{new(big.Int).Rem(d.units, e.units), d.scale}
	if _, ok := x.(int64); ok && rest.scale == 0 {
		return rest.units.Int64(), true, nil
	}
	return rest, true, nil
}

// concatenate is &, to which nothing is an empty text.
func concatenate(_ scope, left, right Collection) (Collection, error) {
	var b strings.Builder
	for _, side := range []Collection{left, right} {
		if len(side) == 0 {
			continue
		}
		s, ok := side[0].plain().(string)
		if !ok || len(side) > 1 {
			return nil, wrong("& joins one String and one, not %s", shownAll(side))
		}
		b.WriteString(s)
	}
	return made(b.String())
}

// made is a text that an expression makes, of bounded length.
func made(s string) (Collection, error) {
	if len(s) > mostText {
		return nil, &failure{"too-costly", "it would make a text that is too long"}
	}
	return str(s), nil
}
