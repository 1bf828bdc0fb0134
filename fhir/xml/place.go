package xml

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
)

// wrong is a refusal (400) that tells where in the text it is.
func wrong(text string, at int, code, format string, args ...any) *fhir.Problem {
	return fhir.Refuse(400, code, format, args...).InText(text, at)
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
