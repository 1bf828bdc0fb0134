package fhirpath

import (
	"sync/atomic"

	"kapbridge/fhir"
)

// node is a part of an expression.
type node interface {
	eval(s scope) (Collection, error)
	// print writes the node; see print.go.
	print(p *printer)
	// binding tells how tightly the parts of the node hold together; see parser.go.
	binding() int
}

// literal is a value that stands in the expression, or {}.
type literal struct {
	values Collection
	text   string // as it is printed
}

func (n *literal) eval(scope) (Collection, error) { return n.values, nil }

// variable is $this, $index or $total.
type variable struct{ name string }

func (n *variable) eval(s scope) (Collection, error) {
	switch {
	case n.name == "this":
		return s.focus, nil
	case n.name == "total":
		return s.total, nil
	case s.index < 0:
		return nil, nil
	}
	return Collection{Integer(s.index)}, nil
}

// member is a step of a path: the elements of that name. At the head of a path
// it may be the name of the type of what is in focus.
type member struct {
	left node // nil at the head
	name string
	at   int
	head bool // is the name of a type and at the head
	seen atomic.Pointer[step]
}

func (n *member) eval(s scope) (Collection, error) {
	from := s.focus
	if n.left != nil {
		var err error
		if from, err = n.left.eval(s); err != nil {
			return nil, err
		}
	}
	if err := s.run.spend(1 + len(from)); err != nil {
		return nil, err
	}
	var out Collection
	for i := range from {
		switch v := &from[i]; {
		case v.Type == nil:
			out = reflected(out, *v, n.name)
		case n.head && v.Type.Is(n.name):
			out = append(out, *v)
		default:
			out = n.step(v.Type).follow(out, *v)
		}
	}
	return out, nil
}

// step remembers where the element was found the last time: mostly it is there
// again.
func (n *member) step(d *fhir.TypeDef) *step {
	if s := n.seen.Load(); s != nil && s.of == d {
		return s
	}
	s := stepOf(d, n.name)
	n.seen.Store(s)
	return s
}

// index is one item of a list, counted from 0.
type index struct {
	left, number node
	at           int
}

func (n *index) eval(s scope) (Collection, error) {
	list, err := n.left.eval(s)
	if err != nil {
		return nil, err
	}
	got, err := n.number.eval(s)
	if err != nil || len(got) == 0 {
		return nil, err
	}
	i, ok := got[0].plain().(int64)
	if !ok || len(got) > 1 {
		return nil, wrong("an index in [ ] is one Integer, not %s", shownAll(got))
	}
	if i < 0 || i >= int64(len(list)) {
		return nil, nil
	}
	return list[i : i+1 : i+1], nil
}

// sign is + or - before a number or quantity.
type sign struct {
	minus   bool
	operand node
}

func (n *sign) eval(s scope) (Collection, error) {
	got, err := n.operand.eval(s)
	if err != nil || len(got) == 0 {
		return nil, err
	}
	x := got[0].plain()
	if len(got) > 1 || !isNumeric(x) {
		return nil, wrong("a sign stands before one number or quantity, not before %s", shownAll(got))
	}
	if !n.minus {
		return got, nil
	}
	switch x := x.(type) {
	case int64:
		return whole(-x), nil
	case Decimal:
		return one(x.neg()), nil
	case Quantity:
		x.Amount = x.Amount.neg()
		return one(x), nil
	}
	return nil, nil
}

// call is the invocation of a function.
type call struct {
	left  node // nil at the head of a path
	name  string
	does  *function
	args  []node
	types []typeName // of is, as, ofType
	at    int
	last  atomic.Pointer[pattern]
}

func (n *call) eval(s scope) (Collection, error) {
	input := s.focus
	if n.left != nil {
		var err error
		if input, err = n.left.eval(s); err != nil {
			return nil, err
		}
	}
	if err := s.run.spend(1 + len(input)); err != nil {
		return nil, err
	}
	return s.run.spendOn(n.does.run(n, s, input))
}

// binary is an operator between two expressions.
type binary struct {
	name        string
	does        *operator
	left, right node
}

func (n *binary) eval(s scope) (Collection, error) {
	left, err := n.left.eval(s)
	if err != nil {
		return nil, err
	}
	if n.does.settled != nil {
		if got, ok := n.does.settled(left); ok {
			return got, nil
		}
	}
	right, err := n.right.eval(s)
	if err != nil {
		return nil, err
	}
	if err := s.run.spend(1 + len(left) + len(right)); err != nil {
		return nil, err
	}
	return s.run.spendOn(n.does.run(s, left, right))
}

// typed is the operator is or as.
type typed struct {
	name string
	left node
	want typeName
}

func (n *typed) eval(s scope) (Collection, error) {
	input, err := n.left.eval(s)
	if err != nil {
		return nil, err
	}
	if n.name == "is" {
		return isType(input, n.want)
	}
	return asType(s, input, n.want)
}
