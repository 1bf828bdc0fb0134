package mapping

import "kapbridge/fhir"

// Join puts a resource together from its rows and its complement, without the
// members of the head. fell counts the notes that no longer apply because the
// clinic changed what they were about: the tables rule.
func (r *Resource) Join(rows *Rows, c *Complement) (t *fhir.Tree, fell int) {
	j := joiner{children: siblingsOf(rows), concepts: rows.Concepts}
	t = j.object(r.Lenses, rows.Main, Link{}, c)
	head := fhir.Obj(
		fhir.Member{Name: "resourceType", Value: fhir.Str(r.Type)},
		fhir.Member{Name: "id", Value: fhir.Str(rows.ID)},
	)
	head.Members = append(head.Members, t.Members...)
	return head, j.fell
}

type joiner struct {
	children siblings
	concepts Dictionary
	fell     int
}

// object shows one object: what the lenses see in the row, then the rest.
// Where both have a member, the rows win.
func (j *joiner) object(lenses []*Lens, cells Cells, self Link, c *Complement) *fhir.Tree {
	out := fhir.Obj()
	extensions := map[string][]*fhir.Tree{}
	for _, l := range lenses {
		switch {
		case l.kind == leaf:
			out.Members = append(out.Members, j.leaf(l, cells, c.noteOf(l.Path)).Members...)
		case l.kind == nest:
			v := j.object(l.Lenses, cells, self, c.inside(l.Path))
			if l.extension {
				extensions[l.Path] = j.single(l, v, c)
			} else if !v.Empty() {
				out.Set(l.Path, v)
			}
		default:
			elements := j.list(l, self, c)
			if l.extension {
				extensions[l.Path] = elements
			} else if len(elements) > 0 {
				out.Set(l.Path, fhir.List(elements...))
			}
		}
	}
	var rest *fhir.Tree
	var order []string
	if c != nil {
		rest, order = c.rest, c.order
	}
	for _, m := range members(rest) {
		if m.Name != "extension" || m.Value.Kind != fhir.Array {
			if out.Get(m.Name) == nil {
				out.Members = append(out.Members, m)
			}
		}
	}
	if all := mix(lenses, extensions, rest.Get("extension"), order); len(all.Items) > 0 {
		out.Set("extension", all)
	}
	return out
}

// leaf shows the columns and applies the note if its guard still holds.
func (j *joiner) leaf(l *Lens, cells Cells, n *note) *fhir.Tree {
	shown := l.show(cells, j.concepts)
	if n == nil {
		return shown
	}
	v, holds := n.apply(shown)
	if !holds {
		j.fell++
	}
	return v
}

// list shows the rows of a child table under one row.
func (j *joiner) list(l *Lens, self Link, c *Complement) []*fhir.Tree {
	var elements []*fhir.Tree
	for _, row := range j.children[Siblings{l.Table, self}] {
		obj := j.object(l.Lenses, row.Cells, Link{l.Table, row.Key}, c.ofRow(l.Path, row.Key))
		if e := l.unwrap(obj); e != nil {
			elements = append(elements, e)
		}
	}
	return elements
}

// single shows an extension whose value is columns of the row; elements that
// were held back because the wire repeated it show only while the columns are NULL.
func (j *joiner) single(l *Lens, v *fhir.Tree, c *Complement) []*fhir.Tree {
	var held *fhir.Tree
	if c != nil {
		held = c.held[l.Path]
	}
	switch {
	case v.Empty() && held != nil:
		return held.Items
	case v.Empty():
		return nil
	case held != nil:
		j.fell++
	}
	return []*fhir.Tree{v.With("url", fhir.Str(l.Path))}
}
