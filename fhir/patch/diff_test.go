package patch

import (
	"fmt"

	"kapbridge/fhir"
)

// diff lists the operations that make b of a, by a way of its own: what goes,
// what comes, and inside of what stays the same again.
func diff(a, b *fhir.Tree, at pointer) []*fhir.Tree {
	switch {
	case a.Equal(b):
		return nil
	case a.Is(fhir.Object) && b.Is(fhir.Object):
		return diffObject(a, b, at)
	case a.Is(fhir.Array) && b.Is(fhir.Array):
		return diffArray(a, b, at)
	}
	return []*fhir.Tree{op("replace", at, b)}
}

func diffObject(a, b *fhir.Tree, at pointer) []*fhir.Tree {
	var ops []*fhir.Tree
	for _, m := range a.Members {
		if b.Get(m.Name) == nil {
			ops = append(ops, op("remove", at.to(m.Name), nil))
		}
	}
	for _, m := range b.Members {
		if old := a.Get(m.Name); old == nil {
			ops = append(ops, op("add", at.to(m.Name), m.Value))
		} else {
			ops = append(ops, diff(old, m.Value, at.to(m.Name))...)
		}
	}
	return ops
}

// diffArray leaves alone what is equal at the beginning and at the end.
func diffArray(a, b *fhir.Tree, at pointer) []*fhir.Tree {
	x, y, first := a.Items, b.Items, 0
	for len(x) > 0 && len(y) > 0 && x[0].Equal(y[0]) {
		x, y, first = x[1:], y[1:], first+1
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1].Equal(y[len(y)-1]) {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	var ops []*fhir.Tree
	for len(x) > len(y) {
		x = x[:len(x)-1]
		ops = append(ops, op("remove", at.to(fmt.Sprint(first+len(x))), nil))
	}
	for i, item := range y {
		step := at.to(fmt.Sprint(first + i))
		if i < len(x) {
			ops = append(ops, diff(x[i], item, step)...)
		} else {
			ops = append(ops, op("add", step, item))
		}
	}
	return ops
}

func op(name string, at pointer, value *fhir.Tree) *fhir.Tree {
	return fhir.Obj(fhir.Member{Name: "op", Value: fhir.Str(name)}, fhir.Member{Name: "path", Value: fhir.Str(at.String())}, fhir.Member{Name: "value", Value: value})
}

// mergeDiff makes the merge patch from a to b. There is one unless b has a null
// in an object outside of lists, which a merge patch cannot say; FHIR has nulls
// in lists only (http://hl7.org/fhir/R4/json.html#null).
func mergeDiff(a, b *fhir.Tree) *fhir.Tree {
	if !a.Is(fhir.Object) || !b.Is(fhir.Object) {
		return b
	}
	p := fhir.Obj()
	for _, m := range a.Members {
		if b.Get(m.Name) == nil {
			p.Set(m.Name, &fhir.Tree{Kind: fhir.Null})
		}
	}
	for _, m := range b.Members {
		if old := a.Get(m.Name); !m.Value.Equal(old) {
			p.Set(m.Name, mergeDiff(old, m.Value))
		}
	}
	return p
}
