package fhirpath

import (
	"math/big"
	"time"
)

// boundaries has the functions that tell how exactly a value is known
// (http://hl7.org/fhirpath/STU3/#utility-functions).
var boundaries = map[string]*function{
	"lowBoundary":  {0, 1, false, boundary(false)},
	"highBoundary": {0, 1, false, boundary(true)},
	"precision":    {0, 0, false, precision},
	"comparable":   {1, 1, false, alike},
}

const mostBoundary = 31 // decimals of a boundary

// boundary makes lowBoundary or highBoundary.
func boundary(high bool) func(*call, scope, Collection) (Collection, error) {
	return func(n *call, s scope, input Collection) (Collection, error) {
		v, ok, err := n.single(input)
		if err != nil || !ok {
			return nil, err
		}
		digits, given, err := n.numberArg(s, 0)
		if err != nil {
			return nil, err
		}
		switch x := v.plain().(type) {
		case int64, Decimal:
			d, _ := decimalFrom(x)
			return decimalBoundary(d, digits, given, high), nil
		case Quantity:
			got := decimalBoundary(x.Amount, digits, given, high)
			if len(got) > 0 {
				x.Amount, _ = got[0].own.(Decimal)
				got = one(x)
			}
			return got, nil
		case Temporal:
			return x.boundary(digits, given, high), nil
		}
		return nil, wrong("%s() is called on a number, a quantity or a time, not on %s", n.name, v.TypeName())
	}
}

// decimalBoundary is the least or greatest number that is written d when rounded
// at its decimals, with 8 or the given number of decimals.
func decimalBoundary(d Decimal, decimals int, given, high bool) Collection {
	if !given {
		decimals = 8
	}
	if decimals < 0 || decimals > mostBoundary {
		return nil
	}
	half := Decimal{big.NewInt(5), d.scale + 1}
	if high {
		return one(d.add(half).ceiling(decimals))
	}
	return one(d.add(half.neg()).floor(decimals))
}

// digitsTo is the number of digits of each part, as precision() counts them.
var digitsTo = map[temporalKind][]int{
	isDate:     {toYear: 4, toMonth: 6, toDay: 8},
	isDateTime: {toYear: 4, toMonth: 6, toDay: 8, toHour: 10, toMinute: 12, toSecond: 14},
	isTime:     {toYear: -1, toMonth: -1, toDay: -1, toHour: 2, toMinute: 4, toSecond: 6},
}

// boundary is the first or last instant that t may be, told to so many digits; 17
// are those to the millisecond, of a time 9.
func (t Temporal) boundary(digits int, given, high bool) Collection {
	all := digitsTo[t.kind]
	last := all[len(all)-1]
	if t.kind != isDate {
		last += 3
	}
	if !given {
		digits = last
	}
	to, decimals := 0, 0
	for part, n := range all {
		if n == digits && n > 0 {
			to = part
		}
	}
	if digits == last && t.kind != isDate {
		to, decimals = toSecond, 3
	}
	if to == 0 {
		return nil
	}
	t.from = t.edge(high)
	if t.kind == isDateTime && !t.zoned && to > toDay {
		t.zoned, t.offset = true, mostAhead
		if high {
			t.offset = -mostBehind
		}
	}
	if to <= toDay {
		t.zoned = false
	}
	t.to, t.decimals = to, decimals
	return one(t)
}

// edge is the first, or to the millisecond the last, instant on t's clock.
func (t Temporal) edge(high bool) time.Time {
	if !high {
		return t.from
	}
	if t.to == toSecond {
		if t.decimals > 0 {
			return t.from
		}
		return t.from.Add(time.Second - time.Millisecond)
	}
	return t.after().Add(-time.Millisecond)
}

// precision counts the digits that are written: the decimals of a number, all
// of a date or time.
func precision(n *call, _ scope, input Collection) (Collection, error) {
	v, ok, err := n.single(input)
	if err != nil || !ok {
		return nil, err
	}
	switch x := v.plain().(type) {
	case int64:
		return Collection{Integer(0)}, nil
	case Decimal:
		return Collection{Integer(x.scale)}, nil
	case Temporal:
		return Collection{Integer(digitsTo[x.kind][x.to] + x.decimals)}, nil
	}
	return nil, wrong("precision() is called on a number or a time, not on %s", v.TypeName())
}

// alike tells whether two quantities measure the same.
func alike(n *call, s scope, input Collection) (Collection, error) {
	other, err := n.arg(s, 0)
	if err != nil || len(input) == 0 || len(other) == 0 {
		return nil, err
	}
	q, okQ := quantityFrom(input[0].plain())
	r, okR := quantityFrom(other[0].plain())
	if !okQ || !okR || len(input) > 1 || len(other) > 1 {
		return nil, wrong("comparable() is called on one quantity with one, not on %s with %s", shownAll(input), shownAll(other))
	}
	_, _, _, ok := q.same(r)
	return boolean(ok), nil
}
