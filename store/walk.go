package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// walk is a search on its way from page to page
// (http://hl7.org/fhir/R4/http.html#paging). It orders each match by the keys
// that it had when the first page was read, so that nobody who writes meanwhile
// can move it past the reader, or before the reader once more.
type walk struct {
	s     *Store
	t     *typeSQL
	q     *mapping.Query
	a     access.Access
	at    *cursor // where the page begins, nil for the first page
	begun time.Time
	keys  []sortKey // in the order of reading
}

func (s *Store) walk(ctx context.Context, a access.Access, t *typeSQL, q *mapping.Query) (*walk, error) {
	w := &walk{s: s, t: t, q: q, a: a, begun: s.now(), keys: sortKeys(q)}
	if q.Cursor == "" {
		return w, nil
	}
	at, err := s.unseal(ctx, q.Cursor, w.owner())
	if err != nil {
		return nil, err
	}
	casts := make([]string, len(w.keys))
	for i, k := range w.keys {
		casts[i] = k.cast
	}
	if err := at.readable(casts...); err != nil {
		return nil, err
	}
	if w.at, w.begun = &at, at.Begun; at.Back {
		w.keys = turned(w.keys)
	}
	return w, nil
}

// owner is what its cursors are signed for.
func (w *walk) owner() string { return searchOf(w.a, w.q) }

// found is what a statement read of a page.
type found struct {
	versions    []fhir.Version
	patients    []string
	pending     []string // ids of matches that have no version yet
	first, last []sql.NullString
	more        bool   // there are matches behind these
	stirred     bool   // see signals
	snapshot    string // of the first page
}

// shown adds the versions of the page to others.
func (f *found) shown(others []*fhir.Version) []*fhir.Version {
	for i := range f.versions {
		others = append(others, &f.versions[i])
	}
	return others
}

// page reads the page at which the walk has arrived, and the patients it tells
// of. One statement, while nobody writes resources of the type, and one for the
// bodies that are not at hand.
func (w *walk) page(ctx context.Context) (fhir.Page, []string, error) {
	for {
		f, err := w.find(ctx)
		if err != nil {
			return fhir.Page{}, nil, err
		}
		again, err := w.settle(ctx, f)
		if err != nil {
			return fhir.Page{}, nil, err
		}
		if again {
			continue
		}
		if !w.t.Log { // those of a log came with the matches
			if err := w.s.embody(ctx, w.t.Type, f.shown(nil)); err != nil {
				return fhir.Page{}, nil, err
			}
		}
		page, err := w.linked(ctx, f)
		return page, f.patients, err
	}
}

// find reads the matches by their rows and, when something has moved, once more.
// The log only grows: nothing in it moves.
func (w *walk) find(ctx context.Context) (found, error) {
	text, b, err := w.calm()
	if err != nil {
		return found{}, err
	}
	f, err := w.read(ctx, text, b, w.s.ask)
	if err != nil || w.at == nil || w.t.Log || !f.stirred && len(f.versions)+len(f.pending) > 0 {
		return f, err
	}
	return w.findMoved(ctx)
}

// settle gives versions to edits of the clinic that the page shows; it is true
// when the page is to be read again. What moves after the first page is placed
// by its last version before, so a walk of several pages begins when no row is
// ahead of its version.
func (w *walk) settle(ctx context.Context, f found) (again bool, err error) {
	switch {
	case w.at == nil && f.more && f.stirred:
		return true, w.s.settleAll(ctx, []string{w.t.Type})
	case len(f.pending) > 0:
		return true, w.s.settle(ctx, w.t, f.pending)
	}
	return false, nil
}

// read runs the statement of a page.
func (w *walk) read(ctx context.Context, text string, b *builder, ask func(context.Context, string, ...any) (*sqlx.Rows, error)) (f found, err error) {
	rows, err := ask(ctx, text, b.args...)
	if err != nil {
		return f, err
	}
	defer rows.Close()
	for rows.Next() {
		if n := len(f.versions) + len(f.pending); n == w.q.Count {
			f.more = n > 0
			break
		}
		if err := w.take(rows, &f); err != nil {
			return f, err
		}
	}
	return f, rows.Err()
}

// take adds one match.
func (w *walk) take(rows *sqlx.Rows, f *found) error {
	v := fhir.Version{Key: fhir.Key{Type: w.t.Type}}
	var pending bool
	var patient string
	var record sql.RawBytes
	keys := make([]sql.NullString, len(w.keys))
	into := []any{&v.ID, &v.Number, &pending, &v.At, &patient, &f.stirred, &f.snapshot}
	if w.t.Log {
		into = append(into, &record)
	}
	for i := range keys {
		into = append(into, &keys[i])
	}
	if err := rows.Scan(into...); err != nil {
		return err
	}
	if pending {
		f.passed(keys)
		f.pending = append(f.pending, v.ID)
		return nil
	}
	if v.At = v.At.UTC(); w.t.Log {
		var err error
		v.Deed = fhir.Created
		if v.Body, err = showRecord(record); err != nil {
			return err
		}
	}
	f.add(v, keys)
	f.patients = append(f.patients, patient)
	return nil
}

// add adds a match that has a version.
func (f *found) add(v fhir.Version, keys []sql.NullString) {
	f.passed(keys)
	f.versions = append(f.versions, v)
}

// passed notes the keys of a match, for the cursors.
func (f *found) passed(keys []sql.NullString) {
	if f.last = keys; f.first == nil {
		f.first = keys
	}
}

// linked is the page with the places where the pages beside it begin. One read
// from its end is put in order; the page behind it is the one its reader came from.
func (w *walk) linked(ctx context.Context, f found) (page fhir.Page, err error) {
	page.Versions = f.versions
	if len(f.versions) == 0 {
		return page, nil
	}
	first, last, before, behind := f.first, f.last, w.at != nil, f.more
	place := cursor{Begun: w.begun, Snapshot: f.snapshot}
	if w.at != nil {
		place.Snapshot = w.at.Snapshot
	}
	if w.at != nil && w.at.Back {
		slices.Reverse(page.Versions)
		first, last, before, behind = last, first, behind, before
	}
	if behind {
		place.Keys = given(last)
		if page.Next, err = w.s.seal(ctx, place, w.owner()); err != nil {
			return page, err
		}
	}
	if before {
		place.Keys, place.Back = given(first), true
		page.Prev, err = w.s.seal(ctx, place, w.owner())
	}
	return page, err
}
