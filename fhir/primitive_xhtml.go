package fhir

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

const xhtmlNamespace = "http://www.w3.org/1999/xhtml"

// xhtmlElements may occur in a narrative: HTML 4.0 chapters 7 to 11 (but for
// section 4 of chapter 9) and 15, links and images
// (http://hl7.org/fhir/R4/narrative.html#xhtml, txt-1).
var xhtmlElements = wordSet(`p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite
	blockquote hr address bdo kbd sub sup ul ol li dl dt dd pre table caption colgroup col thead tr tfoot tbody th td
	code samp img map area`)

// xhtmlAttributes are those that these elements have in HTML 4.0, but for events
// (https://www.w3.org/TR/html401/index/attributes.html), and those of XML.
var xhtmlAttributes = wordSet(`id class style title lang dir accesskey tabindex xmlns xml:lang xml:space
	href name charset type hreflang rel rev shape coords src alt longdesc usemap ismap border hspace vspace align width height nohref
	cite summary frame rules cellspacing cellpadding span char charoff valign abbr axis headers scope rowspan colspan nowrap bgcolor background
	noshade size clear start value compact`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// xhtmlFault checks a narrative: one well-formed div in the XHTML namespace,
// formatting elements only, nothing active, and some content. It scans rather
// than using encoding/xml, because every resource has a narrative and this is
// the greater part of its bytes.
func xhtmlFault(s string) string {
	x := xhtml{rest: strings.Trim(s, " \t\r\n")}
	if !strings.HasPrefix(x.rest, "<div") {
		return `the narrative is an XHTML <div xmlns="` + xhtmlNamespace + `">`
	}
	x.open = x.room[:0]
	for x.rest != "" && x.wrong == "" {
		x.next()
	}
	switch {
	case x.wrong != "":
		return "the narrative is not as R4 wants it: " + x.wrong
	case len(x.open) > 0:
		return fmt.Sprintf("the narrative is not as R4 wants it: <%s> is not closed", x.open[len(x.open)-1])
	case !x.content:
		return "the narrative has some content beside white space (txt-2)"
	}
	return ""
}

// xhtml is a scan of a narrative.
type xhtml struct {
	rest    string
	open    []string // names of the elements that are open
	room    [16]string
	content bool
	closed  bool // the outermost div has ended
	wrong   string
}

func (x *xhtml) fail(format string, args ...any) { x.wrong = fmt.Sprintf(format, args...) }

// next consumes text up to a tag and that tag.
func (x *xhtml) next() {
	i := strings.IndexByte(x.rest, '<')
	if i < 0 {
		i = len(x.rest)
	}
	x.text(x.rest[:i])
	if x.rest = x.rest[i:]; x.rest == "" || x.wrong != "" {
		return
	}
	switch {
	case strings.HasPrefix(x.rest, "<!--"):
		x.comment()
	case strings.HasPrefix(x.rest, "<![CDATA["):
		if i = strings.Index(x.rest, "]]>"); i < 0 || len(x.open) == 0 {
			x.fail("a CDATA section is not closed or outside the div")
			return
		}
		x.plain(x.rest[len("<![CDATA["):i])
		x.rest = x.rest[i+len("]]>"):]
	case strings.HasPrefix(x.rest, "<!") || strings.HasPrefix(x.rest, "<?"):
		x.fail("it contains no DOCTYPE and no processing instruction")
	case strings.HasPrefix(x.rest, "</"):
		x.endTag()
	default:
		x.startTag()
	}
}

func (x *xhtml) comment() {
	end := strings.Index(x.rest[4:], "--")
	if end < 0 || !strings.HasPrefix(x.rest[4+end:], "-->") {
		x.fail("a comment is not closed, or contains two hyphens")
		return
	}
	x.rest = x.rest[4+end+3:]
}

func (x *xhtml) text(s string) {
	if strings.Contains(s, "]]>") {
		x.fail("]]> occurs outside of CDATA")
		return
	}
	x.references(s)
	x.plain(s)
}

// plain looks at characters: content or white space, and what XML allows.
func (x *xhtml) plain(s string) {
	blank := strings.Trim(s, " \t\r\n") == ""
	if !blank && len(x.open) == 0 {
		x.fail("there is text outside the div")
		return
	}
	x.content = x.content || !blank
	x.characters(s)
}

// characters refuses what XML 1.0 section 2.2 does not allow.
func (x *xhtml) characters(s string) {
	for i := range len(s) {
		c := s[i]
		if c < ' ' && c != '\t' && c != '\r' && c != '\n' || c == 0xEF && (strings.HasPrefix(s[i:], "\uFFFE") || strings.HasPrefix(s[i:], "\uFFFF")) {
			x.fail("it contains a character that XML does not allow")
			return
		}
	}
}

// references checks &name; and &#number; in text and attributes.
func (x *xhtml) references(s string) {
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			return
		}
		name, after, found := strings.Cut(s[i+1:], ";")
		if !found || !isReference(name) {
			x.fail("& starts no known entity; write it as &amp;")
			return
		}
		s = after
	}
}

func isReference(name string) bool {
	if number, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(number, "x"); ok {
			number, base = hex, 16
		}
		n, err := strconv.ParseUint(number, base, 32)
		return err == nil && isXMLCharacter(rune(n))
	}
	switch name {
	case "amp", "lt", "gt", "quot", "apos":
		return true
	}
	return xml.HTMLEntity[name] != ""
}

// isXMLCharacter is Char of XML 1.0, section 2.2.
func isXMLCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}
