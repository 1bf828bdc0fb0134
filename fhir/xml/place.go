package xml

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"kapbridge/fhir"
)

// wrong is a refusal (400) that tells the line and column, both from 1; columns
// count characters.
func wrong(text string, at int, code, format string, args ...any) *fhir.Problem {
	before := text[:min(at, len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return fhir.Refuse(400, code, "%s (line %d, column %d)", fmt.Sprintf(format, args...),
		strings.Count(before, "\n")+1, utf8.RuneCountInString(before[start:])+1)
}

// step is an element on the way to the current place, and its index in a list or -1.
type step struct {
	name  string
	index int
}

// expression writes steps as FHIRPath: Patient.name[0].given[1].
func expression(steps []step) string {
	var b strings.Builder
	for i, s := range steps {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.name)
		if s.index >= 0 {
			fmt.Fprintf(&b, "[%d]", s.index)
		}
	}
	return b.String()
}

// short cuts what a client wrote for use in a sentence.
func short(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}
