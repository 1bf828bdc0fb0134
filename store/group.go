package store

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"

	"kapbridge/audit"
)

// group is the transactions that share one of the database: one that goes alone,
// or those that waited at the time (writer.go). They know nothing of each other:
// one that is refused leaves and the rest goes on, and what one of them writes is
// not there yet for the others.
type group struct {
	s        *Store
	members  []*transaction
	jobs     []*job // of the members that are not refused
	patience string // how long a lock is waited for
	left     trace
}

func newGroup(s *Store, members ...*transaction) *group {
	g := &group{s: s, members: members}
	for _, x := range members {
		g.jobs = append(g.jobs, x.jobs...)
	}
	return g
}

// run is one try at the group. An error is one of the database, which leaves
// nothing of any member; what a member is refused for stands in its err.
func (g *group) run(ctx context.Context, tx *sqlx.Tx, patience string) error {
	g.patience = patience
	for _, step := range []func(context.Context, *sqlx.Tx) error{g.lock, g.decide, g.store} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	for _, x := range g.members {
		x.written = resultsOf(x.jobs, len(x.Writes))
	}
	return nil
}

// each holds every job to a rule. The members of those that break it are refused.
func (g *group) each(rule func(*job) error) {
	for _, j := range g.jobs {
		if j.of.err == nil {
			j.of.err = blame(rule(j), j.entry)
		}
	}
	g.jobs = slices.DeleteFunc(g.jobs, func(j *job) bool { return j.of.err != nil })
}

// record is what the audit log keeps of a job, and what the group can be found by.
func (g *group) record(j *job) audit.Record {
	r := j.record()
	g.left.record = r.ID
	return r
}
