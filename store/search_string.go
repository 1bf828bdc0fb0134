package store

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// stringCondition folds case and accents and matches the start of the field,
// or of any text of a list; :exact compares whole, :contains anywhere
// (http://hl7.org/fhir/R4/search.html#string).
func stringCondition(c *compilation, value string) (string, error) {
	value = mapping.Unescape(value)
	given := c.arg(value, "text")
	match := func(text string) string {
		switch c.term.Modifier {
		case "exact":
			return text + " = " + given
		case mapping.Equal:
			return fmt.Sprintf("folded(%s) = folded(%s)", text, given)
		case mapping.Unequal:
			return fmt.Sprintf("folded(%s) <> folded(%s)", text, given)
		case mapping.Ends:
			return fmt.Sprintf("right(folded(%s), length(folded(%s))) = folded(%[2]s)", text, given)
		case "contains":
			return fmt.Sprintf("strpos(folded(%s), folded(%s)) > 0", text, given)
		}
		return begins(text, given)
	}
	switch c.place.Shape() {
	case mapping.ShapeText, mapping.ShapeCode:
		return match(c.column(0)), nil
	case mapping.ShapeConcept:
		return c.column(0) + " in (" + wordsOf(c.term.Param, match) + ")", nil
	case mapping.ShapeTexts:
		some := fmt.Sprintf("exists (select 1 from unnest(%s) item where %s)", c.column(0), match("item"))
		if c.term.Modifier == "" && !onlyAccents(value) {
			some = fmt.Sprintf("(%[1]s is not null and %[2]s @@ item_begins(%[3]s) and %[4]s)", c.column(0), itemsOf(c.column(0)), given, some)
		}
		return some, nil
	}
	return "", fhir.Refuse(400, "not-supported", "%s cannot be searched as a string", c.term.Code)
}

// begins says that a text begins with the given one, whatever case and accents,
// as bounds between which an index has such texts: no text has the last
// character of Unicode, which is none.
func begins(text, given string) string {
	return fmt.Sprintf("(%[3]s is not null and %[1]s >= folded_start(%[2]s) and %[1]s < folded_start(%[2]s) || chr(1114111) and starts_with(folded(%[3]s), folded(%[2]s)))",
		foldedOf(text), given, text)
}

// foldedOf is what an index of texts holds.
func foldedOf(text string) string { return "(folded_start(" + text + `) collate "C")` }

// itemsOf is what an index of lists of texts holds.
func itemsOf(list string) string { return "array_to_tsvector(folded_items(" + list + "))" }

// onlyAccents tells whether nothing of a text is left when it is folded.
func onlyAccents(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < 0x300 || r > 0x36f })
}

// wordsOf selects the concepts of which some words match: the text, as of
// Observation's value-string, and with a parameter such as Device's device-name
// the display of a coding, too.
func wordsOf(p *mapping.Param, match func(text string) string) string {
	words := "select id from concept where " + match("text")
	if looksAtDisplays(p) {
		words += " union select concept_id from concept_coding where " + match("display")
	}
	return words
}

// looksAtDisplays tells whether the parameter's expression names the displays of
// the codings beside the text.
func looksAtDisplays(p *mapping.Param) bool { return strings.Contains(p.Expression, ".coding.display") }
