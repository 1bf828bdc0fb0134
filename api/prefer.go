package api

import (
	"strings"

	"kapbridge/fhir"
)

// preference is what a client would like of an answer
// (http://hl7.org/fhir/R4/http.html#ops, RFC 7240).
type preference struct {
	answer   string // return: minimal, representation, OperationOutcome; "" when not said
	handling string // lenient or strict; "" when not said
	async    bool   // respond-async
}

// lenient tells whether what is not known is to be passed over.
func (p preference) lenient() bool { return p.handling == lenient }

// errAsync refuses an answer at another time, for which the standard gives
// servers no duty (http://hl7.org/fhir/R4/async.html). RFC 7240 would let us pass
// the wish over, but then a client would look for a Content-Location in vain.
var errAsync = fhir.Refuse(400, "not-supported", "this server answers every request at once; leave Prefer: respond-async out")

// parsePrefer reads Prefer headers: several preferences in one, or several
// headers. The first of a kind counts; what is not known is passed over, as
// RFC 7240 section 2 demands.
func parsePrefer(lines []string) preference {
	var p preference
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
					p.answer = oneOf(value, minimal, representation, outcomeOnly)
				}
			case "handling":
				if p.handling == "" {
					p.handling = oneOf(value, lenient, strict)
				}
			case "respond-async":
				p.async = true
			}
		}
	}
	return p
}

// The values of Prefer: return and handling.
const (
	minimal        = "minimal"
	representation = "representation"
	outcomeOnly    = "OperationOutcome"
	lenient        = "lenient"
	strict         = "strict"
)

// oneOf gives the one of the words that a value is, whatever its case; else "".
func oneOf(value string, words ...string) string {
	for _, word := range words {
		if strings.EqualFold(value, word) {
			return word
		}
	}
	return ""
}

// applied words what was done as the client prefers, for Preference-Applied
// (RFC 7240, section 3).
func applied(name, value string) string {
	if value == "" {
		return ""
	}
	return name + "=" + value
}
