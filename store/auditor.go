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
	records []audit.Record
	stored  chan error
}

const (
	mostTogether = 1000                 // records of one insert
	patience     = 1 * time.Millisecond // with interactions that are under way
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

// keep returns when the records are durable.
func (a *auditor) keep(ctx context.Context, records ...audit.Record) error {
	w := auditWait{records, make(chan error, 1)}
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
		group, records := a.gather(first)
		err := a.store(records)
		for _, w := range group {
			w.stored <- err
		}
	}
}

// gather takes what waits, and what comes within the moment that it gives those
// under way.
func (a *auditor) gather(first auditWait) (group []auditWait, records []audit.Record) {
	group, records = []auditWait{first}, first.records
	add := func(w auditWait, open bool) bool {
		if open {
			group, records = append(group, w), append(records, w.records...)
		}
		return open
	}
	var late <-chan time.Time
	for more := true; more && len(records) < mostTogether; {
		select {
		case w, open := <-a.in:
			more = add(w, open)
			continue
		default:
		}
		if a.coming.Load() <= 0 {
			return group, records
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
	return group, records
}

func (a *auditor) store(records []audit.Record) error {
	ctx := context.Background()
	st, err := a.s.statement(ctx, auditSQL)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(ctx, auditArguments(records)...)
	return err
}
