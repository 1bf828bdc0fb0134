package fhirpath

import (
	"slices"
	"strings"

	"kapbridge/fhir"
)

// Check tells whether an expression can mean anything for values of a type or
// element of R4, "Patient" or "Patient.contact": each step of a path must name an
// element that one of the types which may be there has, and what counts places
// needs an order. What depends on values is not looked at. The error is that of
// Compile.
func (e *Expression) Check(path string) error {
	focus, err := shapeAt(path)
	if err != nil {
		return err
	}
	c := checker{source: e.source, focus: focus}
	_, err = c.node(e.root, focus)
	return err
}

// shapeAt is the shape of the values at a path.
func shapeAt(path string) (shape, error) {
	if d, ok := fhir.TypeOf(path); ok {
		return shape{defs: []*fhir.TypeDef{d}}, nil
	}
	typeName, rest, _ := strings.Cut(path, ".")
	element, err := fhir.ResolvePath(typeName, rest)
	if err != nil {
		return shape{}, fhir.Refuse(400, "invalid", "R4 has no type or element %s: %v", quoted(path), err)
	}
	var all shape
	for _, ref := range element.Types {
		if ref.Def == nil {
			return anything(false), nil
		}
		all.defs = append(all.defs, ref.Def)
	}
	return all, nil
}

// shape is what is known of a collection without having it: the types that its
// values may be of, nil when that may be all; and whether they have no order.
type shape struct {
	defs      []*fhir.TypeDef
	unordered bool
}

// anything is a shape of which nothing is known.
func anything(unordered bool) shape { return shape{nil, unordered} }

// with is the shape of what may be of either.
func (a shape) with(b shape) shape {
	if a.defs == nil || b.defs == nil {
		return anything(a.unordered || b.unordered)
	}
	all := slices.Clone(a.defs)
	for _, d := range b.defs {
		if !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	return shape{all, a.unordered || b.unordered}
}

type checker struct {
	source string
	focus  shape // of %context
}

// node checks a part of an expression, and tells what it gives.
func (c *checker) node(n node, focus shape) (shape, error) {
	switch n := n.(type) {
	case *variable:
		if n.name == "this" {
			return focus, nil
		}
	case *environment:
		if n.name == "context" {
			return c.focus, nil
		}
	case *member:
		return c.member(n, focus)
	case *call:
		return c.call(n, focus)
	case *index:
		return c.index(n, focus)
	case *sign:
		_, err := c.node(n.operand, focus)
		return anything(false), err
	case *typed:
		left, err := c.node(n.left, focus)
		if n.name == "as" {
			return narrowed(left, n.want), err
		}
		return anything(false), err
	case *binary:
		return c.binary(n, focus)
	}
	return anything(false), nil
}

func (c *checker) binary(n *binary, focus shape) (shape, error) {
	left, err := c.node(n.left, focus)
	if err != nil {
		return left, err
	}
	right, err := c.node(n.right, focus)
	if n.name == "|" {
		return left.with(right), err
	}
	return anything(false), err
}

func (c *checker) index(n *index, focus shape) (shape, error) {
	left, err := c.node(n.left, focus)
	if err != nil {
		return left, err
	}
	if left.unordered {
		return left, c.noOrder(n.at, "[ ]")
	}
	_, err = c.node(n.number, focus)
	return left, err
}

func (c *checker) noOrder(at int, what string) error {
	return fault(c.source, at, "%s counts places, but the values before it have no order", what)
}

// member finds an element in at least one of the types.
func (c *checker) member(n *member, focus shape) (shape, error) {
	from := focus
	if n.left != nil {
		var err error
		if from, err = c.node(n.left, focus); err != nil {
			return from, err
		}
	}
	if from.defs == nil {
		return anything(from.unordered), nil
	}
	var found []*fhir.TypeDef
	open, some := false, false
	for _, d := range from.defs {
		if n.head && d.Is(n.name) {
			found, some = append(found, d), true
			continue
		}
		for _, w := range stepOf(d, n.name).ways {
			found, some = append(found, w.as), true
			open = open || w.as == nil || w.as.Abstract
		}
		open, some = open || d.Abstract, some || d.Abstract
	}
	if !some {
		return from, c.noElement(n, from.defs)
	}
	if open {
		return anything(from.unordered), nil
	}
	return shape{found, from.unordered}, nil
}

func (c *checker) noElement(n *member, defs []*fhir.TypeDef) error {
	name := defs[0].Name
	if len(defs) > 1 {
		name = "none of the types that may be here"
	}
	if n.head {
		return fault(c.source, n.at, "%s has no element %s, and is no %s", name, quoted(n.name), n.name)
	}
	return fault(c.source, n.at, "%s has no element %s", name, quoted(n.name))
}

// narrowed is what as and ofType() leave.
func narrowed(from shape, want typeName) shape {
	if d, ok := fhir.TypeOf(want.name); ok && want.namespace != "System" && !d.Abstract {
		return shape{[]*fhir.TypeDef{d}, from.unordered}
	}
	return anything(from.unordered)
}
