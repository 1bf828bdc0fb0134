package xml

import (
	"strings"

	"kapbridge/fhir"
)

// narrative reads the div of a Narrative, from its start tag to its end, as the
// string that JSON has for it: as it is spelt, in the XHTML namespace without
// prefixes (http://hl7.org/fhir/R4/narrative.html#xhtml). Which elements may stand
// in it is for fhir.CheckStructure.
func (d *decoder) narrative(tag token) (*fhir.Tree, error) {
	div, err := d.xhtml(nil, tag)
	return fhir.Str(string(div)), err
}

// xhtml appends an element that has begun with the tag.
func (s *scanner) xhtml(b []byte, tag token) ([]byte, error) {
	level := len(s.open)
	root := true
	for t := tag; ; root = false {
		var err error
		switch t.kind {
		case startTag:
			if err = s.inXHTML(t); err == nil {
				b = s.appendStart(b, t, root)
			}
		case endTag:
			b = s.appendEnd(b, t)
			if len(s.open) < level {
				return b, nil
			}
		case text:
			b = s.appendPlain(b, s.text[t.from:t.to])
		default:
			b = append(b, s.text[t.from:t.to]...)
		}
		if err != nil {
			return b, err
		}
		if t, err = s.next(); err != nil {
			return b, err
		}
	}
}

// inXHTML refuses what cannot be said without other namespaces.
func (s *scanner) inXHTML(t token) error {
	if t.name.space != xhtmlSpace {
		return s.refuse(t.from, `<%s> is not in the namespace of a narrative, "%s"`, short(t.name.raw), xhtmlSpace)
	}
	for _, a := range t.attributes {
		other := a.name.prefixed() && a.name.space != xmlSpace && !a.name.declares()
		if other || a.name.raw == "xmlns" && a.raw != xhtmlSpace {
			return s.refuse(a.from, "the attribute %s leads out of XHTML", short(a.name.raw))
		}
	}
	return nil
}

// appendStart writes a start tag without prefix, the outermost with its namespace.
func (s *scanner) appendStart(b []byte, t token, root bool) []byte {
	b = append(append(b, '<'), t.name.local...)
	plain := false
	for _, a := range t.attributes {
		plain = plain || a.name.raw == "xmlns"
	}
	if root && !plain {
		b = append(b, ` xmlns="`+xhtmlSpace+`"`...)
	}
	return s.appendPlain(b, s.text[t.from+1+len(t.name.raw):t.to])
}

func (s *scanner) appendEnd(b []byte, t token) []byte {
	if t.from == t.to {
		return b
	}
	b = append(append(b, "</"...), t.name.local...)
	return append(b, s.text[t.from+len("</")+len(t.name.raw):t.to]...)
}

// appendPlain writes text or the rest of a tag; entities that are HTML's alone
// become characters.
func (s *scanner) appendPlain(b []byte, raw string) []byte {
	for s.html {
		i := strings.IndexByte(raw, '&')
		if i < 0 {
			break
		}
		character, n, _ := referred(raw[i:], true)
		if _, known := entities[raw[i+1:i+n-1]]; known || raw[i+1] == '#' {
			character = raw[i : i+n]
		}
		b = append(append(b, raw[:i]...), character...)
		raw = raw[i+n:]
	}
	return append(b, raw...)
}

// appendNarrative writes a narrative as it stands in JSON into XML.
func appendNarrative(b []byte, div string) ([]byte, error) {
	s, err := newScanner([]byte(strings.Trim(div, blanks)))
	if err != nil {
		return b, err
	}
	s.html = true
	for {
		t, err := s.next()
		if err != nil {
			return b, err
		}
		switch t.kind {
		case startTag:
			if t.name.raw != "div" {
				return b, s.refuse(t.from, "a narrative is a div")
			}
			if b, err = s.xhtml(b, t); err != nil {
				return b, err
			}
		case finish:
			return b, nil
		}
	}
}
