package fhir

import (
	"slices"
	"sort"
	"strconv"
)

// Kind is the JSON kind of a Tree.
type Kind uint8

// The six kinds of JSON value (RFC 8259). The zero Kind is no value at all.
const (
	Null Kind = iota + 1
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"nothing", "null", "boolean", "number", "string", "array", "object"}

// String names the kind as the JSON specification does.
func (k Kind) String() string { return kindNames[k] }

// Tree is one JSON value, kept without loss: the text of a number stays as it
// was written ("1.10", "5E1"), null stays null, absent stays absent. A nil
// *Tree is the absent value and every method accepts it.
//
// A Tree is treated as immutable once it is shared; With and Without return
// changed copies of the top level.
type Tree struct {
	Kind    Kind
	Text    string   // decoded string, literal text of a number, "true" or "false"
	Items   []*Tree  // of an Array
	Members []Member // of an Object, in the order received; names are unique
}

// Member is one name and value of an Object.
type Member struct {
	Name  string
	Value *Tree
}

// Str makes a string value.
func Str(s string) *Tree { return &Tree{Kind: String, Text: s} }

// Num makes a number value from its JSON text, which it does not check.
func Num(text string) *Tree { return &Tree{Kind: Number, Text: text} }

// Int makes a number value.
func Int(n int64) *Tree { return Num(strconv.FormatInt(n, 10)) }

// Boolean makes a boolean value.
func Boolean(b bool) *Tree { return &Tree{Kind: Bool, Text: strconv.FormatBool(b)} }

// List makes an array of the given items.
func List(items ...*Tree) *Tree { return &Tree{Kind: Array, Items: items} }

// Obj makes an object from members, leaving out those whose value is absent.
func Obj(members ...Member) *Tree {
	there := 0
	for _, m := range members {
		if m.Value != nil {
			there++
		}
	}
	t := &Tree{Kind: Object}
	if there == 0 {
		return t
	}
	t.Members = make([]Member, 0, there)
	for _, m := range members {
		if m.Value != nil {
			t.Members = append(t.Members, m)
		}
	}
	return t
}

// Get returns the member's value of an object, or nil.
func (t *Tree) Get(name string) *Tree {
	if t == nil {
		return nil
	}
	for i := range t.Members {
		if t.Members[i].Name == name {
			return t.Members[i].Value
		}
	}
	return nil
}

// At follows member names downwards and returns what is there, or nil.
func (t *Tree) At(names ...string) *Tree {
	for _, n := range names {
		t = t.Get(n)
	}
	return t
}

// Is tells whether the value is there and of this kind.
func (t *Tree) Is(k Kind) bool { return t != nil && t.Kind == k }

// StringOr returns the text of a string value, else the given default.
func (t *Tree) StringOr(other string) string {
	if t.Is(String) {
		return t.Text
	}
	return other
}

// Set replaces or adds a member in place; a nil value removes it. Only the
// maker of an object may use it, before the object is shared.
func (t *Tree) Set(name string, value *Tree) {
	i := slices.IndexFunc(t.Members, func(m Member) bool { return m.Name == name })
	switch {
	case i >= 0 && value == nil:
		t.Members = slices.Delete(t.Members, i, i+1)
	case i >= 0:
		t.Members[i].Value = value
	case value != nil:
		t.Members = append(t.Members, Member{name, value})
	}
}

// With returns a copy of an object in which the member has the value (nil removes it).
func (t *Tree) With(name string, value *Tree) *Tree {
	c := &Tree{Kind: Object}
	if t != nil {
		c.Members = slices.Clone(t.Members)
	}
	c.Set(name, value)
	return c
}

// Without returns a copy of an object that lacks the named members.
func (t *Tree) Without(names ...string) *Tree {
	c := &Tree{Kind: Object}
	if t == nil {
		return c
	}
	for _, m := range t.Members {
		if !slices.Contains(names, m.Name) {
			c.Members = append(c.Members, m)
		}
	}
	return c
}

// Clone returns a copy that shares nothing with the value but texts.
func (t *Tree) Clone() *Tree {
	if t == nil {
		return nil
	}
	c := &Tree{Kind: t.Kind, Text: t.Text}
	for _, item := range t.Items {
		c.Items = append(c.Items, item.Clone())
	}
	for _, m := range t.Members {
		c.Members = append(c.Members, Member{m.Name, m.Value.Clone()})
	}
	return c
}

// Empty tells whether the value is absent, or an object or array with nothing in it.
func (t *Tree) Empty() bool {
	return t == nil || (t.Kind == Object && len(t.Members) == 0) || (t.Kind == Array && len(t.Items) == 0)
}

// Equal compares as FHIR JSON does here: numbers by their text, members of
// objects without regard to their order, items of arrays in order.
func (t *Tree) Equal(o *Tree) bool {
	if t == o || t == nil || o == nil {
		return t == o
	}
	if t.Kind != o.Kind || t.Text != o.Text || len(t.Items) != len(o.Items) || len(t.Members) != len(o.Members) {
		return false
	}
	for i := range t.Items {
		if !t.Items[i].Equal(o.Items[i]) {
			return false
		}
	}
	for i, m := range t.Members {
		other := o.Members[i].Value // same order is the common case
		if o.Members[i].Name != m.Name {
			other = o.Get(m.Name)
		}
		if !m.Value.Equal(other) || other == nil {
			return false
		}
	}
	return true
}

// Leaves counts the values of a tree that are neither object nor array.
func (t *Tree) Leaves() int {
	if t == nil {
		return 0
	}
	if t.Kind != Object && t.Kind != Array {
		return 1
	}
	n := 0
	for _, i := range t.Items {
		n += i.Leaves()
	}
	for _, m := range t.Members {
		n += m.Value.Leaves()
	}
	return n
}

// sorted returns the members ordered by name, for canonical output.
func (t *Tree) sorted() []Member {
	m := slices.Clone(t.Members)
	sort.Slice(m, func(i, j int) bool { return m[i].Name < m[j].Name })
	return m
}
