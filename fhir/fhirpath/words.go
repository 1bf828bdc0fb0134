package fhirpath

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longest is how much of a text is shown in a message, in bytes.
const longest = 120

// quoted shows a text in a message, cut when it is long.
func quoted(s string) string {
	if len(s) > longest {
		cut := longest
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "..."
	}
	return "\"" + strings.ToValidUTF8(s, "?") + "\""
}

func itoa(n int) string { return strconv.Itoa(n) }

// wrong is a failure of an expression that asks for what has no meaning.
func wrong(format string, args ...any) error {
	return &failure{"processing", fmt.Sprintf(format, args...)}
}

// shownAll words a collection for a message, by types alone: what a resource says
// is nobody's business there.
func shownAll(c Collection) string {
	switch len(c) {
	case 0:
		return "nothing"
	case 1:
		return "one " + c[0].TypeName()
	}
	return itoa(len(c)) + " values"
}
