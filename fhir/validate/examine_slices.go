package validate

import (
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/term"
)

// What sliceOf says of a value that is in no slice.
const (
	inNone = -1
	untold = -2 // what tells it is elsewhere
)

// slicing puts each value into the first slice whose criteria it meets, and asks
// what the slices ask.
func (x *examiner) slicing(parent fhirpath.Value, s *shape, list []fhirpath.Value) {
	last, after := -1, false // the slice of the value before, and whether one was in none
	in := make([]int, len(list))
	for i := range list {
		in[i] = x.sliceOf(list[i], s.slicing.slices)
		switch at := in[i]; {
		case at == untold:
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
			x.slice(parent, one, i, list, in)
		}
	}
}

// slice asks what one slice asks of its values, those of its number.
func (x *examiner) slice(parent fhirpath.Value, one *slice, number int, list []fhirpath.Value, in []int) {
	start := len(x.values)
	for i := range list {
		if in[i] == number {
			x.values = append(x.values, list[i])
		}
	}
	mine := x.values[start:len(x.values):len(x.values)]
	elsewhere := 0 // values that may be in it
	for i := range list {
		if in[i] == untold {
			elsewhere++
		}
	}
	if n := len(mine); n+elsewhere < one.shape.min || one.shape.max != fhir.Many && n > one.shape.max {
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

// sliceOf finds the slice of a value, else inNone or untold.
func (x *examiner) sliceOf(v fhirpath.Value, all []*slice) int {
	rest := inNone
	for i, s := range all {
		if s.rest {
			rest = i
			continue
		}
		switch is, known := x.meetsAll(v, s.criteria); {
		case is && known:
			return i
		case is:
			rest = untold
		}
	}
	return rest
}

// meetsAll tells whether a value meets all criteria, as far as that is known.
func (x *examiner) meetsAll(v fhirpath.Value, all []*criterion) (is, known bool) {
	known = true
	for _, c := range all {
		is, certain := x.meets(v, c)
		if certain && !is {
			return false, true
		}
		known = known && certain
	}
	return true, known
}

// meets tells whether a value is as a discriminator says of a slice. Of what a
// reference leads to outside of the document, only the type may be known.
func (x *examiner) meets(v fhirpath.Value, c *criterion) (is, known bool) {
	at := fhirpath.Collection{v}
	if c.path != nil {
		var err error
		if at, err = c.path.Eval(&x.ctx, v); err != nil {
			return false, true
		}
	}
	if c.away && len(at) == 0 {
		if kind, elsewhere := x.elsewhereFrom(v, c); elsewhere {
			return slices.Contains(c.types, kind) || kind == "" || c.types == nil, c.types != nil && kind != ""
		}
	}
	return x.hasOne(at, c), true
}

// elsewhereFrom tells whether the references of a criterion lead out of the
// document, and to which type.
func (x *examiner) elsewhereFrom(v fhirpath.Value, c *criterion) (kind string, elsewhere bool) {
	references := fhirpath.Collection{v}
	if c.before != nil {
		var err error
		if references, err = c.before.Eval(&x.ctx, v); err != nil {
			return "", false
		}
	}
	for _, r := range references {
		if literal := r.Tree.Get("reference").StringOr(""); literal != "" && x.target(literal) == nil {
			return kindOf(r.Tree, literal), true
		}
	}
	return "", false
}

// hasOne tells whether one of the values that a criterion looks at is as it says.
func (x *examiner) hasOne(at fhirpath.Collection, c *criterion) bool {
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
