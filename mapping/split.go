package mapping

import (
	"maps"

	"kapbridge/fhir"
)

// FirstClinicKey is where the schema's own sequence of row keys starts; keys
// given here stay below it, so that the two never meet.
const FirstClinicKey = 1_000_000

// Split takes a resource apart: what the clinic's tables name goes into rows,
// all else into the complement. Nothing is lost for any tree, valid or not:
// Join(Split(t)) = t. The members resourceType, id and the server's own
// meta.versionId and meta.lastUpdated belong to the head and are left out.
//
// before holds the rows the resource has now (nil for a new one). A child row
// whose content did not change keeps its key, so that foreign keys to it live on.
func (r *Resource) Split(t *fhir.Tree, before *Rows) (*Rows, *Complement) {
	s := &splitter{
		rows:   &Rows{ID: t.Get("id").StringOr(""), Main: Cells{}, Lists: map[string][]Row{}, Concepts: Dictionary{}},
		before: siblingsOf(before),
		last:   map[string]int64{},
		got:    Cells{},
	}
	if before != nil {
		for table, rows := range before.Lists {
			for _, row := range rows {
				if row.Key < FirstClinicKey {
					s.last[table] = max(s.last[table], row.Key)
				}
			}
		}
	}
	c, lists := s.object(r.Lenses, StripHead(t), s.rows.Main)
	s.lists(lists, Link{})
	c.prune()
	return s.rows, c
}

// StripHead removes what the server alone decides about a resource.
func StripHead(t *fhir.Tree) *fhir.Tree {
	t = t.Without("resourceType", "id")
	if meta := t.Get("meta"); meta.Is(fhir.Object) {
		kept := meta.Without("versionId", "lastUpdated")
		if kept.Empty() && !meta.Empty() {
			kept = nil
		}
		t.Set("meta", kept)
	}
	return t
}

type splitter struct {
	rows   *Rows
	before siblings
	last   map[string]int64 // highest key given so far, by table
	got    Cells            // of the leaf at hand
}

// waiting is a list found in an object, taken apart once its row has a key.
type waiting struct {
	lens     *Lens
	elements []*fhir.Tree
	into     *Complement // of the object that holds the list
}

// object takes one object apart: leaves and nests into cells of its row, what
// nobody owns into the complement; its lists are returned for later.
func (s *splitter) object(lenses []*Lens, obj *fhir.Tree, cells Cells) (*Complement, []waiting) {
	c := &Complement{}
	var lists []waiting
	o := parted{obj, make([]bool, len(obj.Members))}
	for _, l := range lenses {
		if l.extension { // shared list, below
			continue
		}
		if l.kind == leaf {
			if owned := o.take(l); owned != nil {
				s.leaf(l, owned, cells, c)
			}
			continue
		}
		switch v := o.left(l.Path); {
		case l.kind == nest && v.Is(fhir.Object) && !v.Empty():
			inner, more := s.object(l.Lenses, v, cells)
			c.nested(l.Path, inner)
			lists = append(lists, more...)
			o.take(l)
		case l.kind == list && l.takes(v):
			lists = append(lists, waiting{l, v.Items, c})
			o.take(l)
		}
	}
	rest, more := s.extensions(lenses, o.rest(), cells, c)
	c.rest = rest
	return c, append(lists, more...)
}

// leaf reads the owned members into cells and notes what the cells do not show.
func (s *splitter) leaf(l *Lens, owned *fhir.Tree, cells Cells, c *Complement) {
	clear(s.got)
	l.read(owned, s.got, s.rows.Concepts)
	if l.tooLong(s.got) {
		clear(s.got)
	}
	maps.Copy(cells, s.got)
	v := l.form.show(s.got, s.rows.Concepts)
	if v != nil && !l.choice && len(owned.Members) == 1 && v.Equal(owned.Get(l.Path)) {
		return // the columns show all, as they mostly do
	}
	c.note(l.Path, takeNote(l.shown(v), owned))
}

// lists takes the waiting lists apart, each element one row under in.
func (s *splitter) lists(lists []waiting, in Link) {
	for _, w := range lists {
		table := w.lens.Table
		rows := make([]Row, len(w.elements))
		parts := make([]*Complement, len(w.elements))
		inner := make([][]waiting, len(w.elements))
		for i, e := range w.elements {
			rows[i] = Row{In: in, Cells: Cells{}}
			parts[i], inner[i] = s.object(w.lens.Lenses, w.lens.wrap(e), rows[i].Cells)
		}
		s.keys(table, rows, s.before[Siblings{table, in}])
		s.rows.Lists[table] = append(s.rows.Lists[table], rows...)
		for i, row := range rows {
			s.lists(inner[i], Link{table, row.Key})
			if parts[i].prune(); !parts[i].Empty() {
				w.into.row(w.lens.Path, row.Key, parts[i])
			}
		}
	}
}

// takes tells whether v is a list whose elements can become rows and be shown
// again; anything else stays in the rest.
func (l *Lens) takes(v *fhir.Tree) bool {
	if !v.Is(fhir.Array) || v.Empty() {
		return false
	}
	for _, e := range v.Items {
		if !l.bare() && (e.Kind != fhir.Object || e.Empty()) {
			return false
		}
	}
	return true
}

// bare tells whether the elements of the list are single values, such as the
// CodeableConcepts of EpisodeOfCare.type, and not objects of several lenses.
func (l *Lens) bare() bool { return len(l.Lenses) == 1 && l.Lenses[0].Path == "" }

func (l *Lens) wrap(e *fhir.Tree) *fhir.Tree {
	switch {
	case l.bare():
		return fhir.Obj(fhir.Member{Name: "", Value: e})
	case l.extension:
		return e.Without("url")
	}
	return e
}

func (l *Lens) unwrap(obj *fhir.Tree) *fhir.Tree {
	if l.bare() {
		return obj.Get("")
	}
	if obj.Empty() {
		return nil
	}
	if l.extension {
		return obj.With("url", fhir.Str(l.Path))
	}
	return obj
}
