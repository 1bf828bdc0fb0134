package mapping

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// The bounds of a page and the usual number of matches on it.
const (
	UsualCount = 50
	MostCount  = 1000
)

// Query is a search on one type, parsed against the declared parameters
// (http://hl7.org/fhir/R4/search.html).
type Query struct {
	Type     string
	Each     []*Query // of a search over several types, one for each; Type is then ""
	Within   fhir.Key // the resource in whose compartment they are, zero for anywhere
	Terms    []Term   // all must match
	Sort     []Sort
	Count    int
	Cursor   string
	Total    string // "", none, estimate, accurate
	Ignored  []string
	Includes []Include
	Part     fhir.Subset // what to show of each match
	Also     [][2]string // names and values of further parameters of the result, for the links
	Raw      string      // as received, for the audit record
}

// Term is one parameter as given: any of its values may match.
type Term struct {
	Code     string
	Param    *Param // nil with a Chain
	Modifier string // "", one of Param.Modifiers, or a resource type
	Values   []string
	Chain    *Chain  // of a parameter of other resources; Code is then its whole name
	Filter   *Filter // of _filter
	Beyond   *Chain  // where the parameter looks besides its places, nil for nowhere
}

// Sort is one key of the order.
type Sort struct {
	Code  string
	Param *Param
	Down  bool
}

// Schema is what a type can be searched by: a mapped resource, or AuditEvent.
type Schema interface {
	Param(code string) *Param
	Params() []*Param
}

// ParseQuery reads the parameters of a search. With lenient, parameters that
// are not known are left out and listed in Ignored; else they are refused, all
// in one answer.
func ParseQuery(typeName string, schema Schema, values url.Values, raw string, lenient bool) (*Query, error) {
	p := queryParser{schema: schema, q: &Query{Type: typeName, Count: UsualCount, Raw: raw}, lenient: lenient, limits: &limits{}}
	for _, name := range sortedNames(values) {
		for _, value := range values[name] {
			p.parameter(name, value)
		}
	}
	p.withinLimits()
	p.checkPart()
	if len(p.issues) > 0 {
		return nil, &fhir.Problem{Status: 400, Issues: p.issues}
	}
	return p.q, nil
}

func sortedNames(values url.Values) []string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

type queryParser struct {
	schema  Schema
	q       *Query
	lenient bool
	issues  []fhir.Issue
	limits  *limits // shared by all steps of all chains
	steps   int     // from the resource that is searched
	op      string  // of a comparison in a filter, "" elsewhere
}

func (p *queryParser) refuse(code, format string, args ...any) {
	p.issues = append(p.issues, fhir.Issue{Severity: "error", Code: code, Text: fmt.Sprintf(format, args...)})
}

func (p *queryParser) parameter(name, value string) {
	switch name {
	case "_format", "_pretty": // of the answer, not of the search
	case "_count":
		p.count(value)
	case "_sort":
		p.sort(value)
	case "_total":
		p.total(value)
	case "_include", "_include:iterate", "_revinclude", "_revinclude:iterate", "_include:recurse", "_revinclude:recurse":
		p.include(name, value)
	case "_summary", "_elements":
		p.part(name, value)
	case "_contained", "_containedType":
		if name != "_contained" || value != "false" {
			p.unknown(name, "%s is not supported: resources that others contain are not searched here, only those that stand for themselves", name)
		}
	case "_cursor":
		p.q.Cursor = value
	default:
		p.term(name, value)
	}
}

func (p *queryParser) count(value string) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		p.refuse("value", "_count=%s is not a number of matches; use 0 to %d", value, MostCount)
		return
	}
	p.q.Count = min(n, MostCount)
}

func (p *queryParser) sort(value string) {
	for _, key := range strings.Split(value, ",") {
		code, down := strings.CutPrefix(key, "-")
		param := ParamOf(p.schema, code)
		switch {
		case param == nil:
			p.refuse("not-supported", "_sort by %q is not possible; use one of %s", code, p.known((*Param).Sortable))
		case !param.Sortable():
			p.refuse("not-supported", "_sort by %q is not possible: %s", code, param.unordered())
		case slices.ContainsFunc(p.q.Sort, func(s Sort) bool { return s.Code == code }):
			p.refuse("value", "_sort names %q twice; the first place decides already", code)
		default:
			p.q.Sort = append(p.q.Sort, Sort{code, param, down})
		}
	}
}

func (p *queryParser) term(name, value string) {
	if chained(name) {
		p.chain(name, value)
		return
	}
	code, modifier, _ := strings.Cut(name, ":")
	param := ParamOf(p.schema, code)
	if param == nil {
		if p.lenient {
			p.q.Ignored = append(p.q.Ignored, name)
			return
		}
		p.refuse("not-supported", "%s has no search parameter %q; it has %s", p.q.Type, code, p.known(func(*Param) bool { return true }))
		return
	}
	if p.op != "" {
		p.compare(param, value)
		return
	}
	if allowed := param.Modifiers(); modifier != "" && !slices.Contains(allowed, modifier) {
		p.refuse("not-supported", "the modifier :%s cannot be used with %q%s; possible are: %s",
			modifier, code, whyNot[modifier], cmp.Or(strings.Join(allowed, ", "), "none"))
		return
	}
	if code == filterCode {
		p.filter(param, value)
		return
	}
	t := Term{Code: code, Param: param, Modifier: modifier, Values: splitValues(value, ',')}
	if modifier == "missing" && value != "true" && value != "false" {
		p.refuse("value", "%s=%s: say true or false", name, value)
	}
	for _, v := range t.Values {
		if v == "" {
			p.refuse("value", "%s has an empty value; leave the parameter out or give a value", name)
			return
		}
	}
	p.limits.values += len(t.Values)
	t.Beyond = p.alongside(param, modifier, value)
	p.q.Terms = append(p.q.Terms, t)
}

// known lists the parameters that are fit for something.
func (p *queryParser) known(fit func(*Param) bool) string {
	var codes []string
	for _, param := range slices.Concat(Universal(p.schema), p.schema.Params()) {
		if fit(param) {
			codes = append(codes, param.Code)
		}
	}
	return strings.Join(codes, ", ")
}

// splitValues cuts at sep where no backslash stands before it
// (http://hl7.org/fhir/R4/search.html#escaping). Escapes stay for the next cut.
func splitValues(s string, sep byte) []string {
	var parts []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case sep:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// CutValue cuts a value once at an unescaped sep.
func CutValue(s string, sep byte) (before, after string, found bool) {
	parts := splitValues(s, sep)
	if len(parts) == 1 {
		return s, "", false
	}
	return parts[0], s[len(parts[0])+1:], true
}

// Unescape removes the escapes of a value: \, \| \$ and \\ .
func Unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
