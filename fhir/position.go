package fhir

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// ruler tells lines and columns of a text, going forward. Both count from 1;
// columns count characters. A line ends with a line feed, a carriage return, or
// the two together.
type ruler struct {
	text         string
	at           int // how far it has come, in bytes
	line, column int
}

func newRuler(text string) *ruler { return &ruler{text: text, line: 1, column: 1} }

// to goes on to an offset, which is not before the last one.
func (r *ruler) to(offset int) (line, column int) {
	for offset = min(offset, len(r.text)); r.at < offset; r.at++ {
		switch c := r.text[r.at]; {
		case c == '\n', c == '\r' && !strings.HasPrefix(r.text[r.at+1:], "\n"):
			r.line, r.column = r.line+1, 1
		case utf8.RuneStart(c):
			r.column++
		}
	}
	return r.line, r.column
}

// InText says where in a text the (first) issue is, by an offset in bytes.
func (p *Problem) InText(text string, offset int) *Problem {
	p.Issues[0].Line, p.Issues[0].Column = newRuler(text).to(offset)
	return p
}

// InLineOrder puts issues whose lines are known in the order of the document. The
// others keep their places among them.
func InLineOrder(issues []Issue) []Issue {
	var known []Issue
	for _, is := range issues {
		if is.Line > 0 {
			known = append(known, is)
		}
	}
	slices.SortStableFunc(known, func(a, b Issue) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	ordered := slices.Clone(issues)
	for i, is := range issues {
		if is.Line > 0 {
			ordered[i], known = known[0], known[1:]
		}
	}
	return ordered
}
