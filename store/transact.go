package store

import (
	"context"
	"errors"
	"slices"

	"github.com/jmoiron/sqlx"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Write carries out a transaction: all of its writes or none. What it gives
// back is in their order. A problem that concerns one of several writes names
// it in Entry.
func (s *Store) Write(ctx context.Context, a access.Access, t *mapping.Transaction) ([]mapping.Written, error) {
	x := &transaction{s: s, a: a, Transaction: t}
	err := a.Check()
	if err == nil {
		err = x.prepare(ctx)
	}
	if err == nil {
		err = s.within(ctx, func(tx *sqlx.Tx) (trace, error) {
			err := x.run(ctx, tx)
			return x.left, err
		})
		err = x.referred(ctx, err)
	}
	if err != nil {
		as, key := x.about()
		return nil, s.refused(ctx, a, as, key, err)
	}
	for _, j := range x.jobs {
		if j.rows != nil {
			s.concepts.add(j.rows.Concepts)
		}
	}
	return x.written, nil
}

// transaction is one on its way.
type transaction struct {
	*mapping.Transaction
	s       *Store
	a       access.Access
	found   map[*mapping.Query][]string // ids that the criteria match
	links   map[string]string           // what the writes are called by each other, to the reference that is stored
	jobs    []*job
	written []mapping.Written
	left    trace
}

// about says what a refused transaction is recorded as.
func (x *transaction) about() (audit.Interaction, fhir.Key) {
	if len(x.Writes) != 1 {
		return audit.Transaction, fhir.Key{}
	}
	return interactions[x.Writes[0].Do], x.Writes[0].Key
}

var interactions = map[mapping.Do]audit.Interaction{
	mapping.Create: audit.Create, mapping.Update: audit.Update, mapping.Patch: audit.Patch, mapping.Delete: audit.Delete,
}

// prepare checks what can be checked before the transaction, and settles what
// its criteria look at by cards, which are as old as the last version.
func (x *transaction) prepare(ctx context.Context) error {
	for i, w := range x.Writes {
		if _, err := x.s.sqlOf(w.Key.Type); err != nil {
			return blame(err, i+1)
		}
	}
	for _, q := range x.criteria() {
		if err := x.s.settleAll(ctx, q.Carded()); err != nil {
			return err
		}
	}
	return nil
}

// run is one try at the transaction.
func (x *transaction) run(ctx context.Context, tx *sqlx.Tx) error {
	x.jobs, x.written, x.left = nil, nil, trace{}
	if done, err := x.repeated(ctx, tx); err != nil || done {
		return err
	}
	if err := x.find(ctx, tx); err != nil {
		return err
	}
	for _, step := range []func(context.Context, *sqlx.Tx) error{x.address, x.split, x.lock, x.decide, x.store, x.receipt} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	x.written = resultsOf(x.jobs, len(x.Writes))
	return nil
}

// address gives every write the key of its resource.
func (x *transaction) address(context.Context, *sqlx.Tx) error {
	taken, made := map[fhir.Key]bool{}, map[string]fhir.Key{}
	x.links = map[string]string{}
	for i, w := range x.Writes {
		jobs, err := x.jobsOf(i)
		if err != nil {
			return blame(err, i+1)
		}
		for _, j := range jobs {
			if taken[j.key] && j.result != mapping.Found {
				return blame(fhir.Refuse(422, "duplicate", "another entry of the transaction writes %s already; a transaction may write a resource once", j.key), i+1)
			}
			taken[j.key] = true
			if j.URL != "" {
				x.links[j.URL] = j.key.String()
			}
		}
		if w.Where != nil && w.Do != mapping.Delete {
			if err := makesOne(made, w.Where, jobs[0]); err != nil {
				return blame(err, i+1)
			}
		}
		x.jobs = append(x.jobs, jobs...)
	}
	return x.nameLinks(made)
}

// makesOne remembers which resource a conditional write makes or meets. Two that
// make one by the same criteria would leave what these criteria are to prevent.
func makesOne(made map[string]fhir.Key, q *mapping.Query, j *job) error {
	text := criteriaText(q)
	if _, twice := made[text]; twice && j.result != mapping.Found {
		return fhir.Refuse(422, "duplicate", "another entry of the transaction writes by the same criteria; leave one of them, to whose fullUrl the others can refer")
	}
	made[text] = j.key
	return nil
}

// split takes apart what is to be stored; a patch has to wait until its
// resource is locked.
func (x *transaction) split(context.Context, *sqlx.Tx) error {
	for _, j := range x.jobs {
		if j.tree != nil {
			j.take(x.relink(j, j.tree))
		}
	}
	return nil
}

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

// inOrder lists types in one order for all transactions, so that no two wait
// for each other.
func inOrder[V any](byType map[*typeSQL]V) []*typeSQL {
	types := make([]*typeSQL, 0, len(byType))
	for t := range byType {
		types = append(types, t)
	}
	slices.SortFunc(types, func(a, b *typeSQL) int {
		if a.Type < b.Type {
			return -1
		}
		return 1
	})
	return types
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

// look reads the present versions that patches change and that criteria found.
func (x *transaction) look(ctx context.Context, tx *sqlx.Tx) error {
	var seen, patched []*job
	for _, j := range x.jobs {
		if j.Do != mapping.Patch && j.result != mapping.Found {
			continue
		}
		switch {
		case j.head.deleted:
			return blame(fhir.Gone(j.key), j.entry)
		case !j.head.here():
			return blame(fhir.NotFound(j.key), j.entry)
		case j.Do == mapping.Patch:
			patched = append(patched, j)
		}
		seen = append(seen, j)
	}
	if len(seen) == 0 {
		return nil
	}
	if err := x.s.bodies(ctx, tx, seen); err != nil || len(patched) == 0 {
		return err
	}
	for _, j := range patched {
		present, err := fhir.DecodeStored(j.body)
		if err != nil {
			return err
		}
		changed, err := j.Change(present)
		if err != nil {
			return blame(err, j.entry)
		}
		j.take(x.relink(j, changed))
	}
	return x.prelude(ctx, tx, patched) // for the references that came with them
}

// align reads the rows of resources that are updated, so that child rows which
// stay the same keep their keys: one statement a type.
func (x *transaction) align(ctx context.Context, tx *sqlx.Tx) error {
	updated := map[*typeSQL][]string{}
	for _, j := range x.jobs {
		if j.tree != nil && j.head.here() {
			updated[j.kind] = append(updated[j.kind], j.key.ID)
		}
	}
	for _, t := range inOrder(updated) {
		rows, err := x.s.readRows(ctx, tx, t, updated[t])
		if err != nil {
			return err
		}
		for _, j := range x.jobs {
			if j.kind == t && j.tree != nil && j.head.here() {
				j.before = rows[j.key.ID]
				j.take(j.tree)
			}
		}
	}
	return nil
}

// resultsOf gathers what became of each of n writes.
func resultsOf(jobs []*job, n int) []mapping.Written {
	all := make([]mapping.Written, n)
	for i := range all {
		all[i].Result = mapping.Nothing
	}
	for _, j := range jobs {
		w := &all[j.entry-1]
		if w.Number > 0 {
			w.Others = append(w.Others, j.version)
			continue
		}
		w.Version, w.Result = j.version, j.result
	}
	return all
}

// blame says which write a problem is about.
func blame(err error, entry int) error {
	var p *fhir.Problem
	if errors.As(err, &p) && p.Entry == 0 {
		p.Entry = entry
	}
	return err
}
