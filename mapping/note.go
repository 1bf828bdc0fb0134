package mapping

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"

	"kapbridge/fhir"
)

// note keeps what the wire had beyond what a leaf's columns show. It applies
// only while they still show what they showed when the note was taken.
type note struct {
	guard string     // hash of the value shown
	diff  *fhir.Tree // from the value shown to the value received
}

// guardOf hashes a shown value; 72 bits are ample against chance.
func guardOf(shown *fhir.Tree) string {
	sum := sha256.Sum256(shown.Canonical())
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// takeNote returns nil when the columns already show all that was received.
func takeNote(shown, received *fhir.Tree) *note {
	if shown.Equal(received) {
		return nil
	}
	return &note{guardOf(shown), diff(shown, received)}
}

// apply returns the value received if the guard still holds.
func (n *note) apply(shown *fhir.Tree) (*fhir.Tree, bool) {
	if guardOf(shown) != n.guard {
		return shown, false
	}
	return patch(shown, n.diff), true
}

// diff describes how to get from a to b without repeating what they share:
//
//	{"=": b}                                 values of different kind, or scalars
//	{"+": {new}, "-": [gone], "~": {inner}}  objects
//	{"#": length, "+": [new], "~": {inner}}  arrays, inner by index
func diff(a, b *fhir.Tree) *fhir.Tree {
	if a == nil || a.Kind != b.Kind || (a.Kind != fhir.Object && a.Kind != fhir.Array) {
		return fhir.Obj(fhir.Member{Name: "=", Value: b})
	}
	if a.Kind == fhir.Array {
		return diffArrays(a, b)
	}
	added, changed, gone := fhir.Obj(), fhir.Obj(), fhir.List()
	for _, m := range b.Members {
		switch old := a.Get(m.Name); {
		case old == nil:
			added.Set(m.Name, m.Value)
		case !old.Equal(m.Value):
			changed.Set(m.Name, diff(old, m.Value))
		}
	}
	for _, m := range a.Members {
		if b.Get(m.Name) == nil {
			gone.Items = append(gone.Items, fhir.Str(m.Name))
		}
	}
	return fhir.Obj(some("+", added), some("-", gone), some("~", changed))
}

func diffArrays(a, b *fhir.Tree) *fhir.Tree {
	added, changed := fhir.List(), fhir.Obj()
	for i, item := range b.Items {
		switch {
		case i >= len(a.Items):
			added.Items = append(added.Items, item)
		case !a.Items[i].Equal(item):
			changed.Set(strconv.Itoa(i), diff(a.Items[i], item))
		}
	}
	var length *fhir.Tree
	if len(b.Items) < len(a.Items) {
		length = fhir.Int(int64(len(b.Items)))
	}
	return fhir.Obj(fhir.Member{Name: "#", Value: length}, some("+", added), some("~", changed))
}

func some(name string, t *fhir.Tree) fhir.Member {
	if t.Empty() {
		t = nil
	}
	return fhir.Member{Name: name, Value: t}
}

// patch is the inverse of diff: patch(a, diff(a, b)) = b.
func patch(a, d *fhir.Tree) *fhir.Tree {
	if b := d.Get("="); b != nil {
		return b
	}
	inner := d.Get("~")
	if a.Kind == fhir.Array {
		out := fhir.List(a.Items...)
		if n := d.Get("#"); n != nil {
			length, err := strconv.Atoi(n.Text)
			if err != nil || length > len(a.Items) {
				panic("mapping: a note's array length is damaged: " + n.Text)
			}
			out.Items = out.Items[:length:length]
		}
		items := make([]*fhir.Tree, 0, len(out.Items))
		for i, item := range out.Items {
			if sub := inner.Get(strconv.Itoa(i)); sub != nil {
				item = patch(item, sub)
			}
			items = append(items, item)
		}
		if more := d.Get("+"); more != nil {
			items = append(items, more.Items...)
		}
		return fhir.List(items...)
	}
	out := a
	if gone := d.Get("-"); gone != nil {
		for _, name := range gone.Items {
			out = out.Without(name.Text)
		}
	}
	if inner != nil {
		for _, m := range inner.Members {
			out = out.With(m.Name, patch(out.Get(m.Name), m.Value))
		}
	}
	if more := d.Get("+"); more != nil {
		for _, m := range more.Members {
			out = out.With(m.Name, m.Value)
		}
	}
	return out
}
