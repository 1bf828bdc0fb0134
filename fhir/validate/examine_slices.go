package validate

import (
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/term"
)

// slicing puts each value into the first slice whose criteria it meets, and asks
// what the slices ask.
func (x *examiner) slicing(parent fhirpath.Value, s *shape, list []fhirpath.Value) {
	last, after := -1, false // the slice of the value before, and whether one was in none
	in := make([]int, len(list))
	for i := range list {
		in[i] = x.sliceOf(list[i], s.slicing.slices)
		switch at := in[i]; {
		case at < 0 && s.slicing.rules == "closed":
			x.fail(list[i], "", "error", "structure", "the value is in none of the slices of %q, and no others are allowed: %s", s.label, s.slicing.words())
		case at < 0:
			after = true
		case after && s.slicing.rules == "openAtEnd":
			x.fail(list[i], "", "error", "structure", "values that are in no slice stand at the end; this one, of the slice %s, comes after one", s.slicing.slices[at].name)
		case at < last && s.slicing.ordered:
			x.fail(list[i], "", "error", "structure", "the slice %s comes before the slice %s", s.slicing.slices[at].name, s.slicing.slices[last].name)
		default:
			last = at
		}
	}
	for i, one := range s.slicing.slices {
		if one.shape != nil && (len(list) > 0 || s.min == 0) { // else it is told that there are none
			x.slice(parent, one, list, func(k int) bool { return in[k] == i })
		}
	}
}

// slice asks what one slice asks of its values.
func (x *examiner) slice(parent fhirpath.Value, one *slice, list []fhirpath.Value, has func(int) bool) {
	start := len(x.values)
	for i := range list {
		if has(i) {
			x.values = append(x.values, list[i])
		}
	}
	mine := x.values[start:len(x.values):len(x.values)]
	if n := len(mine); n < one.shape.min || one.shape.max != fhir.Many && n > one.shape.max {
		x.cardinality(parent, one.shape, mine, one.words())
	}
	for i := range mine {
		x.value(mine[i], one.shape)
	}
	if one.shape.slicing != nil {
		x.slicing(parent, one.shape, mine)
	}
	x.values = x.values[:start]
}

// words tell which values are in the slice.
func (s *slice) words() string {
	var all []string
	for _, c := range s.criteria {
		all = append(all, c.words)
	}
	return s.name + ", where " + strings.Join(all, " and ")
}

func (s *slicing) words() string {
	var all []string
	for _, one := range s.slices {
		all = append(all, one.words())
	}
	return strings.Join(all, "; ")
}

// sliceOf finds the slice of a value, -1 for none.
func (x *examiner) sliceOf(v fhirpath.Value, all []*slice) int {
	rest := -1
	for i, s := range all {
		if s.rest {
			rest = i
		} else if !slices.ContainsFunc(s.criteria, func(c *criterion) bool { return !x.meets(v, c) }) {
			return i
		}
	}
	return rest
}

// meets tells whether a value is as a discriminator says of a slice.
func (x *examiner) meets(v fhirpath.Value, c *criterion) bool {
	at := fhirpath.Collection{v}
	if c.path != nil {
		var err error
		if at, err = c.path.Eval(&x.ctx, v); err != nil {
			return false
		}
	}
	switch {
	case c.exists != nil:
		return *c.exists == (len(at) > 0)
	case c.any != nil:
		return slices.ContainsFunc(at, c.isExpected)
	case c.sets != nil:
		return slices.ContainsFunc(at, func(v fhirpath.Value) bool {
			return slices.ContainsFunc(c.sets, func(set string) bool { return v.In(x.v.terms, set) == term.Yes })
		})
	case c.types != nil:
		return slices.ContainsFunc(at, func(v fhirpath.Value) bool { return v.Type != nil && slices.ContainsFunc(c.types, v.Type.Is) })
	}
	return slices.ContainsFunc(at, func(v fhirpath.Value) bool {
		return slices.ContainsFunc(c.profiles, func(p string) bool { return x.isOf(v, p) })
	})
}

// isExpected tells whether a value is one of those that the slice's elements fix.
func (c *criterion) isExpected(v fhirpath.Value) bool {
	return slices.ContainsFunc(c.any, func(e expected) bool {
		if e.exact {
			return v.Tree.Equal(e.value)
		}
		return contains(v.Tree, e.value)
	})
}

// isOf tells whether a value is of a type or profile, by its canonical. Of a
// profile that is not held here nobody can say so.
func (x *examiner) isOf(v fhirpath.Value, canonical string) bool {
	if name := typeNamed(canonical); name != "" {
		return v.Type != nil && v.Type.Is(name)
	}
	h := x.v.find(canonical)
	return h != nil && v.Type != nil && v.Type.Is(h.Type) && x.conforms(v, h)
}
