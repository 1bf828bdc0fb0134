package patchtest

import (
	"slices"
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// Diff gives the JSON Patch (RFC 6902) that makes b of a: what goes, what
// comes, and inside of what stays the same again.
func Diff(a, b *fhir.Tree) *fhir.Tree { return fhir.List(diff(a, b, "")...) }

func diff(a, b *fhir.Tree, at string) []*fhir.Tree {
	switch {
	case a.Equal(b):
		return nil
	case a.Is(fhir.Object) && b.Is(fhir.Object):
		return diffObject(a, b, at)
	case a.Is(fhir.Array) && b.Is(fhir.Array):
		return diffArray(a, b, at)
	}
	return []*fhir.Tree{Operation("replace", at, b)}
}

func diffObject(a, b *fhir.Tree, at string) []*fhir.Tree {
	var ops []*fhir.Tree
	for _, m := range a.Members {
		if b.Get(m.Name) == nil {
			ops = append(ops, Operation("remove", at+Step(m.Name), nil))
		}
	}
	for _, m := range b.Members {
		if old := a.Get(m.Name); old == nil {
			ops = append(ops, Operation("add", at+Step(m.Name), m.Value))
		} else {
			ops = append(ops, diff(old, m.Value, at+Step(m.Name))...)
		}
	}
	return ops
}

// diffArray leaves alone what is equal at the beginning and at the end.
func diffArray(a, b *fhir.Tree, at string) []*fhir.Tree {
	x, y, first := a.Items, b.Items, 0
	for len(x) > 0 && len(y) > 0 && x[0].Equal(y[0]) {
		x, y, first = x[1:], y[1:], first+1
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1].Equal(y[len(y)-1]) {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	place := func(i int) string { return at + Step(strconv.Itoa(first+i)) }
	var ops []*fhir.Tree
	for len(x) > len(y) {
		x = x[:len(x)-1]
		ops = append(ops, Operation("remove", place(len(x)), nil))
	}
	for i, item := range y {
		if i < len(x) {
			ops = append(ops, diff(x[i], item, place(i))...)
		} else {
			ops = append(ops, Operation("add", place(i), item))
		}
	}
	return ops
}

// Step writes one step of a JSON pointer (RFC 6901).
func Step(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// Operation makes an operation of a JSON Patch; a nil value is left out.
func Operation(op, path string, value *fhir.Tree) *fhir.Tree {
	return fhir.Obj(fhir.Member{Name: "op", Value: fhir.Str(op)}, fhir.Member{Name: "path", Value: fhir.Str(path)}, fhir.Member{Name: "value", Value: value})
}

// MergeDiff gives the merge patch (RFC 7386) that makes b of a. There is one
// unless b is NullMember, which no resource is.
func MergeDiff(a, b *fhir.Tree) *fhir.Tree {
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
			p.Set(m.Name, MergeDiff(old, m.Value))
		}
	}
	return p
}

// NullMember tells whether an object outside of lists has a member null, which
// a merge patch cannot say. FHIR has nulls in lists only
// (http://hl7.org/fhir/R4/json.html#null).
func NullMember(t *fhir.Tree) bool {
	return slices.ContainsFunc(t.Members, func(m fhir.Member) bool { return m.Value.Is(fhir.Null) || NullMember(m.Value) })
}
