package fhir

import (
	"html"
	"slices"
	"strings"
	"unicode"
)

// Words are the different words of some texts. A word is an unbroken run of
// letters, digits and marks that begins with a letter or a digit; ASCII words
// are in lower case, the others as they were written.
type Words struct {
	seen  map[string]bool
	bytes int
}

// The bounds of what is kept, in bytes: a lexeme of PostgreSQL has 2,046 bytes at most,
// all of one document together 1 MB, and folding may make them longer.
const (
	MostOfWord  = 255
	mostOfWords = 100_000
)

// Add takes the words of a text in. A word of more than MostOfWord bytes is left out,
// and so is what comes after 100,000 bytes of different words.
func (w *Words) Add(text string) {
	EachWord(text, func(word, _ string) {
		if len(word) > MostOfWord || w.seen[word] || w.bytes+len(word) > mostOfWords {
			return
		}
		if w.seen == nil {
			w.seen = make(map[string]bool, 64) // as many as a short resource has
		}
		w.seen[word], w.bytes = true, w.bytes+len(word)
	})
}

// AddXHTML takes the words of a narrative in, as a reader sees them: a tag ends
// a word and is none, and entities stand for their characters.
func (w *Words) AddXHTML(div string) {
	for div != "" {
		text, tag, _ := strings.Cut(div, "<")
		w.Add(html.UnescapeString(text))
		if inner, ok := strings.CutPrefix(tag, "![CDATA["); ok {
			text, div, _ = strings.Cut(inner, "]]>")
			w.Add(text)
		} else if inner, ok := strings.CutPrefix(tag, "!--"); ok {
			_, div, _ = strings.Cut(inner, "-->")
		} else {
			div = afterTag(tag)
		}
	}
}

// afterTag skips the rest of a tag; a ">" in the value of an attribute does not end it.
func afterTag(tag string) string {
	quote := byte(0)
	for i := range len(tag) {
		switch c := tag[i]; {
		case quote == 0 && c == '>':
			return tag[i+1:]
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return ""
}

// Split gives the words with a blank between them: those of ASCII alone, which
// are folded already, and the others. Each is sorted, so that equal words make
// equal texts.
func (w *Words) Split() (ascii, others string) {
	var plain, strange []string
	for word := range w.seen {
		if isASCII(word) {
			plain = append(plain, word)
		} else {
			strange = append(strange, word)
		}
	}
	slices.Sort(plain)
	slices.Sort(strange)
	return strings.Join(plain, " "), strings.Join(strange, " ")
}

// EachWord calls do with each word of a text in turn, and what stands behind it.
func EachWord(text string, do func(word, rest string)) {
	start, ascii := -1, true
	end := func(i int) {
		if start >= 0 && ascii {
			do(strings.ToLower(text[start:i]), text[i:])
		} else if start >= 0 {
			do(text[start:i], text[i:])
		}
		start, ascii = -1, true
	}
	for i, r := range text {
		switch {
		case r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r))): // what nearly all are
			if start < 0 {
				start = i
			}
		case r >= 0x80 && (unicode.IsLetter(r) || unicode.IsNumber(r) || start >= 0 && unicode.IsMark(r)):
			if start < 0 {
				start = i
			}
			ascii = false
		default:
			end(i)
		}
	}
	end(len(text))
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
