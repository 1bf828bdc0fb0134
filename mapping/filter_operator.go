package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// operators are those of http://hl7.org/fhir/R4/search_filter.html.
var operators = []string{"eq", "ne", "co", "sw", "ew", "gt", "lt", "ge", "le", "ap", "sa", "eb", "pr", "po", "ss", "sb", "in", "ni", "re"}

// Modifiers that only a filter has; no search can name them.
const (
	Equal    = "=equal"    // the whole text, whatever its case and accents
	Unequal  = "=unequal"  // an element that is there and not this
	Ends     = "=ends"     // the end of a text
	Overlaps = "=overlaps" // a time that has a part in common
)

// operatorsOf gives the modifier that means the same as an operator, by the type
// of the parameter; what orders is written as a prefix instead.
var operatorsOf = map[string]map[string]string{
	"string":    {"eq": Equal, "ne": Unequal, "co": "contains", "sw": "", "ew": Ends},
	"token":     {"eq": "", "ne": Unequal, "ss": "below", "sb": "above", "in": "in", "ni": "not-in"},
	"reference": {"eq": "", "re": "", "ne": Unequal},
	"uri":       {"eq": "", "ne": Unequal},
	"date":      {"po": Overlaps},
	"composite": {"eq": ""},
	"special":   {"eq": ""},
}

var (
	ordering = []string{"eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb"}
	ordered  = []string{"date", "number", "quantity"}
)

// compare reads a comparison of a filter as the term that means the same.
func (p *queryParser) compare(param *Param, value string) {
	allowed := param.operators()
	if !slices.Contains(allowed, p.op) {
		p.refuse("not-supported", "%q cannot be compared by %s; possible are: %s", param.Code, p.op, cmp.Or(strings.Join(allowed, ", "), "none"))
		return
	}
	modifier := operatorsOf[param.Type][p.op]
	switch {
	case p.op == "pr":
		if value != "true" && value != "false" {
			p.refuse("value", "%s pr %s: say true or false", param.Code, value)
			return
		}
		modifier, value = "missing", fmt.Sprint(value == "false")
	case p.op == "ne" && param.Code == "_id":
		modifier = "not"
	case param.Universal() && param.Type == "string": // words, whatever stands between them
		modifier = ""
	case modifier == Overlaps:
		value = "eq" + value
	case slices.Contains(ordered, param.Type):
		value = p.op + value
	}
	p.limits.values++
	p.q.Terms = append(p.q.Terms, Term{Code: param.Code, Param: param, Modifier: modifier, Values: []string{value}, Beyond: p.alongside(param, modifier, value)})
}

// operators lists those by which the parameter can be compared.
func (p *Param) operators() (all []string) {
	modifiers := p.Modifiers()
	for _, op := range operators {
		modifier, known := operatorsOf[p.Type][op]
		switch {
		case p.Code == filterCode:
			known = false
		case op == "pr":
			known = slices.Contains(modifiers, "missing")
		case slices.Contains(ordered, p.Type) && slices.Contains(ordering, op):
			known = true
		case p.Universal():
			known = op == "eq" || op == "ne" && p.Code == "_id"
		case strings.HasPrefix(modifier, "="):
			known = p.Beyond == "" // of what is beyond the resource no column is here to compare
		case modifier != "":
			known = slices.Contains(modifiers, modifier)
		}
		if known {
			all = append(all, op)
		}
	}
	return all
}
