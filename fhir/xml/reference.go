package xml

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"
)

// references refuses what a text or value says by & and is no reference to a
// character. XML without a DTD has five entities.
func (s *scanner) references(raw string, from int) error {
	for i := 0; ; {
		next := strings.IndexByte(raw[i:], '&')
		if next < 0 {
			return nil
		}
		i += next
		_, n, ok := referred(raw[i:], s.html)
		if !ok {
			return s.refuse(from+i, "& begins no reference that XML knows: there are &amp; &lt; &gt; &quot; &apos; and &#number;; write other characters as they are")
		}
		i += n
	}
}

// referred reads a reference, &name; or &#number;, to the character that it
// stands for. n is its length.
func referred(s string, html bool) (character string, n int, ok bool) {
	name, _, closed := strings.Cut(s[1:min(len(s), longestReference)], ";")
	if !closed {
		return "", 0, false
	}
	n = len(name) + len("&;")
	if number, ok := strings.CutPrefix(name, "#"); ok {
		r, ok := numbered(number)
		return string(r), n, ok
	}
	if c, ok := entities[name]; ok {
		return c, n, true
	}
	c, ok := xml.HTMLEntity[name]
	return c, n, ok && html
}

// longestReference leaves room for leading zeros of a number.
const longestReference = 40

var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

func numbered(number string) (rune, bool) {
	base := 10
	if hex, ok := strings.CutPrefix(number, "x"); ok {
		number, base = hex, 16
	}
	n, err := strconv.ParseUint(number, base, 32)
	return rune(n), err == nil && isCharacter(rune(n))
}

// isCharacter is Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets).
func isCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}

// strangeAt finds the first character that XML does not allow, or byte that is
// not UTF-8; -1 when all is well.
func strangeAt(s string) int {
	for i, r := range s {
		if !isCharacter(r) || r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			return i
		}
	}
	return -1
}

// lineFeeds makes every line end a line feed, as readers of XML do before all
// else (https://www.w3.org/TR/xml/#sec-line-ends).
func lineFeeds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}

// value is what an attribute says: references stand for their characters, white
// space that is written as such for a blank
// (https://www.w3.org/TR/xml/#AVNormalize).
func (a attribute) value() string {
	if !strings.ContainsAny(a.raw, "&\t\n") {
		return a.raw
	}
	var b strings.Builder
	for i := 0; i < len(a.raw); i++ {
		switch c := a.raw[i]; c {
		case '\t', '\n':
			b.WriteByte(' ')
		case '&':
			character, n, _ := referred(a.raw[i:], false) // the scanner has seen that it is one
			b.WriteString(character)
			i += n - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
