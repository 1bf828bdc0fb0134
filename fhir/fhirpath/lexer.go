package fhirpath

import (
	"strings"
	"unicode/utf8"

	"kapbridge/fhir"
)

// tokenKind says how a token is written.
type tokenKind uint8

const (
	end       tokenKind = iota
	word                // name, and, div: an identifier or a keyword
	delimited           // `name`
	text                // 'text'
	number              // 1 or 1.0
	moment              // @2020, @T12:00
	external            // %name, %`name`, %'name'
	special             // $this, $index, $total
	symbol              // + <= ( ...
)

// token is a part of an expression that has a meaning of its own. Its text is
// free of quotes, escapes and of the sign that opens it.
type token struct {
	kind tokenKind
	text string
	at   int // byte where it begins
}

// is tells whether the token is this symbol or keyword.
func (t token) is(s string) bool { return (t.kind == symbol || t.kind == word) && t.text == s }

// shown words a token for a message.
func (t token) shown() string {
	if t.kind == end {
		return "the end of the expression"
	}
	return quoted(t.text)
}

// fault words what is wrong at a place of an expression's text.
func fault(source string, at int, format string, args ...any) error {
	place := utf8.RuneCountInString(source[:min(at, len(source))]) + 1
	p := fhir.Refuse(400, "invalid", format, args...)
	p.Issues[0].Text = "in the FHIRPath expression " + quoted(source) + " at character " + itoa(place) + ": " + p.Issues[0].Text
	return p
}

// lexer cuts an expression into tokens (http://hl7.org/fhirpath/N1/grammar.html).
type lexer struct {
	source string
	at     int
}

func (l *lexer) rest() string { return l.source[l.at:] }

func (l *lexer) fault(at int, format string, args ...any) error {
	return fault(l.source, at, format, args...)
}

// tokens returns all tokens of the text, the last of kind end.
func tokens(source string) ([]token, error) {
	l := &lexer{source: source}
	var all []token
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		all = append(all, t)
		if t.kind == end {
			return all, nil
		}
	}
}

func (l *lexer) next() (token, error) {
	if err := l.skip(); err != nil {
		return token{}, err
	}
	at := l.at
	if l.rest() == "" {
		return token{end, "", at}, nil
	}
	switch c := l.source[at]; {
	case c == '\'':
		return l.quotedToken(text, c)
	case c == '`':
		return l.quotedToken(delimited, c)
	case c == '%':
		return l.external()
	case c == '@':
		return l.moment()
	case c == '$':
		l.at++
		name := l.word()
		if name != "this" && name != "index" && name != "total" {
			return token{}, l.fault(at, "expected $this, $index or $total")
		}
		return token{special, name, at}, nil
	case isDigit(c):
		return l.number(), nil
	case isLetter(c):
		return token{word, l.word(), at}, nil
	}
	return l.symbol()
}

var symbols = []string{"<=", ">=", "!=", "!~", "<", ">", "=", "~", "+", "-", "*", "/", "&", "|", ".", ",", "(", ")", "[", "]", "{", "}"}

func (l *lexer) symbol() (token, error) {
	at := l.at
	for _, s := range symbols {
		if strings.HasPrefix(l.rest(), s) {
			l.at += len(s)
			return token{symbol, s, at}, nil
		}
	}
	r, _ := utf8.DecodeRuneInString(l.rest())
	return token{}, l.fault(at, "%q begins nothing that FHIRPath knows", r)
}

// skip passes over white space and comments.
func (l *lexer) skip() error {
	for {
		l.at += len(l.rest()) - len(strings.TrimLeft(l.rest(), " \t\r\n"))
		switch {
		case strings.HasPrefix(l.rest(), "//"):
			line := strings.IndexAny(l.rest(), "\r\n")
			if line < 0 {
				line = len(l.rest())
			}
			l.at += line
		case strings.HasPrefix(l.rest(), "/*"):
			n := strings.Index(l.rest()[2:], "*/")
			if n < 0 {
				return l.fault(l.at, "expected */ at the end of the comment that begins here")
			}
			l.at += n + 4
		default:
			return nil
		}
	}
}

func (l *lexer) word() string {
	at := l.at
	for l.at < len(l.source) && (isLetter(l.source[l.at]) || isDigit(l.source[l.at])) {
		l.at++
	}
	return l.source[at:l.at]
}

func (l *lexer) digits() string {
	at := l.at
	for l.at < len(l.source) && isDigit(l.source[l.at]) {
		l.at++
	}
	return l.source[at:l.at]
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }
