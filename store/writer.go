package store

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// writer puts the transactions that wait at the time into one of the database:
// most of what a small write costs is the same for one and for many. No member
// is held to what another one is: a refusal is its own, and when the database
// fails, each goes by itself (docs/decisions/0028).
type writer struct {
	s    *Store
	in   chan writeWait
	done sync.WaitGroup
}

type writeWait struct {
	ctx  context.Context
	x    *transaction
	over chan error
}

// grace is the time that writers are given to come where the last group had
// several members. They have their answers and are about to write again, but not
// all at the very same time, and would make up small groups in turns for ever.
const grace = time.Millisecond

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
	w := &writer{s: s, in: make(chan writeWait, 256)}
	for range max(1, runtime.NumCPU()/2) {
		w.done.Add(1)
		go w.run()
	}
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
	wait := writeWait{ctx, x, make(chan error, 1)}
	select {
	case w.in <- wait:
	case <-ctx.Done():
		return ctx.Err()
	}
	return <-wait.over // whatever ctx says: the group may be stored already
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

func (w *writer) close() {
	close(w.in)
	w.done.Wait()
}

func (w *writer) run() {
	defer w.done.Done()
	last := 0
	for first := range w.in {
		all := w.gather(first, last > 1)
		if last = len(all); last > 0 {
			w.store(all)
		}
	}
}

// gather takes what waits, and what comes within a moment where writers are many.
// A resource may be written once in a group.
func (w *writer) gather(first writeWait, many bool) []writeWait {
	var all []writeWait
	n, taken := 0, map[fhir.Key]bool{}
	var late <-chan time.Time
	if many {
		late = time.After(grace)
	}
	for wait, open := first, true; open; {
		jobs := wait.x.jobs
		switch {
		case wait.ctx.Err() != nil:
			wait.over <- wait.ctx.Err()
		case slices.ContainsFunc(jobs, func(j *job) bool { return taken[j.key] }):
			wait.over <- errAlone
		default:
			for _, j := range jobs {
				taken[j.key] = true
			}
			all, n = append(all, wait), n+len(jobs)
		}
		if n >= mostWrittenTogether {
			break
		}
		wait, open = w.next(late)
	}
	return all
}

// next takes one more of those that wait, or that come before it is late.
func (w *writer) next(late <-chan time.Time) (wait writeWait, open bool) {
	if late == nil {
		select {
		case wait, open = <-w.in:
		default:
		}
		return wait, open
	}
	select {
	case wait, open = <-w.in:
	case <-late:
	}
	return wait, open
}

// store carries a group out and tells each member what became of it.
func (w *writer) store(all []writeWait) {
	err := w.try(all)
	var u *unprepared
	switch {
	case errors.As(err, &u):
		if _, lost := w.s.statement(context.Background(), u.text); lost != nil {
			w.s.opt.Log.Warn("prepare a statement that writes", "error", lost)
		}
		err = errAlone
	case err != nil && !errors.Is(err, errUnknown):
		w.s.opt.Log.Info("a group of writes failed, each goes on by itself", "writes", len(all), "error", withoutValues(err))
		err = errAlone
	}
	for _, wait := range all {
		if err == nil {
			wait.over <- wait.x.err
			continue
		}
		wait.over <- err
	}
}

// try stores a group or leaves nothing of it. A panic, which would end the server
// here, comes again in the request that it belongs to, when that goes by itself.
func (w *writer) try(all []writeWait) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("panic")
		}
	}()
	members := make([]*transaction, len(all))
	for i, wait := range all {
		members[i] = wait.x
	}
	return w.s.once(context.Background(), func(tx *sqlx.Tx) (trace, error) {
		g := newGroup(w.s, members...)
		err := g.run(context.Background(), tx, groupPatience)
		return g.left, err
	})
}
