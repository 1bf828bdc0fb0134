package mapping

import "fmt"

// A parameter may look beyond its own resource: the code of an administration
// is also that of the Medication it refers to, the score of a response that of
// an Observation derived from it. Resource.Beyond says where, as a chain in the
// words of a search; whatever is asked of the parameter is asked along it, too.

// beyond gives parameters the chains that the declaration has for them.
func (d *deriver) beyond() {
	for code, chain := range d.r.Beyond {
		d.named(code).Beyond = chain
	}
}

// alongside reads what a term asks along the chain of its parameter.
func (p *queryParser) alongside(param *Param, modifier, value string) *Chain {
	if param == nil || param.Beyond == "" {
		return nil
	}
	name := param.Beyond
	switch modifier {
	case "", "not": // whoever negates, negates both
	case "not-in":
		name += ":in"
	case "missing":
		name, value = name+":missing", "false"
	default:
		name += ":" + modifier
	}
	further := &queryParser{schema: p.schema, q: &Query{Type: p.q.Type}, limits: p.limits, steps: p.steps}
	further.chain(name, value)
	if p.issues = append(p.issues, further.issues...); len(further.q.Terms) == 0 {
		return nil
	}
	return further.q.Terms[0].Chain
}

// Onward is the step from resources of the type to others on which a reference
// parameter finds further references: the Encounter of an administration, whose
// episode-of-care is the episode. Ok when the parameter has such a step.
func (p *Param) Onward(typeName string) (step Hop, ok bool) {
	if p.Type != "reference" || p.Beyond == "" {
		return step, false
	}
	parser := &queryParser{schema: Of(typeName), q: &Query{Type: typeName}, limits: &limits{}}
	chain := parser.alongside(p, "missing", "")
	if chain == nil || chain.Reverse || len(chain.Hops) != 1 || chain.Hops[0].Term.Param == nil {
		panic(fmt.Sprintf("mapping: %s of %s: %q is not one step to a reference", p.Code, typeName, p.Beyond))
	}
	return chain.Hops[0], true
}
