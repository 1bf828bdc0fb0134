package store

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// tokenText compiles :text, which looks at the words beside a code: the text of
// a concept and the display of its codings, the display of a coding, the text
// of an identifier's type (http://hl7.org/fhir/R4/search.html#token).
func (c *compilation) tokenText(value string) string {
	starts := func(text string) string {
		return begins(text, c.arg(mapping.Unescape(value), "text"))
	}
	switch c.place.Shape() {
	case mapping.ShapeConcept:
		return fmt.Sprintf("%s in (select id from concept where %s union select concept_id from concept_coding where %s)",
			c.column(0), starts("text"), starts("display"))
	case mapping.ShapeCoding:
		return starts(c.column(3))
	case mapping.ShapeIdentifier:
		_, _, kind := c.identifier()
		return fmt.Sprintf("%s in (select id from concept where %s)", kind, starts("text"))
	}
	return "false" // no words stand beside this one
}

// ofType compiles :of-type, the value of an identifier of one type: system of
// the type, its code and the value (http://hl7.org/fhir/R4/search.html#token).
func (c *compilation) ofType(value string) (string, error) {
	system, rest, _ := mapping.CutValue(value, '|')
	code, number, _ := mapping.CutValue(rest, '|')
	_, _, more := mapping.CutValue(number, '|')
	if system == "" || code == "" || number == "" || more {
		return "", fhir.Refuse(400, "value", "%s:of-type=%s needs the type's system and code and the value; write system|code|value", c.term.Code, value)
	}
	if c.place.Shape() != mapping.ShapeIdentifier {
		return "false", nil
	}
	column, _, kind := c.identifier()
	return fmt.Sprintf("(%s = %s and %s in (select concept_id from concept_coding where system = %s and code = %s))",
		column, c.arg(mapping.Unescape(number), "text"), kind, c.arg(mapping.Unescape(system), "text"), c.arg(mapping.Unescape(code), "text")), nil
}

// uriCondition compares whole, or along the path of a URL: :below what the value
// begins, :above what begins the value (http://hl7.org/fhir/R4/search.html#uri).
func uriCondition(c *compilation, value string) (string, error) {
	return c.uri(c.column(0), value), nil
}

func (c *compilation) uri(column, value string) string {
	value = mapping.Unescape(value)
	same := column + " = " + c.arg(value, "text")
	switch c.term.Modifier {
	case "below":
		return fmt.Sprintf("(%s or starts_with(%s, %s))", same, column, c.arg(strings.TrimSuffix(value, "/")+"/", "text"))
	case "above":
		return fmt.Sprintf("(%s or starts_with(%s, rtrim(%s, '/') || '/'))", same, c.arg(value, "text"), column)
	}
	return same
}
