package xml

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"kapbridge/fhir"
)

// kind tells tokens apart.
type kind uint8

const (
	startTag kind = iota
	endTag
	text
	section // CDATA
	comment
	finish
)

// token is a piece of the text, all of it between from and to. An element
// without content, <x/>, gives a start and an end, the latter of no length.
type token struct {
	kind       kind
	name       name // of a tag
	attributes []attribute
	from, to   int
}

// scanner reads one document of well-formed XML 1.0 (https://www.w3.org/TR/xml/)
// with namespaces (https://www.w3.org/TR/xml-names/) and neither DTD nor
// processing instructions. It reads UTF-8 and takes nothing from elsewhere.
type scanner struct {
	text  string // with line feeds as line ends
	at    int    // where the next token begins
	open  []opened
	bound []binding
	empty bool // the start tag before was <x/>, so that its end comes next
	begun bool // the outermost element was seen
	html  bool // a narrative out of JSON: the entities of HTML are known
}

// opened is an element that has not ended.
type opened struct {
	raw   string // its name as written
	bound int    // namespace bindings that were in force around it
}

// newScanner takes a document that is valid UTF-8 of characters that XML allows.
func newScanner(data []byte) (*scanner, error) {
	s := &scanner{text: lineFeeds(strings.TrimPrefix(string(data), "\ufeff"))}
	if i := strangeAt(s.text); i >= 0 {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if r == utf8.RuneError && n == 1 {
			return s, s.refuse(i, "the text is not UTF-8: there is a byte 0x%02X", s.text[i])
		}
		return s, s.refuse(i, "XML does not allow the character U+%04X", r)
	}
	return s, s.declaration()
}

// declarationForm is all that an XML declaration may be
// (https://www.w3.org/TR/xml/#NT-XMLDecl): version, encoding, standalone.
var declarationForm = regexp.MustCompile(`^<\?xml\s+version\s*=\s*(?:"([^"]*)"|'([^']*)')(?:\s+encoding\s*=\s*(?:"([^"]*)"|'([^']*)'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>`)

// declaration reads <?xml version="1.0" encoding="UTF-8"?> where it is given.
func (s *scanner) declaration() error {
	rest, ok := strings.CutPrefix(s.text, "<?xml")
	if !ok || rest == "" || !isBlank(rest[0]) {
		return nil
	}
	found := declarationForm.FindStringSubmatch(s.text)
	switch {
	case found == nil:
		return s.refuse(0, `the XML declaration is not well-formed; write <?xml version="1.0" encoding="UTF-8"?>`)
	case found[1]+found[2] != "1.0":
		return s.refuse(0, "only XML 1.0 is read here")
	case found[3]+found[4] != "" && !strings.EqualFold(found[3]+found[4], "utf-8"):
		return s.refuse(0, "FHIR is written in UTF-8, and the declaration names another encoding")
	}
	s.at = len(found[0])
	return nil
}

// next gives the next token. After the outermost element only white space and
// comments follow, then finish.
func (s *scanner) next() (token, error) {
	if s.empty {
		s.empty = false
		return s.ended(s.at, s.at), nil
	}
	rest := s.text[s.at:]
	switch {
	case rest == "":
		return s.last()
	case rest[0] != '<':
		return s.characters()
	case strings.HasPrefix(rest, "<!--"):
		return s.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		return s.section()
	case strings.HasPrefix(rest, "<!"):
		return token{}, s.refuse(s.at, "a DOCTYPE or other declaration of a DTD is not allowed in FHIR XML")
	case strings.HasPrefix(rest, "<?"):
		return token{}, s.refuse(s.at, "processing instructions are not read here")
	case strings.HasPrefix(rest, "</"):
		return s.endTag()
	default:
		return s.startTag()
	}
}

func (s *scanner) last() (token, error) {
	switch {
	case len(s.open) > 0:
		return token{}, s.refuse(s.at, "the text ends, and <%s> is not closed", short(s.open[len(s.open)-1].raw))
	case !s.begun:
		return token{}, s.refuse(s.at, "there is no element in the text")
	}
	return s.take(finish, s.at), nil
}

// take makes a token of all up to an offset.
func (s *scanner) take(k kind, to int) token {
	t := token{kind: k, from: s.at, to: to}
	s.at = to
	return t
}

func (s *scanner) characters() (token, error) {
	from, to := s.at, len(s.text)
	if i := strings.IndexByte(s.text[from:], '<'); i >= 0 {
		to = from + i
	}
	raw := s.text[from:to]
	if i := strings.Index(raw, "]]>"); i >= 0 {
		return token{}, s.refuse(from+i, "]]> may not stand in text; write ]]&gt;")
	}
	if len(s.open) == 0 && strings.Trim(raw, blanks) != "" {
		return token{}, s.refuse(to-len(strings.TrimLeft(raw, blanks)), "there is text outside of the outermost element")
	}
	return s.take(text, to), s.references(raw, from)
}

func (s *scanner) comment() (token, error) {
	body := s.text[s.at+len("<!--"):]
	end := strings.Index(body, "--")
	if end < 0 || !strings.HasPrefix(body[end:], "-->") {
		return token{}, s.refuse(s.at, "the comment is not closed, or contains two hyphens")
	}
	return s.take(comment, s.at+len("<!--")+end+len("-->")), nil
}

func (s *scanner) section() (token, error) {
	end := strings.Index(s.text[s.at:], "]]>")
	if end < 0 || len(s.open) == 0 {
		return token{}, s.refuse(s.at, "the CDATA section is not closed, or stands outside of the outermost element")
	}
	return s.take(section, s.at+end+len("]]>")), nil
}

const blanks = " \t\r\n"

func isBlank(c byte) bool { return strings.IndexByte(blanks, c) >= 0 }

// refuse words what is wrong at an offset.
func (s *scanner) refuse(at int, format string, args ...any) *fhir.Problem {
	return wrong(s.text, at, "structure", format, args...)
}
