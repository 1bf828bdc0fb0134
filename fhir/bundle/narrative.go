package bundle

import (
	"html"
	"strings"

	"kapbridge/fhir"
)

// narrative replaces the links of a narrative: href of <a> and src of <img>.
// It scans a text that has been checked to be well-formed, and leaves the rest
// of any other as it is.
func (r *relinker) narrative(t *fhir.Tree) *fhir.Tree {
	if !t.Is(fhir.String) || !strings.Contains(t.Text, "href") && !strings.Contains(t.Text, "src") {
		return t
	}
	var b strings.Builder
	rest := t.Text
	for rest != "" {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			break
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		n := tagLength(rest)
		b.WriteString(r.tag(rest[:n]))
		rest = rest[n:]
	}
	b.WriteString(rest)
	if text := b.String(); text != t.Text {
		return fhir.Str(text)
	}
	return t
}

// tagLength gives the length of what starts with "<": a comment, a CDATA section
// or a tag, in whose attributes a ">" does not end it.
func tagLength(s string) int {
	for _, quiet := range [][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}} {
		if strings.HasPrefix(s, quiet[0]) {
			if end := strings.Index(s, quiet[1]); end >= 0 {
				return end + len(quiet[1])
			}
			return len(s)
		}
	}
	quote := byte(0)
	for i := range len(s) {
		switch c := s[i]; {
		case quote == 0 && c == '>':
			return i + 1
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return len(s)
}

// tag replaces the link of one tag.
func (r *relinker) tag(tag string) string {
	for _, link := range [][2]string{{"<a", "href"}, {"<img", "src"}} {
		rest, ok := strings.CutPrefix(tag, link[0])
		if !ok || rest == "" || !isBlank(rest[0]) {
			continue
		}
		start, end := attribute(tag, link[1])
		if new, ok := r.find(html.UnescapeString(tag[start:end])); ok {
			return tag[:start] + html.EscapeString(new) + tag[end:]
		}
	}
	return tag
}

// attribute finds where the value of an attribute begins and ends; 0, 0 where the
// tag has none of that name.
func attribute(tag, name string) (start, end int) {
	for i := 0; i < len(tag); {
		quote := strings.IndexAny(tag[i:], `"'`)
		if quote < 0 {
			return 0, 0
		}
		start = i + quote + 1
		length := strings.IndexByte(tag[start:], tag[start-1])
		if length < 0 {
			return 0, 0
		}
		before := strings.TrimRight(tag[i:start-1], " \t\r\n")
		before = strings.TrimRight(strings.TrimSuffix(before, "="), " \t\r\n")
		if rest, ok := strings.CutSuffix(before, name); ok && rest != "" && isBlank(rest[len(rest)-1]) {
			return start, start + length
		}
		i = start + length + 1
	}
	return 0, 0
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
