package fhirpath

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// number reads an Integer or a Decimal. A point belongs to it only before a
// digit: 1.toString() calls a function.
func (l *lexer) number() token {
	at := l.at
	l.digits()
	if rest := l.rest(); len(rest) > 1 && rest[0] == '.' && isDigit(rest[1]) {
		l.at++
		l.digits()
	}
	return token{number, l.source[at:l.at], at}
}

// moment reads the literal of a Date, a DateTime or a Time. What it says is
// checked by the parser.
func (l *lexer) moment() (token, error) {
	at := l.at
	for l.at++; l.at < len(l.source); l.at++ {
		c := l.source[l.at]
		fraction := c == '.' && l.at+1 < len(l.source) && isDigit(l.source[l.at+1])
		if !isDigit(c) && !fraction && strings.IndexByte("-:+TZ", c) < 0 {
			break
		}
		sign := c == '+' || c == '-'
		if sign && strings.Contains(l.source[at:l.at], "T") && !l.zoneFollows() {
			break
		}
		if c == '+' && !strings.Contains(l.source[at:l.at], "T") {
			break
		}
	}
	return token{moment, l.source[at+1 : l.at], at}, nil
}

// zoneFollows tells whether the sign here opens a zone, and does not add or
// subtract something.
func (l *lexer) zoneFollows() bool {
	rest := l.rest()
	return len(rest) >= 6 && isDigit(rest[1]) && isDigit(rest[2]) && rest[3] == ':' && isDigit(rest[4]) && isDigit(rest[5])
}

// external reads the name of an environment variable.
func (l *lexer) external() (token, error) {
	at := l.at
	l.at++
	if rest := l.rest(); rest != "" && (rest[0] == '`' || rest[0] == '\'') {
		t, err := l.quotedToken(external, rest[0])
		t.at = at
		return t, err
	}
	if name := l.word(); name != "" && !isDigit(name[0]) {
		return token{external, name, at}, nil
	}
	return token{}, l.fault(at, "expected the name of a variable after %%, such as %%resource or %%`vs-name`")
}

// quotedToken reads what stands between two quotes and resolves its escapes
// (http://hl7.org/fhirpath/N1/#string).
func (l *lexer) quotedToken(kind tokenKind, quote byte) (token, error) {
	at := l.at
	var b strings.Builder
	for l.at++; l.at < len(l.source); {
		c := l.source[l.at]
		switch {
		case c == quote:
			l.at++
			return token{kind, b.String(), at}, nil
		case c != '\\':
			b.WriteByte(c)
			l.at++
		default:
			r, ok := l.escape()
			if !ok {
				return token{}, l.fault(l.at, `expected one of \' \" \`+"`"+` \\ \/ \r \n \t \f \u0000 for the character that the backslash opens`)
			}
			b.WriteRune(r)
		}
	}
	return token{}, l.fault(at, "expected %c at the end of the text that begins here", quote)
}

var escapes = map[byte]rune{'\'': '\'', '"': '"', '`': '`', '\\': '\\', '/': '/', 'r': '\r', 'n': '\n', 't': '\t', 'f': '\f'}

// escape reads an escape, of which two may stand for one character beyond the
// first 65536.
func (l *lexer) escape() (rune, bool) {
	if len(l.rest()) < 2 {
		return 0, false
	}
	if r, ok := escapes[l.rest()[1]]; ok {
		l.at += 2
		return r, true
	}
	high, ok := hexEscape(l.rest())
	if !ok {
		return 0, false
	}
	l.at += 6
	if utf16.IsSurrogate(high) {
		if low, ok := hexEscape(l.rest()); ok {
			if both := utf16.DecodeRune(high, low); both != utf8.RuneError {
				l.at += 6
				return both, true
			}
		}
	}
	return high, true
}

func hexEscape(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
