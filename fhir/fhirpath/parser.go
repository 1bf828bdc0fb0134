package fhirpath

import (
	"kapbridge/fhir"
)

// How tightly the parts of an expression hold together
// (http://hl7.org/fhirpath/N1/#operator-precedence).
const (
	ofImplies = iota
	ofOr
	ofAnd
	ofMembership
	ofEquality
	ofInequality
	ofUnion
	ofType
	ofSum
	ofProduct
	ofSign
	ofPath
)

// levels is how tightly each operator binds.
var levels = map[string]int{
	"implies": ofImplies, "or": ofOr, "xor": ofOr, "and": ofAnd, "in": ofMembership, "contains": ofMembership,
	"=": ofEquality, "~": ofEquality, "!=": ofEquality, "!~": ofEquality,
	"<=": ofInequality, "<": ofInequality, ">": ofInequality, ">=": ofInequality, "|": ofUnion, "is": ofType, "as": ofType,
	"+": ofSum, "-": ofSum, "&": ofSum, "*": ofProduct, "/": ofProduct, "div": ofProduct, "mod": ofProduct,
}

// keywords cannot be the name of an element at the head of a path, if not between
// backticks. As, contains, in and is may.
var keywords = map[string]bool{"and": true, "or": true, "xor": true, "implies": true, "div": true, "mod": true, "true": true, "false": true}

type parser struct {
	source string
	tokens []token
	next   int
	depth  int
}

func parse(source string) (node, error) {
	all, err := tokens(source)
	if err != nil {
		return nil, err
	}
	p := &parser{source: source, tokens: all}
	n, err := p.expression(ofImplies)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != end {
		return nil, p.fault(t, "expected an operator or the end of the expression, found %s", t.shown())
	}
	return n, nil
}

func (p *parser) peek() token { return p.tokens[p.next] }

func (p *parser) take() token {
	t := p.tokens[p.next]
	if t.kind != end {
		p.next++
	}
	return t
}

func (p *parser) fault(t token, format string, args ...any) error {
	return fault(p.source, t.at, format, args...)
}

// expect takes a symbol that must stand here.
func (p *parser) expect(s string) error {
	if t := p.take(); !t.is(s) {
		return p.fault(t, "expected %s, found %s", s, t.shown())
	}
	return nil
}

// deeper counts the nesting; what it returns ends it.
func (p *parser) deeper() (func(), error) {
	if p.depth++; p.depth > deepest {
		return nil, p.fault(p.peek(), "the expression is nested more than %d deep", deepest)
	}
	return func() { p.depth-- }, nil
}

// expression reads all that binds at least as tightly as the given level. All
// operators of N1 belong to the left.
func (p *parser) expression(least int) (node, error) {
	leave, err := p.deeper()
	if err != nil {
		return nil, err
	}
	defer leave()
	left, err := p.signed()
	for err == nil {
		t := p.peek()
		level, ok := levels[t.text]
		if !ok || level < least || t.kind != symbol && t.kind != word {
			return left, nil
		}
		p.take()
		left, err = p.operation(t, level, left)
	}
	return nil, err
}

func (p *parser) operation(t token, level int, left node) (node, error) {
	if level == ofType {
		want, err := p.typeName()
		return &typed{t.text, left, want}, err
	}
	right, err := p.expression(level + 1)
	if err != nil {
		return nil, err
	}
	return &binary{t.text, operators[t.text], left, right}, nil
}

// signed reads a path with the signs before it.
func (p *parser) signed() (node, error) {
	t := p.peek()
	if !t.is("-") && !t.is("+") {
		return p.path()
	}
	leave, err := p.deeper()
	if err != nil {
		return nil, err
	}
	defer leave()
	p.take()
	operand, err := p.signed()
	return &sign{t.is("-"), operand}, err
}

// path reads a term and the steps and indexes that follow it.
func (p *parser) path() (node, error) {
	left, err := p.term()
	for err == nil {
		switch {
		case p.peek().is("."):
			p.take()
			left, err = p.step(left)
		case p.peek().is("["):
			at := p.take().at
			var number node
			if number, err = p.expression(ofImplies); err == nil {
				left, err = &index{left, number, at}, p.expect("]")
			}
		default:
			return left, nil
		}
	}
	return nil, err
}

// step reads what follows a point. No operator can stand there, so that every
// word is a name.
func (p *parser) step(left node) (node, error) {
	switch t := p.take(); t.kind {
	case word, delimited:
		if t.kind == word && p.peek().is("(") {
			return p.call(left, t)
		}
		return &member{left: left, name: t.text, at: t.at}, nil
	case special:
		return nil, p.fault(t, "$%s stands at the head of a path, not after a point", t.text)
	default:
		return nil, p.fault(t, "expected the name of an element or function, found %s", t.shown())
	}
}

// typeName reads a type, with or without its namespace.
func (p *parser) typeName() (typeName, error) {
	first := p.take()
	if first.kind != word && first.kind != delimited {
		return typeName{}, p.fault(first, "expected the name of a type, found %s", first.shown())
	}
	name := typeName{name: first.text}
	if p.peek().is(".") && (first.text == "System" || first.text == "FHIR") {
		p.take()
		second := p.take()
		if second.kind != word && second.kind != delimited {
			return typeName{}, p.fault(second, "expected the name of a type, found %s", second.shown())
		}
		name = typeName{first.text, second.text}
	}
	if !name.known() {
		return typeName{}, p.fault(first, "%s is no type of R4 or FHIRPath", quoted(name.String()))
	}
	return name, nil
}

// isTypeName tells whether a name at the head of a path may be that of a type.
func isTypeName(name string) bool {
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && fhir.IsType(name)
}
