package term

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"
)

// languages is the system of the tags of BCP 47
// (http://hl7.org/fhir/R4/valueset-all-languages.html).
const languages = "urn:ietf:bcp:47"

// tag is the grammar of https://www.rfc-editor.org/rfc/rfc5646#section-2.1,
// with the irregular tags that it lists.
var tag = regexp.MustCompile(`^(?i)(?:` +
	`(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})` + // language
	`(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?` + // script, region
	`(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*` + // variants
	`(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?` + // extensions, private use
	`|x(?:-[a-z0-9]{1,8})+` +
	`|en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:BE-FR|BE-NL|CH-DE)` +
	`)$`)

// isLanguage tells whether a code is a tag of BCP 47: of its form, and of a
// language that is registered. Scripts, regions and variants are asked for their
// form alone, since some of the registry are too new for the table that is held.
func isLanguage(code string) bool {
	if !tag.MatchString(code) {
		return false
	}
	first, _, _ := strings.Cut(code, "-")
	return len(first) == 1 || isRegistered(first)
}

// isRegistered tells whether a language has this subtag. One that has a subtag of
// two letters has none of three (https://www.rfc-editor.org/rfc/rfc5646#section-2.2.1).
func isRegistered(subtag string) bool {
	base, err := language.ParseBase(subtag)
	return err == nil && len(base.String()) == len(subtag)
}
