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
	given := c.arg(mapping.Unescape(value), "text")
	match := func(text string) string {
		switch c.term.Modifier {
		case "exact":
			return text + " = " + given
		case "contains":
			return fmt.Sprintf("strpos(folded(%s), folded(%s)) > 0", text, given)
		}
		return fmt.Sprintf("starts_with(folded(%s), folded(%s))", text, given)
	}
	switch c.place.Shape() {
	case mapping.ShapeText, mapping.ShapeCode:
		return match(c.column(0)), nil
	case mapping.ShapeConcept:
		return c.column(0) + " in (" + wordsOf(c.term.Param, match) + ")", nil
	case mapping.ShapeTexts:
		return fmt.Sprintf("exists (select 1 from unnest(%s) item where %s)", c.column(0), match("item")), nil
	}
	return "", fhir.Refuse(400, "not-supported", "%s cannot be searched as a string", c.term.Code)
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
