package store

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"
)

// together lets requests that ask the database for the same kind of thing do it
// in groups: one goes at once, those that come meanwhile wait and go as one when
// it is back. A group costs little more than a request.
//
// Where a group comes back and others wait, or several made it up, the next one
// gives those who have their answers a moment to ask again. Otherwise clients of
// one pace fall into two halves that take turns, and all is paid for twice. One
// that is alone waits for nobody.
type together[W any] struct {
	do     func([]W)   // does a group; what came of each stands in the request then
	most   int         // what a group may come to
	size   func(W) int // what a request counts for
	atOnce int         // groups
	now    func() time.Time

	mu       sync.Mutex
	underWay int
	waiting  []*seat[W]
	expected int           // requests that may make up the next group, if all come again
	until    time.Time     // when it sets out without them
	enough   chan struct{} // closed when they are there; nil while no group is gathered
}

// newTogether lets requests go in groups of so many at most.
func newTogether[W any](now func() time.Time, most int, do func([]W)) *together[W] {
	return &together[W]{do: do, most: most, size: func(W) int { return 1 }, atOnce: groupsAtOnce, now: now}
}

// seat is a request that waits. It is called once: with true to lead the next
// group, with false when its group is back.
type seat[W any] struct {
	request W
	called  chan bool
}

// groupsAtOnce leaves half of the processors to what is not in a group.
var groupsAtOnce = max(1, runtime.NumCPU()/2)

// mostTogether bounds the reads, or the searches, of a group.
const mostTogether = 100

// How long a group waits for those of the last one: twice the time that it took,
// for their next requests have to be read and checked as the ones before, within
// these bounds.
const (
	leastGrace = time.Millisecond
	mostGrace  = 20 * time.Millisecond
)

// join does a request within a group. It is false when the context ended before
// its turn came, and then the request was not done.
func (t *together[W]) join(ctx context.Context, request W) bool {
	s := &seat[W]{request, make(chan bool, 1)}
	if t.setOut(s) {
		t.lead(s)
		return true
	}
	leads := false
	select {
	case leads = <-s.called:
	case <-ctx.Done():
		if t.leave(s) {
			return false
		}
		leads = <-s.called
	}
	if leads {
		t.lead(s)
	}
	return true
}

// setOut tells whether a request may lead a group at once; else it waits, for the
// one that is gathered or the next.
func (t *together[W]) setOut(s *seat[W]) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.underWay < t.atOnce && t.enough == nil {
		t.underWay++
		return true
	}
	t.waiting = append(t.waiting, s)
	if t.enough != nil && t.complete() {
		close(t.enough)
		t.enough = nil
	}
	return false
}

// complete tells, of a group that is gathered, whether all are there that may come.
func (t *together[W]) complete() bool { return 1+len(t.waiting) >= t.expected }

// leave takes a request back, unless it was called.
func (t *together[W]) leave(s *seat[W]) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.Index(t.waiting, s)
	if i >= 0 {
		t.waiting = slices.Delete(t.waiting, i, i+1)
	}
	return i >= 0
}

// lead does a group of this request and all that wait.
func (t *together[W]) lead(first *seat[W]) {
	group := t.gather(first)
	defer t.back(group, t.now()) // after a panic, too
	requests := make([]W, len(group))
	for i, s := range group {
		requests[i] = s.request
	}
	t.do(requests)
}

// gather takes all that wait, when those that may come again are there or late.
func (t *together[W]) gather(first *seat[W]) []*seat[W] {
	t.mu.Lock()
	defer t.mu.Unlock()
	if grace := t.until.Sub(t.now()); grace > 0 && !t.complete() {
		t.await(grace)
	}
	n, size := 0, t.size(first.request)
	for ; n < len(t.waiting); n++ {
		if size += t.size(t.waiting[n].request); size > t.most {
			break
		}
	}
	group := append([]*seat[W]{first}, t.waiting[:n]...)
	t.waiting = slices.Delete(t.waiting, 0, n)
	return group
}

// await lets others in until the group is complete, or the time is over.
func (t *together[W]) await(grace time.Duration) {
	enough := make(chan struct{})
	t.enough = enough
	t.mu.Unlock()
	late := time.NewTimer(grace)
	select {
	case <-enough:
	case <-late.C:
	}
	late.Stop()
	t.mu.Lock()
	t.enough = nil
}

// back lets the requests of a group go on, and another one lead those that wait.
func (t *together[W]) back(group []*seat[W], began time.Time) {
	for _, s := range group[1:] {
		s.called <- false
	}
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expected = len(group) + len(t.waiting)
	t.until = now.Add(min(max(leastGrace, 2*now.Sub(began)), mostGrace))
	if len(t.waiting) == 0 || t.enough != nil {
		t.underWay--
		return
	}
	t.waiting[0].called <- true
	t.waiting = slices.Delete(t.waiting, 0, 1)
}
