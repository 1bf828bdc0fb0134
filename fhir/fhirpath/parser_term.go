package fhirpath

import (
	"strconv"
	"strings"
)

// term reads the head of a path.
func (p *parser) term() (node, error) {
	t := p.take()
	switch t.kind {
	case text:
		return &literal{str(t.text), apostrophed(t.text)}, nil
	case number:
		return p.number(t)
	case moment:
		return p.moment(t)
	case external:
		return &environment{t.text}, nil
	case special:
		return &variable{t.text}, nil
	case delimited:
		return &member{name: t.text, at: t.at, head: isTypeName(t.text)}, nil
	case word:
		return p.word(t)
	}
	switch {
	case t.is("("):
		inner, err := p.expression(ofImplies)
		if err != nil {
			return nil, err
		}
		return inner, p.expect(")")
	case t.is("{"):
		return &literal{nil, "{}"}, p.expect("}")
	}
	return nil, p.fault(t, "expected a value, a name or (, found %s", t.shown())
}

func (p *parser) word(t token) (node, error) {
	switch {
	case t.text == "true" || t.text == "false":
		return &literal{boolean(t.text == "true"), t.text}, nil
	case p.peek().is("("):
		return p.call(nil, t)
	case keywords[t.text]:
		return nil, p.fault(t, "expected a value or a name before %s", t.text)
	}
	return &member{name: t.text, at: t.at, head: isTypeName(t.text)}, nil
}

// number reads a number, and with a unit behind it a quantity.
func (p *parser) number(t token) (node, error) {
	amount, ok := parseDecimal(t.text)
	if !ok {
		return nil, p.fault(t, "the number has too many digits")
	}
	switch unit := p.peek(); {
	case unit.kind == text:
		p.take()
		return &literal{one(quantity(amount, unit.text, false)), t.text + " " + apostrophed(unit.text)}, nil
	case unit.kind == word && calendarUnit(unit.text) != "":
		p.take()
		return &literal{one(quantity(amount, unit.text, true)), t.text + " " + unit.text}, nil
	case strings.Contains(t.text, "."):
		return &literal{one(amount), t.text}, nil
	}
	n, err := strconv.ParseInt(t.text, 10, 32)
	if err != nil {
		return nil, p.fault(t, "an Integer is 2147483647 at most; write a Decimal, %s.0", t.text)
	}
	return &literal{one(n), t.text}, nil
}

func (p *parser) moment(t token) (node, error) {
	kind, s := isDate, t.text
	switch {
	case strings.HasPrefix(s, "T"):
		kind, s = isTime, s[1:]
	case strings.Contains(s, "T"):
		kind, s = isDateTime, strings.TrimSuffix(s, "T")
	}
	m, ok := parseTemporal(s, kind)
	if !ok {
		return nil, p.fault(t, "@%s is no date or time; write @2020-12-31, @2020-12-31T23:59:59.999+14:00 or @T23:59:59.999", t.text)
	}
	return &literal{one(m), "@" + t.text}, nil
}

// call reads the arguments of a function, whose name has been taken.
func (p *parser) call(left node, name token) (node, error) {
	does, ok := functions[name.text]
	if !ok {
		return nil, p.fault(name, "there is no function %s()%s", name.text, orNearest(name.text))
	}
	n := &call{left: left, name: name.text, does: does, at: name.at}
	p.take()
	for !p.peek().is(")") {
		if given := len(n.args) + len(n.types); given > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
		if err := p.argument(n); err != nil {
			return nil, err
		}
	}
	p.take()
	if given := len(n.args) + len(n.types); given < does.least || given > does.most {
		return nil, p.fault(name, "%s() takes %s, not %d", name.text, does.arguments(), given)
	}
	return n, nil
}

func (p *parser) argument(n *call) error {
	if !n.does.ofType {
		arg, err := p.expression(ofImplies)
		n.args = append(n.args, arg)
		return err
	}
	want, err := p.typeName()
	n.types = append(n.types, want)
	return err
}
