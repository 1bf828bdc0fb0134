package patch

import (
	"slices"

	"kapbridge/fhir"
)

// change is what an operation does to the object or array that its target
// stands in: it gets a copy of its own, the step that leads to the target and
// where that is in the copy, -1 when it is not there. "" means that it is done,
// anything else says what would be right.
type change func(parent *fhir.Tree, step string, at int) (fault string)

// at gives the value that a pointer leads to.
func (w *work) at(o *operation, p pointer, member string) (*fhir.Tree, error) {
	t := w.result
	for i := range p {
		n, err := w.find(o, t, p[i])
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, o.nowhere(t, p[:i+1], member, "")
		}
		t = child(t, n)
	}
	return t, nil
}

// edit changes the result at a pointer. It copies what lies on the way and
// nothing else, since the values beside it may stand in other trees, too.
func (w *work) edit(o *operation, p pointer, member string, do change) error {
	whole := fhir.Obj(fhir.Member{Value: w.result}) // for the resource itself to stand in
	parent, step, at := whole, "", 0
	for i := range p {
		if at < 0 {
			return o.nowhere(parent, p[:i], member, "")
		}
		inner := child(parent, at)
		if !inner.Is(fhir.Object) && !inner.Is(fhir.Array) {
			return o.nowhere(inner, p[:i+1], member, "")
		}
		if err := w.spend(o, len(inner.Items)+len(inner.Members)); err != nil {
			return err
		}
		inner = &fhir.Tree{Kind: inner.Kind, Items: slices.Clone(inner.Items), Members: slices.Clone(inner.Members)}
		set(parent, at, inner)
		parent, step = inner, p[i]
		var err error
		if at, err = w.find(o, parent, step); err != nil {
			return err
		}
	}
	if fault := do(parent, step, at); fault != "" {
		return o.nowhere(parent, p, member, fault)
	}
	if whole.Empty() {
		return o.refuse(member, "processing", "a patch cannot remove the whole resource; DELETE does that")
	}
	w.result = whole.Members[0].Value
	return nil
}

// find gives the place of a step in an object or array, -1 when there is none.
func (w *work) find(o *operation, t *fhir.Tree, step string) (int, error) {
	switch {
	case t.Is(fhir.Object):
		n := slices.IndexFunc(t.Members, func(m fhir.Member) bool { return m.Name == step })
		return n, w.spend(o, len(t.Members))
	case t.Is(fhir.Array):
		if n, ok := index(step, len(t.Items)); ok {
			return n, nil
		}
	}
	return -1, nil
}

func child(t *fhir.Tree, n int) *fhir.Tree {
	if t.Kind == fhir.Array {
		return t.Items[n]
	}
	return t.Members[n].Value
}

func set(t *fhir.Tree, n int, value *fhir.Tree) {
	if t.Kind == fhir.Array {
		t.Items[n] = value
	} else {
		t.Members[n].Value = value
	}
}

// adding puts a value into a list before what is there, or at its end; of an
// object it sets a member, whether it was there or not (RFC 6902, section 4.1).
func adding(value *fhir.Tree) change {
	return func(parent *fhir.Tree, step string, at int) string {
		if parent.Kind == fhir.Object {
			if at >= 0 {
				set(parent, at, value)
			} else {
				parent.Members = append(parent.Members, fhir.Member{Name: step, Value: value})
			}
			return ""
		}
		at, ok := len(parent.Items), step == "-"
		if !ok {
			at, ok = index(step, len(parent.Items)+1)
		}
		if !ok {
			return "write - for its end"
		}
		parent.Items = slices.Insert(parent.Items, at, value)
		return ""
	}
}

// replacing sets what must be there (RFC 6902, section 4.3).
func replacing(value *fhir.Tree) change {
	return func(parent *fhir.Tree, _ string, at int) string {
		if at < 0 {
			return "add puts something where nothing is"
		}
		set(parent, at, value)
		return ""
	}
}

// removing takes away what must be there (RFC 6902, section 4.2).
func removing(parent *fhir.Tree, _ string, at int) string {
	switch {
	case at < 0:
		return "there is nothing to remove"
	case parent.Kind == fhir.Array:
		parent.Items = slices.Delete(parent.Items, at, at+1)
	default:
		parent.Members = slices.Delete(parent.Members, at, at+1)
	}
	return ""
}

// nowhere words that the last step of a path finds nothing in t.
func (o *operation) nowhere(t *fhir.Tree, p pointer, member, advice string) error {
	around, step := "the resource", short(p[len(p)-1])
	if len(p) > 1 {
		around = short(p[:len(p)-1].String())
	}
	if advice != "" {
		advice = "; " + advice
	}
	switch {
	case t.Is(fhir.Array):
		return o.refuse(member, "processing", "%s is %s, counted from 0, and has no item %s%s", around, outline(t), step, advice)
	case t.Is(fhir.Object):
		return o.refuse(member, "processing", "%s is %s, and has no member %s%s", around, outline(t), step, advice)
	}
	return o.refuse(member, "processing", "%s is %s, in which nothing is called %s", around, outline(t), step)
}
