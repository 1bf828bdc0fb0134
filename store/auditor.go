package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"kapbridge/audit"
)

// auditor makes the records of reads durable in groups: one insert serves all
// requests that wait at the time, and no answer leaves before its record is
// stored (docs/decisions/0005).
type auditor struct {
	s      *Store
	in     chan auditWait
	coming atomic.Int64 // interactions under way whose record is still to come
	done   sync.WaitGroup
}

type auditWait struct {
	record audit.Record
	stored chan error
}

const (
	mostRecords = 1000                 // of one insert
	patience    = 1 * time.Millisecond // with interactions that are under way
)

func newAuditor(s *Store) *auditor {
	a := &auditor{s: s, in: make(chan auditWait, 256)}
	a.done.Add(1)
	go a.run()
	return a
}

// under says that an interaction is under way until the function it returns is
// called: a group that is about to be stored waits for its record a moment,
// since an insert costs far more than one more row of it.
func (a *auditor) under() (over func()) {
	a.coming.Add(1)
	return func() { a.coming.Add(-1) }
}

// keep returns when the record is durable.
func (a *auditor) keep(ctx context.Context, r audit.Record) error {
	w := auditWait{r, make(chan error, 1)}
	select {
	case a.in <- w:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-w.stored:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (a *auditor) close() {
	close(a.in)
	a.done.Wait()
}

func (a *auditor) run() {
	defer a.done.Done()
	for first := range a.in {
		group := a.gather(first)
		err := a.store(group)
		for _, w := range group {
			w.stored <- err
		}
	}
}

// gather takes what waits, and what comes within the moment that it gives those
// under way.
func (a *auditor) gather(first auditWait) []auditWait {
	group := []auditWait{first}
	add := func(w auditWait, open bool) bool {
		if open {
			group = append(group, w)
		}
		return open
	}
	var late <-chan time.Time
	for more := true; more && len(group) < mostRecords; {
		select {
		case w, open := <-a.in:
			more = add(w, open)
			continue
		default:
		}
		if a.coming.Load() <= 0 {
			return group
		}
		if late == nil {
			late = time.After(patience)
		}
		select {
		case w, open := <-a.in:
			more = add(w, open)
		case <-late:
			more = false
		}
	}
	return group
}

func (a *auditor) store(group []auditWait) error {
	records := make([]audit.Record, len(group))
	for i, w := range group {
		records[i] = w.record
	}
	ctx := context.Background()
	st, err := a.s.statement(ctx, auditSQL)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(ctx, auditArguments(records)...)
	return err
}
