package store

import (
	"fmt"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// labelled compiles what looks at the labels of a resource: _tag and its like,
// and the identifier of a reference (http://hl7.org/fhir/R4/search.html#reference).
func (t *typeSQL) labelled(b *builder, term mapping.Term) (string, error) {
	condition, err := "true", error(nil)
	if term.Modifier != "missing" {
		c := &compilation{builder: b, t: t, term: term}
		if condition, err = anyOf(term.Values, c.label); err != nil {
			return "", err
		}
	}
	from := t.labels(term.Param) + " and " + condition
	if term.Modifier == "not" || term.Modifier == "missing" && term.Values[0] == "true" {
		return lacks("l", from), nil
	}
	return "m.id in (select l.id " + from + ")", nil
}

// labels are the rows that a parameter looks at.
func (t *typeSQL) labels(p *mapping.Param) string {
	return fmt.Sprintf("from fhir_label l where l.type = '%s' and l.parameter = '%s'", t.Type, p.Code)
}

// lacks says that no row of a card is there for the resource: not as "not in",
// which PostgreSQL joins to nothing and compares with every row it has no room for.
func lacks(row, from string) string {
	return fmt.Sprintf("not exists (select %s and %s.id = m.id)", from, row)
}

// label compares one label with an address, or with a token.
func (c *compilation) label(value string) (string, error) {
	switch {
	case c.term.Param.Type == "uri":
		return c.uri("l.value", value), nil
	case c.term.Modifier == "text":
		return begins("l.display", c.arg(mapping.Unescape(value), "text")), nil
	}
	v := parseToken(value)
	if v.code == "" && v.system == "" {
		return "", fhir.Refuse(400, "value", "%s=%s names neither a system nor a code; write [system]|[code]", c.term.Code, value)
	}
	return c.pair(v, "l.value", "l.system"), nil
}
