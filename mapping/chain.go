package mapping

import (
	"slices"
	"strings"
)

// The bounds of what a search may ask of other resources, and of what it may
// ask in all: each multiplies the work of the database.
const (
	mostSteps    = 5    // from one resource to the next, in one parameter
	mostBranches = 50   // types that the steps of a search lead to, in all
	mostValues   = 1000 // values to compare, once for each type they are looked for in
)

// Chain is what a term asks of other resources: of those that a reference leads
// to (http://hl7.org/fhir/R4/search.html#chaining), or with Reverse of those
// that refer here (http://hl7.org/fhir/R4/search.html#has).
type Chain struct {
	Reverse bool
	Hops    []Hop // any may hold
}

// Hop is one step to resources of one type.
type Hop struct {
	Via  *Param // the reference, of the resource that refers
	Type string // of the resources on the other side
	Term Term   // what must hold of them
}

// limits counts what a search asks for, its chains included.
type limits struct {
	branches, values int
	deep             bool
}

func (p *queryParser) withinLimits() {
	switch l := p.limits; {
	case l.deep:
		p.refuse("too-costly", "a chain may go from resource to resource %d times at most", mostSteps)
	case l.branches > mostBranches:
		p.refuse("too-costly", "the chains of this search lead to more than %d types; name the type, as in subject:Patient.name", mostBranches)
	case l.values > mostValues:
		p.refuse("too-costly", "this search compares more than %d values; ask for fewer at once", mostValues)
	}
}

// chained tells whether the name of a parameter asks of other resources.
func chained(name string) bool {
	return strings.HasPrefix(name, "_has:") || strings.Contains(name, ".")
}

// chain reads a chained parameter. Its term keeps the whole name as code.
func (p *queryParser) chain(name, value string) {
	if p.steps == mostSteps {
		p.limits.deep = true
		return
	}
	c := &Chain{Reverse: strings.HasPrefix(name, "_has:")}
	if c.Reverse {
		c.Hops = p.referring(name, value)
	} else {
		c.Hops = p.following(name, value)
	}
	if len(c.Hops) > 0 {
		p.q.Terms = append(p.q.Terms, Term{Code: name, Values: splitValues(value, ','), Chain: c})
	}
}

// following reads reference[:Type].rest. Without the type it means every type
// that the reference may lead to and that can be searched by the rest.
func (p *queryParser) following(name, value string) []Hop {
	step, rest, _ := strings.Cut(name, ".")
	code, typeName, typed := strings.Cut(step, ":")
	via := p.schema.Param(code)
	if via == nil || len(via.Leads()) == 0 {
		p.unknown(name, "%s has no reference %q to go on from in %q; it has %s", p.q.Type, code, name, p.references())
		return nil
	}
	types := via.Leads()
	if typed && !slices.Contains(types, typeName) {
		p.unknown(name, "%q of %s does not lead to %s; it leads to %s", code, p.q.Type, typeName, strings.Join(types, ", "))
		return nil
	} else if typed {
		types = []string{typeName}
	}
	var hops []Hop
	var wrong []*queryParser
	for _, t := range types {
		if next := p.next(t, rest, value); len(next.q.Terms) > 0 {
			hops = append(hops, Hop{via, t, next.q.Terms[0]})
		} else {
			wrong = append(wrong, next)
		}
	}
	if len(hops) == 0 {
		p.dead(name, rest, wrong)
	}
	return hops
}

// referring reads _has:Type:reference:rest.
func (p *queryParser) referring(name, value string) []Hop {
	parts := strings.SplitN(name, ":", 4)
	if len(parts) < 4 {
		p.refuse("invalid", "%s: write _has:Type:reference:parameter=value", name)
		return nil
	}
	typeName, code, rest := parts[1], parts[2], parts[3]
	r := Of(typeName)
	if r == nil {
		p.unknown(name, "%s: resources of type %q are not kept here", name, typeName)
		return nil
	}
	via := r.Param(code)
	if via == nil || !slices.Contains(via.Leads(), p.q.Type) {
		p.unknown(name, "%s: %s has no reference parameter %q that leads to %s", name, typeName, code, p.q.Type)
		return nil
	}
	next := p.next(typeName, rest, value)
	if len(next.q.Terms) == 0 {
		p.dead(name, rest, []*queryParser{next})
		return nil
	}
	return []Hop{{via, typeName, next.q.Terms[0]}}
}

// next reads what must hold of resources of another type, one step further.
func (p *queryParser) next(typeName, rest, value string) *queryParser {
	next := &queryParser{schema: Of(typeName), q: &Query{Type: typeName}, lenient: true, limits: p.limits, steps: p.steps + 1, op: p.op}
	if p.limits.branches++; p.limits.branches <= mostBranches {
		next.term(rest, value)
	}
	return next
}

// dead says why no type has what the rest of a chain asks for.
func (p *queryParser) dead(name, rest string, wrong []*queryParser) {
	var tried []string
	for _, w := range wrong {
		if len(w.issues) > 0 {
			p.issues = append(p.issues, w.issues...)
			return
		}
		tried = append(tried, w.q.Type)
	}
	if !p.limits.deep && p.limits.branches <= mostBranches {
		p.unknown(name, "%s: %s cannot be searched by %q", name, strings.Join(tried, ", "), rest)
	}
}

// unknown leaves a parameter out, or refuses it, as the client wishes.
func (p *queryParser) unknown(name, format string, args ...any) {
	if p.lenient {
		p.q.Ignored = append(p.q.Ignored, name)
		return
	}
	p.refuse("not-supported", format, args...)
}

// references lists the parameters from which a chain can go on.
func (p *queryParser) references() string {
	var codes []string
	for _, param := range p.schema.Params() {
		if len(param.Leads()) > 0 {
			codes = append(codes, param.Code)
		}
	}
	return strings.Join(codes, ", ")
}

// Leads lists the types kept here that a reference parameter may lead to; a
// canonical leads to types that have a url.
func (p *Param) Leads() []string {
	if p.Type != "reference" || len(p.Places) == 0 {
		return nil
	}
	var types []string
	shape := p.Places[0].Shape()
	for _, t := range p.Targets {
		if r := Of(t); r != nil && (shape == ShapeRef || shape == ShapeCode && r.Param("url") != nil) {
			types = append(types, t)
		}
	}
	return types
}
