package validate

import (
	"sync"

	"kapbridge/fhir"
)

// plan is what is asked of the values of one type.
type plan struct {
	def     *fhir.TypeDef
	rules   []rule // of the type and of those that it specialises
	members map[string]*member
}

// member is what is asked of the value of one JSON member.
type member struct {
	rules    []rule // of the element alone
	below    *plan  // of the type of its values; nil for a resource
	siblings bool   // it is the "_x" beside a primitive, which holds only extensions

	element   *fhir.ElementDef
	primitive *fhir.TypeDef // of siblings, the type of the primitive
}

// plans has those of all types that R4 names; plans of backbone elements hang on them.
var plans = sync.OnceValue(func() map[string]*plan {
	p := planner{made: map[*fhir.TypeDef]*plan{}}
	all := map[string]*plan{}
	for _, kind := range []string{"resource", "complex", "primitive"} {
		for _, name := range fhir.TypeNames(kind) {
			d, _ := fhir.TypeOf(name)
			all[name] = p.of(d)
		}
	}
	element, _ := fhir.TypeOf("Element")
	all["Element"] = p.of(element)
	return all
})

// planner makes one plan for each type, as types hold each other.
type planner struct{ made map[*fhir.TypeDef]*plan }

func (p planner) of(d *fhir.TypeDef) *plan {
	if known, ok := p.made[d]; ok {
		return known
	}
	made := &plan{def: d, members: map[string]*member{}}
	p.made[d] = made
	for base, ok := d, true; ok; base, ok = fhir.TypeOf(base.Base) {
		made.rules = append(made.rules, rulesAt(base.Name)...)
	}
	for _, e := range d.Elements {
		for _, ref := range e.Types {
			p.add(made, e, ref)
		}
	}
	return made
}

// add plans an element with one of its types.
func (p planner) add(made *plan, e *fhir.ElementDef, ref fhir.TypeRef) {
	name, m := e.Member(ref), &member{element: e}
	made.members[name] = m
	if ref.Def == nil {
		return
	}
	m.below = p.of(ref.Def)
	if ref.Def.Name != e.Path { // a backbone element's rules come with its type
		m.rules = rulesAt(e.Path)
	}
	if ref.Def.Kind == "primitive" {
		made.members["_"+name] = &member{siblings: true, element: e, primitive: ref.Def}
	}
}
