package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// lock locks the heads of all resources in one statement, which also looks for
// references that lead nowhere. An edit of the clinic that has no version yet
// becomes one first.
func (x *transaction) lock(ctx context.Context, tx *sqlx.Tx) error {
	if err := x.prelude(ctx, tx, x.jobs); err != nil {
		return err
	}
	pending := map[*typeSQL][]string{}
	for _, j := range x.jobs {
		if j.head.pending {
			pending[j.kind] = append(pending[j.kind], j.key.ID)
		}
	}
	if len(pending) == 0 {
		return nil
	}
	for _, t := range inOrder(pending) {
		if err := x.s.settleLocked(ctx, tx, t, pending[t]); err != nil {
			return err
		}
	}
	return x.prelude(ctx, tx, x.jobs)
}

// decide holds what is there against what is expected and makes the versions.
func (x *transaction) decide(ctx context.Context, tx *sqlx.Tx) error {
	for _, j := range x.jobs {
		err := check(j.Expect, j.key, j.head)
		if err == nil {
			err = x.s.guarded(j)
		}
		if err == nil && j.taken && j.head.here() {
			err = fhir.Refuse(412, "conflict", "nothing matches the criteria, but %s, whose id the body has, is here; leave the id out or search again", j.key)
		}
		if err != nil {
			return blame(err, j.entry)
		}
	}
	if err := x.look(ctx, tx); err != nil {
		return err
	}
	for _, j := range x.jobs {
		j.compare()
	}
	if err := x.align(ctx, tx); err != nil {
		return err
	}
	now := x.s.now()
	for _, j := range x.jobs {
		if err := j.decide(now, x.s.opt.Placeholders); err != nil {
			return blame(err, j.entry)
		}
	}
	return nil
}

// look applies patches to what is there, and holds on to what criteria found.
func (x *transaction) look(ctx context.Context, tx *sqlx.Tx) error {
	var referring []*job
	for _, j := range x.jobs {
		if j.looks() == "" {
			continue
		}
		switch {
		case j.Where != nil && !j.head.here(): // it went after the criteria were looked at
			return errRaced
		case j.head.deleted:
			return blame(fhir.Gone(j.key), j.entry)
		case !j.head.here():
			return blame(fhir.NotFound(j.key), j.entry)
		}
		if j.Do != mapping.Patch {
			continue
		}
		if err := x.patch(j); err != nil {
			return err
		}
		if len(j.refs) > 0 {
			referring = append(referring, j)
		}
	}
	if len(referring) == 0 {
		return nil
	}
	return x.prelude(ctx, tx, referring) // for the references that came with the patches
}

func (x *transaction) patch(j *job) error {
	present, err := fhir.DecodeStored(j.body)
	if err != nil {
		return err
	}
	changed, err := j.Change(present)
	if err != nil {
		return blame(err, j.entry)
	}
	j.take(x.relink(j, changed))
	return nil
}

// align reads the rows of resources that change, so that child rows which stay
// the same keep their keys: one statement a type.
func (x *transaction) align(ctx context.Context, tx *sqlx.Tx) error {
	updated := map[*typeSQL][]string{}
	for _, j := range x.jobs {
		if j.changes() {
			updated[j.kind] = append(updated[j.kind], j.key.ID)
		}
	}
	for _, t := range inOrder(updated) {
		rows, err := x.s.readRows(ctx, tx, t, updated[t])
		if err != nil {
			return err
		}
		for _, j := range x.jobs {
			if j.kind == t && j.changes() {
				j.before = rows[j.key.ID]
				j.take(j.tree)
			}
		}
	}
	return nil
}
