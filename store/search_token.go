package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// token is a search value [system|]code (http://hl7.org/fhir/R4/search.html#token).
type token struct {
	system, code string
	bar          bool // a "|" was given: an empty system means none, an empty code any
}

func parseToken(value string) token {
	before, after, bar := mapping.CutValue(value, '|')
	if !bar {
		return token{code: mapping.Unescape(value)}
	}
	return token{mapping.Unescape(before), mapping.Unescape(after), true}
}

// tokenCondition compiles a token for each shape that a token may look at.
func tokenCondition(c *compilation, value string) (string, error) {
	if slices.Contains(byTerminology, c.term.Modifier) {
		return c.inTerminology(value)
	}
	switch c.term.Modifier {
	case "text":
		return c.tokenText(value), nil
	case "of-type":
		return c.ofType(value)
	}
	v := parseToken(value)
	if v.code == "" && v.system == "" {
		return "", fhir.Refuse(400, "value", "%s=%s names neither a system nor a code; write [system]|[code]", c.term.Code, value)
	}
	switch c.place.Shape() {
	case mapping.ShapeFlag, mapping.ShapeWhether:
		if v.code != "true" && v.code != "false" {
			if slices.ContainsFunc(c.term.Param.Places, isNoFlag) {
				return "false", nil // it may be a code of these
			}
			return "", fhir.Refuse(400, "value", "%s=%s: this element is true or false", c.term.Code, value)
		}
		return c.flag() + " = " + c.arg(v.code, "boolean"), nil
	case mapping.ShapeCode:
		return c.codeCondition(v), nil
	case mapping.ShapeConcept:
		if c.term.Beyond != nil { // see either
			return fmt.Sprintf("%s = any(array(select concept_id from concept_coding where %s))", c.column(0), c.pair(v, "code", "system")), nil
		}
		return fmt.Sprintf("%s in (select concept_id from concept_coding where %s)", c.column(0), c.pair(v, "code", "system")), nil
	case mapping.ShapeCoding:
		return c.pair(v, c.column(1), c.column(0)), nil
	case mapping.ShapeIdentifier:
		value, system, _ := c.identifier()
		return c.pair(v, value, system), nil
	case mapping.ShapeContact:
		return c.contact(v), nil
	case mapping.ShapeText:
		return c.column(0) + " = " + c.arg(v.code, "text"), nil
	}
	return "", fhir.Refuse(400, "not-supported", "%s cannot be searched as a token", c.term.Code)
}

func isNoFlag(p mapping.Place) bool {
	return p.Shape() != mapping.ShapeFlag && p.Shape() != mapping.ShapeWhether
}

// identifier names the columns of an identifier that search looks at.
func (c *compilation) identifier() (value, system, kind string) {
	value, system, kind = identifierColumns(c.place)
	return c.row + "." + value, c.row + "." + system, c.row + "." + kind
}

func identifierColumns(p mapping.Place) (value, system, kind string) {
	for _, column := range p.Columns() {
		switch name := column.Name; {
		case strings.HasSuffix(name, "value"):
			value = name
		case strings.HasSuffix(name, "system"):
			system = name
		case strings.HasSuffix(name, "type_concept"):
			kind = name
		}
	}
	return value, system, kind
}

// flag is the boolean column, or with ShapeWhether true also when another column
// of the choice is set, and false when none is.
func (c *compilation) flag() string {
	if c.place.Shape() == mapping.ShapeFlag {
		return c.column(0)
	}
	var others []string
	for n := range c.place.Columns()[1:] {
		others = append(others, c.column(n+1))
	}
	return fmt.Sprintf("coalesce(%s, num_nonnulls(%s) > 0)", c.column(0), strings.Join(others, ", "))
}

// pair compares a code and its system, each in its column.
func (c *compilation) pair(v token, code, system string) string {
	switch {
	case !v.bar:
		return code + " = " + c.arg(v.code, "text")
	case v.system == "":
		return fmt.Sprintf("(%s = %s and %s is null)", code, c.arg(v.code, "text"), system)
	case v.code == "":
		return system + " = " + c.arg(v.system, "text")
	}
	return fmt.Sprintf("(%s = %s and %s = %s)", code, c.arg(v.code, "text"), system, c.arg(v.system, "text"))
}

// codeCondition compares an element of type code, whose system is not on the
// wire but follows from its binding.
func (c *compilation) codeCondition(v token) string {
	switch {
	case v.system == "":
		return c.column(0) + " = " + c.arg(v.code, "text")
	case v.code == "":
		return c.column(0) + " = any(" + c.arg(pq.Array(c.place.CodesOf(c.t.Type, v.system)), "text[]") + ")"
	case !c.place.InSystem(c.t.Type, v.system, v.code):
		return "false"
	}
	return c.column(0) + " = " + c.arg(v.code, "text")
}

// ofSystem is the filter in the expression of phone and email.
var ofSystem = regexp.MustCompile(`where\(system='(\w+)'\)`)

// contact compares the use and value of a contact point, as the table of
// http://hl7.org/fhir/R4/search.html#token says, among those of one system for
// a parameter such as phone.
func (c *compilation) contact(v token) string {
	condition := c.pair(v, c.row+".value", c.row+".use")
	if only := ofSystem.FindStringSubmatch(c.term.Param.Expression); only != nil {
		condition = fmt.Sprintf("(%s and %s.system = %s)", condition, c.row, c.arg(only[1], "text"))
	}
	return condition
}
