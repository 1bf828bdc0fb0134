package api

import "strings"

// preference is what a client would like of an answer
// (http://hl7.org/fhir/R4/http.html#ops, RFC 7240).
type preference struct {
	answer  string // minimal, representation, OperationOutcome; "" when not said
	lenient bool   // handling=lenient
}

// parsePrefer reads Prefer headers: several preferences in one, or several
// headers. The first of a kind counts; what is not known is passed over, as
// RFC 7240 section 2 demands.
func parsePrefer(lines []string) preference {
	var p preference
	handled := false
	for _, line := range lines {
		for line != "" {
			var one string
			one, line, _ = strings.Cut(line, ",")
			one, _, _ = strings.Cut(one, ";")
			name, value, _ := strings.Cut(one, "=")
			value = strings.Trim(strings.TrimSpace(value), `"`)
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "return":
				if p.answer == "" {
					p.answer = answerKind(value)
				}
			case "handling":
				if !handled {
					handled = strings.EqualFold(value, "lenient") || strings.EqualFold(value, "strict")
					p.lenient = strings.EqualFold(value, "lenient")
				}
			}
		}
	}
	return p
}

// The values of Prefer: return.
const (
	minimal        = "minimal"
	representation = "representation"
	outcomeOnly    = "OperationOutcome"
)

func answerKind(value string) string {
	for _, kind := range []string{minimal, representation, outcomeOnly} {
		if strings.EqualFold(value, kind) {
			return kind
		}
	}
	return ""
}
