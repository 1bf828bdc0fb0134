package store

import (
	"fmt"

	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// universal compiles a parameter that every type has: it looks at the head of
// the resource, or at what the exchange keeps beside it.
func (t *typeSQL) universal(b *builder, term mapping.Term) (string, error) {
	switch term.Code {
	case "_id":
		return t.idCondition(b, term)
	case "_lastUpdated":
		return updatedCondition(b, term)
	case "_list":
		return t.listed(b, term)
	case "_text":
		return t.worded(b, term, "narrative")
	case "_content":
		return t.worded(b, term, "content")
	case "_tag", "_security", "_profile", "_source":
		return t.labelled(b, term)
	}
	return "", fhir.Refuse(400, "not-supported", "search by %q is not supported", term.Code)
}

// idCondition compares the logical id, a token of no system.
func (t *typeSQL) idCondition(b *builder, term mapping.Term) (string, error) {
	if term.Modifier == "missing" {
		return everyOneHas(term), nil
	}
	ids := []string{}
	for _, value := range term.Values {
		v := parseToken(value)
		if v.code == "" && v.system == "" {
			return "", fhir.Refuse(400, "value", "%s=%s names no id", term.Code, value)
		}
		if v.system == "" {
			ids = append(ids, v.code)
		}
	}
	given := b.arg(pq.Array(ids), "text[]")
	condition := "m.id = any(" + given + ")" + t.ofEvents("m", given)
	if term.Modifier == "not" {
		condition = "not (" + condition + ")"
	}
	return condition, nil
}

func updatedCondition(b *builder, term mapping.Term) (string, error) {
	if term.Modifier == "missing" {
		return everyOneHas(term), nil
	}
	return anyOf(term.Values, func(v string) (string, error) {
		return dateCondition(b, term.Code, v, moment("h.last_updated"))
	})
}

// everyOneHas answers :missing for what no resource lacks.
func everyOneHas(term mapping.Term) string {
	return fmt.Sprint(term.Values[0] == "false")
}
