package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Create stores a resource under a new id.
func (s *Store) Create(ctx context.Context, a access.Access, t *fhir.Tree) (fhir.Version, error) {
	t = t.With("id", fhir.Str(s.opt.NewID()))
	v, _, err := s.save(ctx, a, t, fhir.Precondition{}, audit.Create)
	return v, err
}

// Update stores a resource under the id it has and makes it when it is not
// there (http://hl7.org/fhir/R4/http.html#upsert).
func (s *Store) Update(ctx context.Context, a access.Access, t *fhir.Tree, expect fhir.Precondition) (fhir.Version, bool, error) {
	return s.save(ctx, a, t, expect, audit.Update)
}

func (s *Store) save(ctx context.Context, a access.Access, t *fhir.Tree, expect fhir.Precondition, as audit.Interaction) (v fhir.Version, created bool, err error) {
	key := fhir.Key{Type: t.Get("resourceType").StringOr(""), ID: t.Get("id").StringOr("")}
	if err := a.Check(); err != nil {
		return v, false, s.refused(ctx, a, as, key, err)
	}
	kind, err := s.sqlOf(key.Type)
	if err != nil {
		return v, false, s.refused(ctx, a, as, key, err)
	}
	w := saver{s: s, a: a, t: t, key: key, kind: kind, expect: expect, made: fhir.Placed}
	if as == audit.Create {
		w.made = fhir.Created
	}
	if err := s.within(ctx, kind, func(tx *sqlx.Tx) error { return w.run(ctx, tx) }); err != nil {
		return v, false, s.refused(ctx, a, as, key, err)
	}
	s.concepts.add(w.rows.Concepts)
	return w.version, w.version.Deed != fhir.Updated, nil
}

// saver is one create or update on its way through a transaction.
type saver struct {
	s       *Store
	a       access.Access
	t       *fhir.Tree
	key     fhir.Key
	kind    *typeSQL
	expect  fhir.Precondition
	made    fhir.Deed // what it is when the resource is not here
	rows    *mapping.Rows
	version fhir.Version
}

func (w *saver) run(ctx context.Context, tx *sqlx.Tx) error {
	rows, complement := w.kind.Split(w.t, nil)
	refs := refsOf(w.kind, rows)
	h, err := w.s.lock(ctx, tx, w.kind, w.key, refs)
	if err != nil {
		return err
	}
	if err := check(w.expect, w.key, h); err != nil {
		return err
	}
	if len(h.missing) > 0 && !w.s.opt.Placeholders {
		return dangling(w.t, h.missing)
	}
	if h.here() && len(w.kind.Children()) > 0 {
		before, err := w.s.readRows(ctx, tx, w.kind, []string{w.key.ID})
		if err != nil {
			return err
		}
		rows, complement = w.kind.Split(w.t, before[w.key.ID])
	}
	w.rows = rows
	w.version = fhir.Version{Key: w.key, Number: h.version + 1, At: after(w.s.now(), h), Deed: fhir.Updated}
	if !h.here() {
		w.version.Deed = w.made
	}
	w.version.Body = render(w.t, w.version)
	return w.s.write(ctx, tx, w.kind, change{
		version: w.version, before: h.version, rows: rows, card: w.kind.Card(w.t), complement: complement.Encode(),
		patient: w.kind.Patient(rows), ghosts: refs.only(w.kind, h.missing),
		record: w.s.record(w.a, interactionOf(w.version.Deed), w.key, w.version.Number, w.kind.Patient(rows)),
	})
}

// lock runs the prelude and, when the clinic edited the rows meanwhile, turns
// that edit into a version of its own first.
func (s *Store) lock(ctx context.Context, tx *sqlx.Tx, t *typeSQL, key fhir.Key, refs refsByTable) (head, error) {
	h, err := s.prelude(ctx, tx, t, key.ID, refs)
	if err != nil || !h.pending {
		return h, err
	}
	if err := s.settleLocked(ctx, tx, t, []string{key.ID}); err != nil {
		return h, err
	}
	return s.prelude(ctx, tx, t, key.ID, refs)
}

// check compares what the writer expects with what is there
// (http://hl7.org/fhir/R4/http.html#concurrency).
func check(expect fhir.Precondition, key fhir.Key, h head) error {
	switch {
	case expect.Absent && h.here():
		return fhir.Refuse(412, "conflict", "%s exists already, in version %d", key, h.version)
	case (expect.Exists || expect.Version > 0) && !h.here():
		return fhir.Refuse(412, "conflict", "%s does not exist, so no version of it can match", key)
	case expect.Version > 0 && expect.Version != h.version:
		return fhir.Refuse(412, "conflict", "%s is now in version %d, not %d; read it again and repeat the change", key, h.version, expect.Version)
	}
	return nil
}

// after keeps a resource's instants in the order of its versions, whatever the clock does.
func after(now time.Time, h head) time.Time {
	if !now.After(h.updated) {
		return h.updated.UTC().Add(time.Millisecond)
	}
	return now
}

func interactionOf(d fhir.Deed) audit.Interaction {
	switch d {
	case fhir.Created, fhir.Placed:
		return audit.Create
	case fhir.Deleted:
		return audit.Delete
	case fhir.Clinic:
		return audit.ClinicEdit
	}
	return audit.Update
}

// render writes the body of a version: the resource with the server's own part of meta.
func render(t *fhir.Tree, v fhir.Version) []byte {
	meta := fhir.Obj(
		fhir.Member{Name: "versionId", Value: fhir.Str(formatVersion(v.Number))},
		fhir.Member{Name: "lastUpdated", Value: fhir.Str(v.At.UTC().Format(instantLayout))})
	if given := t.Get("meta"); given.Is(fhir.Object) {
		meta.Members = append(meta.Members, given.Without("versionId", "lastUpdated").Members...)
	}
	return fhir.Encode(t.With("meta", meta))
}

const instantLayout = "2006-01-02T15:04:05.000Z"
