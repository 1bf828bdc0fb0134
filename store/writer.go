package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/jmoiron/sqlx"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// writer puts the transactions that wait at the time into one of the database:
// most of what a small write costs is the same for one and for many. No member
// is held to what another one is: a refusal is its own, and when the database
// fails, each goes by itself (docs/decisions/0028).
type writer struct {
	*together[*writeWait]
	s *Store
}

// writeWait is a transaction that goes with others, and what it is told: errAlone
// until it is carried out.
type writeWait struct {
	ctx context.Context
	x   *transaction
	err error
}

// A group is bounded so that no member waits long for the others.
const (
	mostWrittenTogether = 200       // resources of a group
	mostJoining         = 50        // resources of a transaction that joins one; more would gain little
	mostWeight          = 256 << 10 // bytes of such a transaction, about
)

// How long a lock is waited for: less than PostgreSQL's deadlock_timeout, see
// fhir_marks, and in a group, where others wait too, much less. What meets a
// longer one goes by itself.
const (
	alonePatience = "300ms"
	groupPatience = "20ms"
)

// errAlone says that a transaction has left nothing behind and has to go by itself.
var errAlone = errors.New("goes by itself")

func newWriter(s *Store) *writer {
	w := &writer{s: s}
	w.together = newTogether(s.opt.Now, mostWrittenTogether, w.store)
	w.size = func(wait *writeWait) int { return len(wait.x.jobs) }
	return w
}

// write carries a transaction out together with others; errAlone when it cannot.
func (w *writer) write(ctx context.Context, x *transaction) error {
	if !x.joins() {
		return errAlone
	}
	if err := x.arrange(); err != nil {
		return err
	}
	wait := &writeWait{ctx, x, errAlone}
	if !w.join(ctx, wait) {
		return ctx.Err()
	}
	return wait.err
}

// joins tells whether all is known that the transaction is about, it is small,
// and nothing but its own resources can keep it waiting.
func (x *transaction) joins() bool {
	if x.Receipt != nil || len(x.criteria()) > 0 || len(x.Writes) > mostJoining {
		return false
	}
	size := 0
	for _, w := range x.Writes {
		if w.Do != mapping.Create && w.Do != mapping.Update {
			return false
		}
		size += weight(w.Resource)
	}
	return size <= mostWeight
}

// weight is about how many bytes a tree is written with.
func weight(t *fhir.Tree) int {
	if t == nil {
		return 0
	}
	n := len(t.Text)
	for _, m := range t.Members {
		n += len(m.Name) + weight(m.Value)
	}
	for _, item := range t.Items {
		n += weight(item)
	}
	return n
}

// store carries a group out and tells each member what became of it.
func (w *writer) store(group []*writeWait) {
	admitted, members := admit(group)
	err := w.try(members)
	var u *unprepared
	switch {
	case errors.As(err, &u):
		if _, lost := w.s.statement(context.Background(), u.text); lost != nil {
			w.s.opt.Log.Warn("prepare a statement that writes", "error", lost)
		}
		err = errAlone
	case err != nil && !errors.Is(err, errUnknown):
		w.s.opt.Log.Info("a group of writes failed, each goes on by itself", "writes", len(members), "error", withoutValues(err))
		err = errAlone
	}
	for _, wait := range admitted {
		wait.err = cmp.Or(err, wait.x.err)
	}
}

// admit leaves out who went away meanwhile, and who writes what another member
// writes, for a resource is written once in a group: that one goes by itself.
func admit(group []*writeWait) (admitted []*writeWait, members []*transaction) {
	taken := map[fhir.Key]bool{}
	for _, wait := range group {
		if gone := wait.ctx.Err(); gone != nil {
			wait.err = gone
			continue
		}
		if slices.ContainsFunc(wait.x.jobs, func(j *job) bool { return taken[j.key] }) {
			continue
		}
		for _, j := range wait.x.jobs {
			taken[j.key] = true
		}
		admitted, members = append(admitted, wait), append(members, wait.x)
	}
	return admitted, members
}

// try stores a group or leaves nothing of it. A panic, which would end the server
// here, comes again in the request that it belongs to, when that goes by itself.
func (w *writer) try(members []*transaction) (err error) {
	if len(members) == 0 {
		return nil
	}
	defer func() {
		if recover() != nil {
			err = errors.New("panic")
		}
	}()
	return w.s.once(context.Background(), func(tx *sqlx.Tx) (trace, error) {
		g := newGroup(w.s, members...)
		err := g.run(context.Background(), tx, groupPatience)
		return g.left, err
	})
}
