package xml

import (
	"bytes"

	"kapbridge/fhir"
)

// Encode writes a resource as XML without white space between elements, in the
// order of the definitions; equal trees give equal bytes. It refuses (406), with
// the FHIRPath of the place, what XML or R4 has no way to say: members that the
// definitions do not know, characters that XML does not allow, null where nothing
// stands for it.
func Encode(t *fhir.Tree) ([]byte, error) { return encode(t, false) }

// Spread is Encode for a reader: each element on a line of its own, but for
// narratives, where white space counts.
func Spread(t *fhir.Tree) ([]byte, error) {
	b, err := encode(t, true)
	return append(b, '\n'), err
}

func encode(t *fhir.Tree, spread bool) ([]byte, error) {
	e := encoder{spread: spread}
	e.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>`)
	e.steps = append(e.steps, step{t.Get("resourceType").StringOr("Resource"), -1})
	if err := e.resource(t); err != nil {
		return nil, err
	}
	return e.b.Bytes(), nil
}

type encoder struct {
	b      bytes.Buffer
	steps  []step // to the current element
	depth  int    // of elements
	spread bool
}

// refuse words what cannot be said at the current place.
func (e *encoder) refuse(format string, args ...any) error {
	p := fhir.Refuse(406, "not-supported", format, args...).At(expression(e.steps))
	p.Issues[0].Text = "this cannot be written in XML, ask for JSON: " + p.Issues[0].Text
	return p
}

// begin opens a start tag, which shut closes.
func (e *encoder) begin(name string) {
	e.line()
	e.b.WriteByte('<')
	e.b.WriteString(name)
}

// shut closes a start tag. An element without content ends with it.
func (e *encoder) shut(empty bool) {
	if empty {
		e.b.WriteByte('/')
	} else {
		e.depth++
	}
	e.b.WriteByte('>')
}

func (e *encoder) end(name string) {
	e.depth--
	e.line()
	e.b.WriteString("</")
	e.b.WriteString(name)
	e.b.WriteByte('>')
}

func (e *encoder) line() {
	if !e.spread {
		return
	}
	e.b.WriteByte('\n')
	for range e.depth {
		e.b.WriteString("  ")
	}
}

// attribute writes name="value". White space other than blanks is written by
// number, or a reader would take it for blanks.
func (e *encoder) attribute(name, value string) error {
	if i := strangeAt(value); i >= 0 {
		return e.refuse("the value has a character that XML does not allow")
	}
	e.b.WriteByte(' ')
	e.b.WriteString(name)
	e.b.WriteString(`="`)
	start := 0
	for i := range len(value) {
		if escaped := escapes[value[i]]; escaped != "" {
			e.b.WriteString(value[start:i])
			e.b.WriteString(escaped)
			start = i + 1
		}
	}
	e.b.WriteString(value[start:])
	e.b.WriteByte('"')
	return nil
}

var escapes = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\t': "&#9;", '\n': "&#10;", '\r': "&#13;"}
