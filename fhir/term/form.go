package term

import (
	"regexp"

	"kapbridge/fhir"
)

// forms are what codes look like in systems that the standard uses and does not
// define (http://hl7.org/fhir/R4/terminologies-systems.html). The three words
// beside media types are those that CapabilityStatement.format allows.
var forms = map[string]*regexp.Regexp{
	"urn:ietf:bcp:13":      regexp.MustCompile(`^(?:(?i)[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(?: *; *[a-z0-9!#$&^_.+-]+=(?:[^\s;"]+|"[^"]*"))* *;?|xml|json|ttl)$`),
	"urn:iso:std:iso:4217": regexp.MustCompile(`^[A-Z]{3}$`),
	"urn:iso:std:iso:3166": regexp.MustCompile(`^(?:[A-Z]{2,3}|[0-9]{3})$`),
}

// form tells what can be told of a code without its system: No for one that
// looks like no code of it, Yes for a unit that is understood.
func form(system, code string) Answer {
	if system == fhir.UCUM {
		if _, understood := fhir.ParseUnit(code); understood {
			return Yes
		}
		if !fhir.IsUnitForm(code) {
			return No
		}
		return Unknown
	}
	if look, ok := forms[system]; ok && !look.MatchString(code) || system == languages && !isLanguage(code) {
		return No
	}
	return Unknown
}
