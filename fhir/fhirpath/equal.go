package fhirpath

import (
	"kapbridge/fhir"
)

// answer is true, false or not known, which FHIRPath writes as {}.
type answer uint8

const (
	unknown answer = iota
	isTrue
	isFalse
)

func truth(b bool) answer {
	if b {
		return isTrue
	}
	return isFalse
}

func (a answer) collection() Collection {
	if a == unknown {
		return nil
	}
	return boolean(a == isTrue)
}

// equalAll is = between collections, which are equal in order
// (http://hl7.org/fhirpath/N1/#equals).
func equalAll(a, b Collection) answer {
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	if len(a) != len(b) {
		return isFalse
	}
	all := isTrue
	for i := range a {
		switch equal(a[i], b[i]) {
		case isFalse:
			return isFalse
		case unknown:
			all = unknown
		}
	}
	return all
}

// equal is = between two values.
func equal(a, b Value) answer {
	x, y := a.plain(), b.plain()
	if x == nil || y == nil {
		if x != nil || y != nil || !a.isElement() || !b.isElement() {
			return isFalse
		}
		return equalElements(a, b)
	}
	return equalPlain(x, y)
}

func equalPlain(x, y any) answer {
	if d, e, ok := bothDecimal(x, y); ok {
		return truth(d.cmp(e) == 0)
	}
	if q, r, ok := bothQuantity(x, y); ok {
		n, m, definite, same := q.same(r)
		if !same || !definite {
			return unknown
		}
		return truth(n.cmp(m) == 0)
	}
	if t, u, ok := bothTemporal(x, y); ok {
		order, known := t.compare(u)
		if !known {
			return unknown
		}
		return truth(order == 0)
	}
	switch x := x.(type) {
	case bool, int64, string, typeInfo:
		return truth(x == y)
	}
	return isFalse
}

// equalElements compares two elements that are no simple values: all that is
// below them, in order.
func equalElements(a, b Value) answer {
	if a.Tree != nil && a.Tree == b.Tree {
		return isTrue
	}
	if a.Type != b.Type {
		return isFalse
	}
	if a.Tree.Equal(b.Tree) && a.Sibling.Equal(b.Sibling) {
		return isTrue
	}
	ways := allWays(typeFor(a))
	all := isTrue
	for i := range ways {
		below, other := ways[i].below(a), ways[i].below(b)
		if len(below) == 0 && len(other) == 0 {
			continue
		}
		if len(below) != len(other) {
			return isFalse
		}
		switch equalAll(below, other) {
		case isFalse:
			return isFalse
		case unknown:
			all = unknown
		}
	}
	return all
}

func (w *way) below(v Value) Collection {
	if h := v.holder(); h.Is(fhir.Object) {
		return w.follow(nil, h)
	}
	return nil
}

// nothing is the type of what R4 does not know: it has no elements.
var nothing = &fhir.TypeDef{}

func typeFor(v Value) *fhir.TypeDef {
	if v.Type == nil {
		return nothing
	}
	return v.Type
}

// bothDecimal takes two numbers, one of which may be an Integer.
func bothDecimal(x, y any) (a, b Decimal, ok bool) {
	a, okA := decimalFrom(x)
	b, okB := decimalFrom(y)
	return a, b, okA && okB
}

func decimalFrom(x any) (Decimal, bool) {
	switch x := x.(type) {
	case int64:
		return decimalOf(x), true
	case Decimal:
		return x, true
	}
	return Decimal{}, false
}

// bothQuantity takes two quantities, one of which may be a number: that of unit 1
// (http://hl7.org/fhirpath/N1/#conversion).
func bothQuantity(x, y any) (a, b Quantity, ok bool) {
	a, okA := quantityFrom(x)
	b, okB := quantityFrom(y)
	return a, b, okA && okB
}

func quantityFrom(x any) (Quantity, bool) {
	if q, ok := x.(Quantity); ok {
		return q, true
	}
	d, ok := decimalFrom(x)
	return Quantity{Amount: d, Unit: "1"}, ok
}

// bothTemporal takes two dates, with or without a time, or two times.
func bothTemporal(x, y any) (a, b Temporal, ok bool) {
	a, okA := x.(Temporal)
	b, okB := y.(Temporal)
	return a, b, okA && okB && (a.kind == isTime) == (b.kind == isTime)
}

func isNumeric(x any) bool {
	_, ok := quantityFrom(x)
	return ok
}
