package xml

import "strings"

// attribute is a name and value of a start tag.
type attribute struct {
	name     name
	raw      string // the value as written, between its quotes
	from, to int    // of all of it, in the text
}

// mostAttributes of one tag: FHIR needs three, HTML a dozen, and each is compared
// with all before it.
const mostAttributes = 64

// endTag reads </name>.
func (s *scanner) endTag() (token, error) {
	from := s.at
	s.at += len("</")
	raw := s.rawName()
	s.skipBlanks()
	switch {
	case raw == "" || !strings.HasPrefix(s.text[s.at:], ">"):
		return token{}, s.refuse(from, "the end tag is not well-formed")
	case len(s.open) == 0:
		return token{}, s.refuse(from, "</%s> closes nothing that is open", short(raw))
	case s.open[len(s.open)-1].raw != raw:
		return token{}, s.refuse(from, "</%s> stands where </%s> is due", short(raw), short(s.open[len(s.open)-1].raw))
	}
	s.at++
	return s.ended(from, s.at), nil
}

// ended closes the innermost element and takes its namespaces out of force.
func (s *scanner) ended(from, to int) token {
	last := s.open[len(s.open)-1]
	t := token{kind: endTag, name: s.resolve(last.raw, true), from: from, to: to}
	s.open, s.bound = s.open[:len(s.open)-1], s.bound[:last.bound]
	return t
}

// startTag reads <name attribute="value"> or <name attribute="value"/>.
func (s *scanner) startTag() (token, error) {
	t := token{kind: startTag, from: s.at}
	if s.begun && len(s.open) == 0 {
		return t, s.refuse(s.at, "there is a second element after the end of the outermost one")
	}
	s.at++
	raw := s.rawName()
	if raw == "" {
		return t, s.refuse(t.from, "this < begins no tag; in text it is written &lt;")
	}
	s.begun, s.open = true, append(s.open, opened{raw, len(s.bound)})
	for {
		before := s.at
		s.skipBlanks()
		rest := s.text[s.at:]
		if s.empty = strings.HasPrefix(rest, "/>"); s.empty || strings.HasPrefix(rest, ">") {
			break
		}
		if s.at == before || len(t.attributes) == mostAttributes {
			return t, s.refuse(t.from, "the tag <%s> is not well-formed, or has more than %d attributes", short(raw), mostAttributes)
		}
		a, err := s.attribute(t)
		if err != nil {
			return t, err
		}
		t.attributes = append(t.attributes, a)
	}
	s.at++
	if s.empty {
		s.at++
	}
	t.to = s.at
	return t, s.inSpace(&t, raw)
}

// attribute reads name="value", of which no tag has two of one name.
func (s *scanner) attribute(t token) (attribute, error) {
	a := attribute{from: s.at}
	raw := s.rawName()
	s.skipBlanks()
	rest, ok := strings.CutPrefix(s.text[s.at:], "=")
	rest = strings.TrimLeft(rest, blanks)
	if raw == "" || !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return a, s.refuse(a.from, `the tag is not well-formed here; an attribute is written name="value"`)
	}
	value, _, closed := strings.Cut(rest[1:], rest[:1])
	if !closed || strings.Contains(value, "<") {
		return a, s.refuse(a.from, "the value of the attribute %s is not closed, or contains <, which is written &lt;", short(raw))
	}
	for _, b := range t.attributes {
		if b.name.raw == raw {
			return a, s.refuse(a.from, "the attribute %s is given twice", short(raw))
		}
	}
	from := len(s.text) - len(rest) + 1
	s.at = from + len(value) + 1
	a.name, a.raw, a.to = name{raw: raw}, value, s.at
	return a, s.references(value, from)
}

func (s *scanner) skipBlanks() {
	for s.at < len(s.text) && isBlank(s.text[s.at]) {
		s.at++
	}
}

// rawName reads a name of ASCII letters, digits and "-", "_", ".", with one colon
// at most inside: all that names in FHIR and XHTML are made of. "" is none.
func (s *scanner) rawName() string {
	from := s.at
	for s.at < len(s.text) && isNameByte(s.text[s.at], s.at == from || s.text[s.at-1] == ':') {
		s.at++
	}
	raw := s.text[from:s.at]
	if strings.Count(raw, ":") > 1 || strings.HasSuffix(raw, ":") || s.at < len(s.text) && s.text[s.at] >= 0x80 {
		return ""
	}
	return raw
}

func isNameByte(c byte, first bool) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
		return true
	default:
		return !first && (c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':')
	}
}
