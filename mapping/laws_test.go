package mapping

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// The four laws of the kit (doc.go), on random resources and random edits. How
// many: -rapid.checks=N for each type; make laws runs the long version.

func eachType(t *testing.T, check func(*rapid.T, *Resource)) {
	for _, r := range All() {
		t.Run(r.Type, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) { check(t, r) })
		})
	}
}

func anyTree(t *rapid.T, r *Resource) *fhir.Tree {
	return withClaimed(t, r.Lenses, fhirtest.Resource(t, r.Type, fhirtest.Options{ID: "x", Size: 60}))
}

// withClaimed strews the extensions that the lenses claim among those of the
// object, and in its nests: once, repeated, with strange contents.
func withClaimed(t *rapid.T, lenses []*Lens, obj *fhir.Tree) *fhir.Tree {
	var extensions []*fhir.Tree
	if list := obj.Get("extension"); list != nil {
		extensions = slices.Clone(list.Items)
	}
	for _, l := range lenses {
		switch {
		case l.extension:
			for range rapid.SampledFrom([]int{0, 1, 1, 2, 3}).Draw(t, "times") {
				at := rapid.IntRange(0, len(extensions)).Draw(t, "at")
				extensions = slices.Insert(extensions, at, claimed(t, l))
			}
		case l.kind == nest && obj.Get(l.Path).Is(fhir.Object):
			obj = obj.With(l.Path, withClaimed(t, l.Lenses, obj.Get(l.Path)))
		}
	}
	if len(extensions) > 0 {
		obj = obj.With("extension", fhir.List(extensions...))
	}
	return obj
}

func claimed(t *rapid.T, l *Lens) *fhir.Tree {
	cells, d := Cells{}, Dictionary{}
	for _, inner := range rowLeaves(l.Lenses) {
		maps.Copy(cells, anyCells(t, inner, d))
	}
	j := joiner{concepts: d}
	e := j.object(l.Lenses, cells, Link{}, nil).With("url", fhir.Str(l.Path))
	if rapid.IntRange(0, 3).Draw(t, "strange") == 0 {
		e = e.With("id", fhir.Str("strange")).With("_url", fhir.Obj(fhir.Member{Name: "id", Value: fhir.Str("odder")}))
	}
	return e
}

func TestLaw1NothingIsLost(t *testing.T) {
	eachType(t, func(t *rapid.T, r *Resource) {
		checkNothingLost(t, r, anyTree(t, r))
	})
}

func TestLaw2TablesRule(t *testing.T) {
	eachType(t, func(t *rapid.T, r *Resource) {
		rows, c := r.Split(anyTree(t, r), nil)
		e := editor{t: t, r: r, rows: rows}
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			e.edit()
		}
		tree, _ := r.Join(rows, c)
		back, fresh := r.Split(tree, rows)
		if d := cmp.Diff(sameRows(rows), sameRows(back)); d != "" {
			t.Fatalf("%v\nshown as %s\nrows -edited +read back:\n%s", e.done, tree.JSON(), d)
		}
		if again, fell := r.Join(back, fresh); fell > 0 || !again.Equal(tree) {
			t.Fatalf("the fresh complement does not give the tree again: %s", again.JSON())
		}
	})
}

// TestKeysLiveOn takes an element out of a list and puts a new one in: the rows
// of the elements that stay keep their keys.
func TestKeysLiveOn(t *testing.T) {
	eachType(t, func(t *rapid.T, r *Resource) {
		tree := anyTree(t, r)
		rows, _ := r.Split(tree, nil)
		for _, l := range r.Lenses {
			elements := tree.Get(l.Path)
			if l.kind != list || l.extension || !elements.Is(fhir.Array) {
				continue
			}
			gone := rapid.IntRange(0, len(elements.Items)-1).Draw(t, "gone")
			stay := slices.Delete(slices.Clone(elements.Items), gone, gone+1)
			after, _ := r.Split(tree.With(l.Path, fhir.List(stay...)), rows)
			if len(stay) == 0 {
				continue
			}
			old := siblingsOf(rows)[Siblings{l.Table, Link{}}]
			for i, row := range siblingsOf(after)[Siblings{l.Table, Link{}}] {
				was := old[i]
				if i >= gone {
					was = old[i+1]
				}
				if unique(old, was) && row.Key != was.Key {
					t.Fatalf("%s: the row %v had key %d and now has %d", l.Path, row.Cells, was.Key, row.Key)
				}
			}
		}
	})
}

func unique(rows []Row, row Row) bool {
	n := 0
	for _, other := range rows {
		if maps.Equal(other.Cells, row.Cells) {
			n++
		}
	}
	return n == 1
}

// sameRows keeps what the law is about: cells, keys, links and the order of siblings.
func sameRows(rows *Rows) map[string]any {
	out := map[string]any{"main": rows.Main}
	for at, list := range siblingsOf(rows) {
		for i, row := range list {
			out[fmt.Sprintf("%v %d", at, i)] = row
		}
	}
	return out
}

// TestLaw3OneHome: what the rows alone show right is not in the complement, so
// the leaves in it are those that the rows do not show.
func TestLaw3OneHome(t *testing.T) {
	eachType(t, func(t *rapid.T, r *Resource) {
		tree := anyTree(t, r)
		rows, c := r.Split(tree, nil)
		shown, all := r.Coverage(tree, rows)
		if kept := c.leaves(); shown == all && kept > 0 {
			t.Fatalf("the rows show all %d leaves, yet the complement has %d: %s", all, kept, c.Encode())
		} else if shown+kept > all && c.order == nil {
			t.Fatalf("%d leaves, %d shown by the rows and %d in the complement: %s", all, shown, kept, c.Encode())
		}
	})
}

// leaves counts the values of the resource that the complement holds.
func (c *Complement) leaves() int {
	n := c.rest.Leaves()
	for _, note := range c.notes {
		n += diffLeaves(note.diff)
	}
	for _, inner := range c.in {
		n += inner.leaves()
	}
	for _, byKey := range c.rows {
		for _, inner := range byKey {
			n += inner.leaves()
		}
	}
	for _, held := range c.held {
		n += held.Leaves()
	}
	return n
}

func diffLeaves(d *fhir.Tree) int {
	n := d.Get("=").Leaves() + d.Get("+").Leaves()
	for _, m := range members(d.Get("~")) {
		n += diffLeaves(m.Value)
	}
	return n
}

// TestLaw4Locality edits one leaf of the main row and looks at everything else.
func TestLaw4Locality(t *testing.T) {
	eachType(t, func(t *rapid.T, r *Resource) {
		rows, c := r.Split(anyTree(t, r), nil)
		before, _ := r.Join(rows, c)
		var leaves []*Lens
		for _, l := range r.Lenses {
			if l.kind == leaf {
				leaves = append(leaves, l)
			}
		}
		l := rapid.SampledFrom(leaves).Draw(t, "leaf")
		setCells(t, rows, rows.Main, l)
		after, _ := r.Join(rows, c)
		before, after = less(before, l), less(after, l)
		if !before.Equal(after) {
			t.Fatalf("an edit of %s moved something else: -before +after\n%s", l.Path, cmp.Diff(string(before.Canonical()), string(after.Canonical())))
		}
	})
}

func less(t *fhir.Tree, l *Lens) *fhir.Tree {
	o := parted{t, make([]bool, len(t.Members))}
	o.take(l)
	return o.rest()
}

func setCells(t *rapid.T, rows *Rows, cells Cells, l *Lens) {
	for _, col := range l.Columns() {
		delete(cells, col.Name)
	}
	maps.Copy(cells, anyCells(t, l, rows.Concepts))
}
