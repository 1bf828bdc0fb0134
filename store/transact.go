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
		err = s.writer.write(ctx, x)
	}
	if errors.Is(err, errAlone) {
		err = s.within(ctx, func(tx *sqlx.Tx) (trace, error) { return x.run(ctx, tx) })
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
	own     map[fhir.Key]mapping.Do     // what becomes of the resources that it writes
	jobs    []*job
	written []mapping.Written
	err     error // why it is refused, see group
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

// run is one try at the transaction by itself.
func (x *transaction) run(ctx context.Context, tx *sqlx.Tx) (trace, error) {
	x.written, x.err = nil, nil
	if done, err := x.repeated(ctx, tx); err != nil || done {
		return trace{}, err
	}
	if err := x.find(ctx, tx); err != nil {
		return trace{}, err
	}
	if err := x.arrange(); err != nil {
		return trace{}, err
	}
	g := newGroup(x.s, x)
	if err := g.run(ctx, tx, alonePatience); err != nil {
		return g.left, err
	}
	if x.err != nil {
		return g.left, x.err
	}
	return g.left, x.receipt(ctx, tx)
}

// arrange makes the jobs of the writes, as far as that is possible before the
// database is asked.
func (x *transaction) arrange() error {
	if err := x.address(); err != nil {
		return err
	}
	x.split()
	return nil
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
