package xml

import "strings"

// The namespaces that FHIR XML knows (http://hl7.org/fhir/R4/xml.html).
const (
	fhirSpace   = "http://hl7.org/fhir"
	xhtmlSpace  = "http://www.w3.org/1999/xhtml"
	xmlSpace    = "http://www.w3.org/XML/1998/namespace"
	schemaSpace = "http://www.w3.org/2001/XMLSchema-instance"
	xmlnsSpace  = "http://www.w3.org/2000/xmlns/"
)

// name is the name of an element or attribute.
type name struct {
	raw   string // as written, with a prefix perhaps
	local string // without prefix
	space string // the namespace, "" for none
}

func (n name) prefixed() bool { return len(n.raw) > len(n.local) }

// declares tells whether an attribute declares a namespace.
func (n name) declares() bool { return n.space == xmlnsSpace }

// binding is a namespace in force; prefix "" is the default.
type binding struct{ prefix, space string }

// mostBindings bounds the namespaces in force at one place, since looking one up
// goes through them. Declaring what is in force already adds none.
const mostBindings = 64

// inSpace puts the namespaces that a start tag declares in force and finds those of
// its names.
func (s *scanner) inSpace(t *token, raw string) error {
	for _, a := range t.attributes {
		prefix, local, _ := strings.Cut(a.name.raw, ":")
		switch {
		case prefix != "xmlns":
			continue
		case local == "xml" || local == "xmlns" || local != "" && a.raw == "" || strings.Contains(a.raw, "&"):
			return s.refuse(a.from, "that is no declaration of a namespace")
		case s.space(local) == a.raw:
			continue
		case len(s.bound) == mostBindings:
			return s.refuse(a.from, "more than %d namespaces are declared around here", mostBindings)
		}
		s.bound = append(s.bound, binding{local, a.raw})
	}
	t.name = s.resolve(raw, true)
	if t.name.prefixed() && t.name.space == "" {
		return s.refuse(t.from, "the prefix of <%s> is not declared", short(raw))
	}
	for i := range t.attributes {
		a := &t.attributes[i]
		a.name = s.resolve(a.name.raw, false)
		if a.name.prefixed() && a.name.space == "" {
			return s.refuse(a.from, "the prefix of the attribute %s is not declared", short(a.name.raw))
		}
	}
	return nil
}

// resolve finds the namespace of a name. An attribute without a prefix is in none.
func (s *scanner) resolve(raw string, element bool) name {
	prefix, local, found := strings.Cut(raw, ":")
	switch {
	case !found && element:
		return name{raw, raw, s.space("")}
	case raw == "xmlns":
		return name{raw, raw, xmlnsSpace}
	case !found:
		return name{raw: raw, local: raw}
	}
	return name{raw, local, s.space(prefix)}
}

// space is the namespace that a prefix stands for, "" for none.
func (s *scanner) space(prefix string) string {
	switch prefix {
	case "xml":
		return xmlSpace
	case "xmlns":
		return xmlnsSpace
	}
	for i := len(s.bound) - 1; i >= 0; i-- {
		if s.bound[i].prefix == prefix {
			return s.bound[i].space
		}
	}
	return ""
}
