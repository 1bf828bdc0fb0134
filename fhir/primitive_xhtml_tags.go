package fhir

import (
	"html"
	"strings"
)

// endTag consumes </name>.
func (x *xhtml) endTag() {
	end := strings.IndexByte(x.rest, '>')
	if end < 0 {
		x.fail("a tag is not closed")
		return
	}
	name := strings.TrimRight(x.rest[2:end], " \t\r\n")
	if n := len(x.open); n == 0 || x.open[n-1] != name {
		x.fail("</%s> closes nothing that is open there", short(name))
		return
	}
	x.open = x.open[:len(x.open)-1]
	x.closed = len(x.open) == 0
	x.rest = x.rest[end+1:]
}

// startTag consumes <name attributes> or <name attributes/>.
func (x *xhtml) startTag() {
	name := x.name(x.rest[1:])
	switch {
	case x.closed:
		x.fail("there is more after the end of the div")
		return
	case !xhtmlElements[name]:
		x.fail("the element <%s> is not allowed; R4 allows basic formatting only (txt-1)", short(name))
		return
	}
	x.content = x.content || name == "img"
	x.rest = x.rest[1+len(name):]
	root := len(x.open) == 0
	namespace := x.attributes(name)
	if x.wrong != "" {
		return
	}
	if root && !namespace {
		x.fail(`the div lacks xmlns="%s"`, xhtmlNamespace)
		return
	}
	if strings.HasPrefix(x.rest, "/>") {
		x.closed = root
		x.rest = x.rest[2:]
		return
	}
	x.open = append(x.open, name)
	x.rest = x.rest[1:]
}

// maxAttributes of one tag; HTML 4 defines fewer, and each is compared with all
// before it.
const maxAttributes = 64

// attributes consumes all up to the ">" or "/>" that ends a start tag, and
// tells whether the XHTML namespace is declared.
func (x *xhtml) attributes(element string) (namespace bool) {
	var room [8]string
	seen := room[:0]
	for {
		bare := strings.TrimLeft(x.rest, " \t\r\n")
		if strings.HasPrefix(bare, ">") || strings.HasPrefix(bare, "/>") {
			x.rest = bare
			return namespace
		}
		if len(seen) == maxAttributes {
			x.fail("the tag <%s> has more than %d attributes", element, maxAttributes)
			return false
		}
		name := x.name(bare)
		if name == "" || len(bare) == len(x.rest) {
			x.fail("the tag <%s> is not well-formed", element)
			return false
		}
		for _, s := range seen {
			if s == name {
				x.fail("the attribute %s occurs twice in <%s>", short(name), element)
				return false
			}
		}
		seen = append(seen, name)
		value, ok := x.attributeValue(bare[len(name):])
		if !ok {
			x.fail("the attribute %s of <%s> has no value in quotes", short(name), element)
			return false
		}
		x.attribute(name, value)
		if x.wrong != "" {
			return false
		}
		namespace = namespace || name == "xmlns"
	}
}

// attributeValue consumes ="value" or ='value'.
func (x *xhtml) attributeValue(s string) (string, bool) {
	s, ok := strings.CutPrefix(strings.TrimLeft(s, " \t\r\n"), "=")
	s = strings.TrimLeft(s, " \t\r\n")
	if !ok || s == "" || s[0] != '"' && s[0] != '\'' {
		return "", false
	}
	end := strings.IndexByte(s[1:], s[0])
	if end < 0 || strings.IndexByte(s[1:1+end], '<') >= 0 {
		return "", false
	}
	x.rest = s[end+2:]
	return s[1 : 1+end], true
}

// attribute refuses what is active or leaves the namespace.
func (x *xhtml) attribute(name, value string) {
	x.characters(value)
	x.references(value)
	lower := strings.ToLower(name)
	switch {
	case name == "xmlns" && value != xhtmlNamespace:
		x.fail(`xmlns is "%s"; it must be "%s"`, short(value), xhtmlNamespace)
	case strings.HasPrefix(lower, "on"):
		x.fail("the event attribute %s is not allowed (txt-1)", short(name))
	case !xhtmlAttributes[name]:
		x.fail("the attribute %s is not allowed; R4 allows those of basic formatting only (txt-1)", short(name))
	case (name == "href" || name == "src") && isScript(value):
		x.fail("a link to a script is not allowed (txt-1)")
	}
}

// isScript sees a scheme that runs code, also behind the control characters,
// spaces and character references that browsers overlook.
func isScript(url string) bool {
	scheme, _, found := strings.Cut(html.UnescapeString(url), ":")
	if !found {
		return false
	}
	scheme = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, scheme)
	return strings.EqualFold(scheme, "javascript") || strings.EqualFold(scheme, "vbscript")
}

// name reads an XML name; ASCII is enough for all that R4 allows.
func (x *xhtml) name(s string) string {
	n := 0
	for n < len(s) {
		c := s[n]
		first := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':'
		if !first && (n == 0 || !isDigit(c) && c != '-' && c != '.') {
			break
		}
		n++
	}
	return s[:n]
}
