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
// it is back. A group costs little more than a request. One that is alone waits
// for nobody, nor do two; behind a group of more, the next one waits a moment for
// them to come again (grace).
type together[W any] struct {
	do func([]W) // does a group; what came of each stands in the request then

	mu       sync.Mutex
	underWay int
	waiting  []*seat[W]
	many     bool // three or more made up the last group
}

// seat is a request that waits. It is called once: with true to lead the next
// group, with false when its group is back.
type seat[W any] struct {
	request W
	called  chan bool
}

// groupsAtOnce leaves half of the processors to what is not reading.
var groupsAtOnce = max(1, runtime.NumCPU()/2)

// mostTogether bounds the requests of a group.
const mostTogether = 100

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

// setOut tells whether a request may lead a group at once; else it waits.
func (t *together[W]) setOut(s *seat[W]) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.underWay < groupsAtOnce {
		t.underWay++
		return true
	}
	t.waiting = append(t.waiting, s)
	return false
}

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
	defer t.back(group) // after a panic, too
	requests := make([]W, len(group))
	for i, s := range group {
		requests[i] = s.request
	}
	t.do(requests)
}

// gather takes all that wait, and those that come within a moment where they are
// many.
func (t *together[W]) gather(first *seat[W]) []*seat[W] {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.many {
		t.mu.Unlock()
		time.Sleep(grace)
		t.mu.Lock()
	}
	n := min(len(t.waiting), mostTogether-1)
	group := append([]*seat[W]{first}, t.waiting[:n]...)
	t.waiting = slices.Delete(t.waiting, 0, n)
	t.many = len(group) > 2
	return group
}

// back lets the requests of a group go on, and another one lead those that wait.
func (t *together[W]) back(group []*seat[W]) {
	for _, s := range group[1:] {
		s.called <- false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.underWay--
		return
	}
	t.waiting[0].called <- true
	t.waiting = slices.Delete(t.waiting, 0, 1)
}
