package validate

import (
	"encoding/xml"
	"regexp"
	"slices"

	"kapbridge/fhir"
)

// named finds &name; where it is a reference: a comment and a CDATA section are
// taken in whole, so that nothing is found in them.
var named = regexp.MustCompile(`(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>|&([A-Za-z][A-Za-z0-9]*);`)

// ofXML are the entities that XML has of its own.
var ofXML = []string{"amp", "lt", "gt", "quot", "apos"}

// entities finds those of HTML in a narrative, which is XML and knows none of them
// (http://hl7.org/fhir/R4/narrative.html#xhtml). A write takes them in, since they
// can be told in XML by their characters. What no HTML has is a fault of structure.
func (r *reader) entities(div *fhir.Tree) {
	var told []string
	for _, found := range named.FindAllStringSubmatch(div.Text, -1) {
		name := found[1]
		character := xml.HTMLEntity[name]
		if character == "" || slices.Contains(ofXML, name) || slices.Contains(told, name) {
			continue
		}
		told = append(told, name)
		r.fail(div, "", "value", "XML has no entity &%s;; write the character U+%04[2]X, or &#%[2]d;", name, []rune(character)[0])
	}
}
