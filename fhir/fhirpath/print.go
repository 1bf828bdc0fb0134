package fhirpath

import "strings"

// printer writes an expression in its canonical form: no more parentheses than
// it needs, one space around operators.
type printer struct{ strings.Builder }

func printed(n node) string {
	var p printer
	n.print(&p)
	return p.String()
}

// within writes a node where something stands that binds at least so tightly.
func (p *printer) within(n node, least int) {
	if n.binding() >= least {
		n.print(p)
		return
	}
	p.WriteByte('(')
	n.print(p)
	p.WriteByte(')')
}

// after writes what stands before a point or bracket.
func (p *printer) after(left node, point string) {
	if left != nil {
		p.within(left, ofPath)
		p.WriteString(point)
	}
}

func (n *literal) binding() int     { return ofPath }
func (n *variable) binding() int    { return ofPath }
func (n *environment) binding() int { return ofPath }
func (n *member) binding() int      { return ofPath }
func (n *call) binding() int        { return ofPath }
func (n *index) binding() int       { return ofPath }
func (n *sign) binding() int        { return ofSign }
func (n *typed) binding() int       { return ofType }
func (n *binary) binding() int      { return levels[n.name] }

func (n *literal) print(p *printer)  { p.WriteString(n.text) }
func (n *variable) print(p *printer) { p.WriteString("$" + n.name) }
func (n *environment) print(p *printer) {
	p.WriteString("%" + identifier(n.name))
}

func (n *member) print(p *printer) {
	p.after(n.left, ".")
	p.WriteString(identifier(n.name))
}

func (n *index) print(p *printer) {
	p.after(n.left, "[")
	n.number.print(p)
	p.WriteByte(']')
}

func (n *sign) print(p *printer) {
	if n.minus {
		p.WriteByte('-')
	} else {
		p.WriteByte('+')
	}
	p.within(n.operand, ofSign)
}

func (n *call) print(p *printer) {
	p.after(n.left, ".")
	p.WriteString(n.name + "(")
	for i, arg := range n.args {
		if i > 0 {
			p.WriteString(", ")
		}
		arg.print(p)
	}
	for _, t := range n.types {
		p.WriteString(t.String())
	}
	p.WriteByte(')')
}

func (n *typed) print(p *printer) {
	p.within(n.left, ofType)
	p.WriteString(" " + n.name + " " + n.want.String())
}

func (n *binary) print(p *printer) {
	level := n.binding()
	p.within(n.left, level)
	p.WriteString(" " + n.name + " ")
	p.within(n.right, level+1)
}

// identifier writes a name, between backticks where it must.
func identifier(name string) string {
	plain := name != "" && isLetter(name[0]) && !keywords[name]
	for i := range len(name) {
		plain = plain && (isLetter(name[i]) || isDigit(name[i]))
	}
	if plain {
		return name
	}
	return "`" + escaped(name, '`') + "`"
}

func apostrophed(s string) string { return "'" + escaped(s, '\'') + "'" }

func escaped(s string, quote rune) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case quote, '\\':
			b.WriteString("\\" + string(r))
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '\f':
			b.WriteString(`\f`)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
