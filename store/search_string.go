package store

import (
	"fmt"

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
	case mapping.ShapeConcept: // the text of a concept, as Observation's value-string has it
		return fmt.Sprintf("%s in (select id from concept where %s)", c.column(0), match("text")), nil
	case mapping.ShapeTexts:
		return fmt.Sprintf("exists (select 1 from unnest(%s) item where %s)", c.column(0), match("item")), nil
	}
	return "", fhir.Refuse(400, "not-supported", "%s cannot be searched as a string", c.term.Code)
}
