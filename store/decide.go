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
func (g *group) lock(ctx context.Context, tx *sqlx.Tx) error {
	if err := g.prelude(ctx, tx, g.jobs); err != nil {
		return err
	}
	pending := map[*typeSQL][]string{}
	for _, j := range g.jobs {
		if j.head.pending {
			pending[j.kind] = append(pending[j.kind], j.key.ID)
		}
	}
	if len(pending) == 0 {
		return nil
	}
	for _, t := range inOrder(pending) {
		if err := g.s.settleLocked(ctx, tx, t, pending[t]); err != nil {
			return err
		}
	}
	return g.prelude(ctx, tx, g.jobs)
}

// decide holds what is there against what is expected and makes the versions.
func (g *group) decide(ctx context.Context, tx *sqlx.Tx) error {
	g.each(func(j *job) error {
		if err := check(j.Expect, j.key, j.head); err != nil {
			return err
		}
		if err := g.s.guarded(j); err != nil {
			return err
		}
		if j.taken && j.head.here() {
			return fhir.Refuse(412, "conflict", "nothing matches the criteria, but %s, whose id the body has, is here; leave the id out or search again", j.key)
		}
		return nil
	})
	if err := g.look(ctx, tx); err != nil {
		return err
	}
	for _, j := range g.jobs {
		j.compare()
	}
	if err := g.align(ctx, tx); err != nil {
		return err
	}
	now := g.s.now()
	g.each(func(j *job) error { return j.decide(now, g.s.opt.Placeholders) })
	return nil
}

// look applies patches to what is there, and holds on to what criteria found.
func (g *group) look(ctx context.Context, tx *sqlx.Tx) error {
	var referring []*job
	for _, j := range g.jobs {
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
		if err := g.patch(j); err != nil {
			return err
		}
		if len(j.refs) > 0 {
			referring = append(referring, j)
		}
	}
	if len(referring) == 0 {
		return nil
	}
	return g.prelude(ctx, tx, referring) // for the references that came with the patches
}

func (g *group) patch(j *job) error {
	present, err := fhir.DecodeStored(j.body)
	if err != nil {
		return err
	}
	changed, err := j.Change(present)
	if err != nil {
		return blame(err, j.entry)
	}
	j.take(j.of.relink(j, changed))
	return nil
}

// align reads the rows of resources that change, so that child rows which stay
// the same keep their keys: one statement a type.
func (g *group) align(ctx context.Context, tx *sqlx.Tx) error {
	updated := map[*typeSQL][]string{}
	for _, j := range g.jobs {
		if j.changes() {
			updated[j.kind] = append(updated[j.kind], j.key.ID)
		}
	}
	for _, t := range inOrder(updated) {
		rows, err := g.s.readRows(ctx, tx, t, updated[t])
		if err != nil {
			return err
		}
		for _, j := range g.jobs {
			if j.kind == t && j.changes() {
				j.before = rows[j.key.ID]
				j.take(j.tree)
			}
		}
	}
	return nil
}
