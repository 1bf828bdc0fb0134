package fhir

import (
	"bytes"
	"cmp"
	"slices"
)

// Marked is a document with the places in its text where the values of its tree
// start: of a member its name, of an item of a list the item; in XML the tag or
// attribute. It is made when there is something to tell, since a second look at a
// text that is wrong costs less than places kept for all that are right.
type Marked struct {
	Tree *Tree
	Text string // without byte order mark; of XML, line ends are line feeds
	At   map[*Tree]int

	ruler *ruler
}

// Mark reads JSON that Decode or DecodeBundle accepts, once more.
func Mark(data []byte) (*Marked, error) {
	data = bytes.TrimPrefix(data, byteOrderMark)
	d := decoderOf(data, 8*MaxDepth, len(data))
	d.marks = map[*Tree]int{}
	t, err := d.value(1)
	if err != nil {
		return nil, d.problem(err)
	}
	d.marks[t] = d.after(0)
	return &Marked{Tree: t, Text: string(data), At: d.marks}, nil
}

// Locate gives issues the line and column of the element that they are about, or
// where that is missing, of what it is missing in. Their expressions start at the
// resource that stands at within, such as "Bundle.entry[0].resource"; "" stands for
// the whole document. Left alone are issues that have a line already, and those
// whose expression is none of this document.
func (m *Marked) Locate(within string, issues []Issue) {
	root, left := m.Tree, 0
	if within != "" {
		root, left = m.find(m.Tree, stepsOf(within))
	}
	if root == nil || left > 0 {
		return
	}
	at := map[int]int{} // by the index of an issue
	var order []int
	for i, is := range issues {
		steps := stepsOf(is.Expression)
		if is.Line > 0 || len(steps) == 0 {
			continue
		}
		if value, _ := m.find(root, steps); value != nil {
			at[i] = m.At[value]
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	for _, i := range order {
		if m.ruler == nil || m.ruler.at > at[i] {
			m.ruler = newRuler(m.Text)
		}
		issues[i].Line, issues[i].Column = m.ruler.to(at[i])
	}
}

// find follows steps that start at a resource as far as they lead, and tells how
// many are left; nil where not even the first leads anywhere.
func (m *Marked) find(root *Tree, steps []step) (found *Tree, left int) {
	start := root.Get("resourceType").StringOr("Resource")
	d, _ := TypeOf(start)
	first := steps[0]
	switch {
	case root.Is(Object) && first.index < 0 && (first.name == start || first.name == "Resource"):
		return m.seek(root, d, steps[1:])
	case root.Is(Array) && first.name == "" && first.index >= 0 && first.index < len(root.Items): // a JSON Patch
		return m.seek(root.Items[first.index], nil, steps[1:])
	}
	if found, left = m.seek(root, d, steps); left == len(steps) {
		return nil, left
	}
	return found, left
}

// seek follows steps from a value as far as they lead, and tells how many are left.
// A primitive has its value and its "_x" under one name: the one that leads
// further is meant, or else the value.
func (m *Marked) seek(t *Tree, d *TypeDef, steps []step) (found *Tree, left int) {
	found, left = t, len(steps)
	if left == 0 {
		return found, 0
	}
	if t.Is(Array) { // no step says which item is meant
		if len(t.Items) > 0 {
			return m.seek(t.Items[0], d, steps)
		}
		return found, left
	}
	if d == nil {
		d, _ = TypeOf(t.Get("resourceType").StringOr(""))
	}
	bySibling := false
	for _, sibling := range []bool{false, true} {
		for _, member := range t.memberList() {
			if (member.Name != bareName(member.Name)) != sibling || !steps[0].names(member.Name, d) {
				continue
			}
			v := item(member.Value, steps[0].index)
			if _, marked := m.At[v]; !marked {
				continue
			}
			end, rest := m.seek(v, childType(d, member.Name), steps[1:])
			if rest == 0 && !end.Is(Null) {
				return end, 0
			}
			if rest < left || rest == left && sibling != bySibling && found.Is(Null) && !end.Is(Null) {
				found, left, bySibling = end, rest, sibling
			}
		}
	}
	return found, left
}

// memberList is empty for what is no object.
func (t *Tree) memberList() []Member {
	if t == nil {
		return nil
	}
	return t.Members
}

// item is the one of a list that an index means; of what is no list, all of it.
func item(t *Tree, index int) *Tree {
	switch {
	case index < 0 || !t.Is(Array):
		return t
	case index < len(t.Items):
		return t.Items[index]
	}
	return nil
}

// names tells whether a step is a member of a type: by the name of its element in
// FHIRPath, or as it is written.
func (s step) names(member string, d *TypeDef) bool {
	if d != nil {
		if known, ok := d.members[member]; ok && s.name == known.element.label {
			return true
		}
	}
	return s.name == member || s.name == bareName(member) || s.name == short(member)
}
