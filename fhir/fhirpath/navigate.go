package fhirpath

import (
	"strings"
	"sync"

	"kapbridge/fhir"
)

// step is where the values of an element are found in the JSON of a type: under
// one name, or, of a choice, under one for each type
// (http://hl7.org/fhir/R4/fhirpath.html#polymorphism).
type step struct {
	of     *fhir.TypeDef
	ways   []way
	byName map[string]*way // of a choice of many types, else nil
}

// way is one JSON member of an element.
type way struct {
	member  string
	sibling string // "_x", "" for what is no primitive
	as      *fhir.TypeDef
}

// stepOf finds an element by the name that a path gives it.
func stepOf(d *fhir.TypeDef, name string) *step {
	s := &step{of: d}
	for _, e := range d.Elements {
		if strings.TrimSuffix(e.Name, "[x]") == name {
			s.ways = append(s.ways, waysOf(e)...)
		}
	}
	if len(s.ways) > fewWays {
		s.byName = make(map[string]*way, len(s.ways))
		for i := range s.ways {
			s.byName[s.ways[i].member] = &s.ways[i]
		}
	}
	return s
}

// fewWays may be looked for one after the other; of more it is rather looked
// which members there are.
const fewWays = 4

func waysOf(e *fhir.ElementDef) []way {
	var ways []way
	for _, ref := range e.Types {
		w := way{member: e.Member(ref), as: ref.Def}
		if ref.Def != nil && ref.Def.Kind == "primitive" {
			w.sibling = "_" + w.member
		}
		ways = append(ways, w)
	}
	return ways
}

// holder is the object in which the elements below a value are found: of a
// primitive the "_x" beside it.
func (v Value) holder() *fhir.Tree {
	if v.isPrimitive() {
		return v.Sibling
	}
	return v.Tree
}

// follow appends the values of an element of v.
func (s *step) follow(out Collection, v Value) Collection {
	holder := v.holder()
	if !holder.Is(fhir.Object) {
		return out
	}
	if s.byName != nil {
		return s.among(out, holder)
	}
	for i := range s.ways {
		out = s.ways[i].follow(out, holder)
	}
	return out
}

// among looks which type of a choice is there.
func (s *step) among(out Collection, holder *fhir.Tree) Collection {
	for i := range holder.Members {
		name, sibling := strings.CutPrefix(holder.Members[i].Name, "_")
		if w := s.byName[name]; w != nil && (!sibling || holder.Get(name) == nil) {
			out = w.follow(out, holder)
		}
	}
	return out
}

func (w *way) follow(out Collection, holder *fhir.Tree) Collection {
	value := holder.Get(w.member)
	var sibling *fhir.Tree
	if w.sibling != "" {
		sibling = holder.Get(w.sibling)
	}
	if !value.Is(fhir.Array) && !sibling.Is(fhir.Array) {
		return w.append(out, value, sibling)
	}
	n := 0
	if value.Is(fhir.Array) {
		n = len(value.Items)
	}
	if sibling.Is(fhir.Array) {
		n = max(n, len(sibling.Items))
	}
	for i := range n {
		out = w.append(out, item(value, i), item(sibling, i))
	}
	return out
}

func item(t *fhir.Tree, i int) *fhir.Tree {
	if t.Is(fhir.Array) && i < len(t.Items) {
		return t.Items[i]
	}
	return nil
}

// append adds one value, unless there is none: null stands for it in a list of
// primitives (http://hl7.org/fhir/R4/json.html#null).
func (w *way) append(out Collection, value, sibling *fhir.Tree) Collection {
	if value.Is(fhir.Null) {
		value = nil
	}
	if sibling.Is(fhir.Null) {
		sibling = nil
	}
	switch {
	case value == nil && sibling == nil:
		return out
	case w.as == nil:
		return append(out, Of(value))
	}
	return append(out, Value{Tree: value, Sibling: sibling, Type: w.as})
}

// known holds, by type, the ways to all of its elements. Types are few and made
// once, so that it stays small.
var known sync.Map // of *fhir.TypeDef to []way

func allWays(d *fhir.TypeDef) []way {
	if found, ok := known.Load(d); ok {
		return found.([]way)
	}
	var all []way
	for _, e := range d.Elements {
		all = append(all, waysOf(e)...)
	}
	known.Store(d, all)
	return all
}

// children appends all elements of a value, in R4's order.
func children(out Collection, v Value) Collection {
	holder := v.holder()
	if v.Type == nil || !holder.Is(fhir.Object) {
		return out
	}
	ways := allWays(v.Type)
	for i := range ways {
		out = ways[i].follow(out, holder)
	}
	return out
}

// descendants appends all elements below a value, each before those below it.
func (r *run) descendants(out Collection, v Value) (Collection, error) {
	below := children(nil, v)
	if err := r.spend(1 + len(below)); err != nil {
		return nil, err
	}
	for _, child := range below {
		var err error
		if out, err = r.descendants(append(out, child), child); err != nil {
			return nil, err
		}
	}
	return out, nil
}
