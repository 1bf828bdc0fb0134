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
	"urn:ietf:bcp:47":      language,
}

// language is the grammar of https://www.rfc-editor.org/rfc/rfc5646#section-2.1,
// with the irregular tags that it lists.
var language = regexp.MustCompile(`^(?i)(?:` +
	`(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})` + // language
	`(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?` + // script, region
	`(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*` + // variants
	`(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?` + // extensions, private use
	`|x(?:-[a-z0-9]{1,8})+` +
	`|en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:BE-FR|BE-NL|CH-DE)` +
	`)$`)

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
	if look, ok := forms[system]; ok && !look.MatchString(code) {
		return No
	}
	return Unknown
}
