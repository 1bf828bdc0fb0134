package store

import (
	"slices"
	"strings"

	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// referenceCondition compiles a reference: an id, Type/id, an absolute URL or a
// canonical (http://hl7.org/fhir/R4/search.html#reference).
func referenceCondition(c *compilation, value string) (string, error) {
	value = mapping.Unescape(value)
	if c.place.Shape() == mapping.ShapeCode {
		return c.canonical(value), nil
	}
	typeName, id, typed := strings.Cut(value, "/")
	switch {
	case strings.Contains(value, ":"): // a URL or urn is only ever kept as it was written
		if !c.term.Param.Admits(value) {
			return "false", nil
		}
		_, elsewhere := c.place.Targets()
		return c.row + "." + elsewhere + " = " + c.arg(value, "text"), nil
	case !typed:
		id = value
		typeName = c.term.Modifier
	case c.term.Modifier != "" && c.term.Modifier != typeName:
		return "false", nil
	}
	if !fhir.ValidID(id) || (typeName != "" && !fhir.IsResource(typeName)) {
		return "", fhir.Refuse(400, "value", "%s=%s is not a reference; write an id, Type/id or a URL", c.term.Code, value)
	}
	return c.toResource(typeName, id), nil
}

// toResource looks for the id in the foreign keys of the types that the
// parameter may point to, or of the one type asked for.
func (c *compilation) toResource(typeName, id string) string {
	local, elsewhere := c.place.Targets()
	var parts, spelled []string
	for _, target := range c.term.Param.Targets {
		if typeName != "" && target != typeName {
			continue
		}
		if column := local[target]; column != "" {
			parts = append(parts, c.row+"."+column+" = "+c.arg(id, "text"))
		} else {
			spelled = append(spelled, target+"/"+id)
		}
	}
	if len(spelled) > 0 {
		parts = append(parts, c.row+"."+elsewhere+" = any("+c.arg(pq.Array(spelled), "text[]")+")")
	}
	if len(parts) == 0 {
		return "false"
	}
	slices.Sort(parts)
	return "(" + strings.Join(parts, " or ") + ")"
}

// canonical matches a canonical with or without its version
// (http://hl7.org/fhir/R4/references.html#canonical).
func (c *compilation) canonical(value string) string {
	column, given := c.column(0), c.arg(value, "text")
	if strings.Contains(value, "|") {
		return column + " = " + given
	}
	return "(" + column + " = " + given + " or starts_with(" + column + ", " + given + " || '|'))"
}
