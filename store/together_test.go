package store

import (
	"context"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestTogether lets many join at once: each request is done once, or never when
// its context had ended first, no group is too large, and no more are under way
// than may be.
func TestTogether(t *testing.T) {
	for _, atOnce := range []int{1, 2, 5} {
		t.Run(strconv.Itoa(atOnce), func(t *testing.T) { joinMany(t, atOnce) })
	}
}

func joinMany(t *testing.T, atOnce int) {
	var mu sync.Mutex
	underWay, most, done := 0, 0, map[int]int{}
	size := func(n int) int { return 1 + n%7 }
	g := newTogether(time.Now, 50, func(group []int) {
		mu.Lock()
		underWay++
		most = max(most, underWay)
		all := 0
		for _, n := range group {
			done[n]++
			all += size(n)
		}
		mu.Unlock()
		if all > 50 {
			t.Errorf("a group of %d", all)
		}
		time.Sleep(time.Duration(group[0]%3) * 50 * time.Microsecond)
		mu.Lock()
		underWay--
		mu.Unlock()
	})
	g.size, g.atOnce = size, atOnce
	ended, end := context.WithCancel(t.Context())
	end()
	const requests = 2000
	var joined [requests]bool
	var running sync.WaitGroup
	for n := range requests {
		running.Go(func() {
			ctx := t.Context()
			if n%3 == 0 {
				ctx = ended
			}
			joined[n] = g.join(ctx, n)
		})
	}
	running.Wait()
	for n, was := range joined {
		if want := map[bool]int{true: 1}[was]; done[n] != want {
			t.Errorf("request %d, joined %t, was done %d times", n, was, done[n])
		}
		if !was && n%3 != 0 {
			t.Errorf("request %d did not join, though its context had not ended", n)
		}
	}
	if most > atOnce {
		t.Errorf("%d groups were under way at once", most)
	}
}

// TestOthersGoAsOne holds the first groups up until the others wait.
func TestOthersGoAsOne(t *testing.T) {
	set, free := make(chan bool), make(chan bool)
	var mu sync.Mutex
	var sizes []int
	g := newTogether(time.Now, mostTogether, func(group []int) {
		if group[0] < 0 {
			set <- true
			<-free
			return
		}
		mu.Lock()
		defer mu.Unlock()
		sizes = append(sizes, len(group))
	})
	var running sync.WaitGroup
	for n := range groupsAtOnce {
		running.Go(func() { g.join(t.Context(), -1-n) })
		<-set
	}
	for n := range 5 {
		running.Go(func() { g.join(t.Context(), n) })
	}
	for {
		g.mu.Lock()
		waiting := len(g.waiting)
		g.mu.Unlock()
		if runtime.Gosched(); waiting == 5 {
			break
		}
	}
	close(free)
	running.Wait()
	total := 0
	for _, n := range sizes {
		total += n
	}
	if total != 5 || len(sizes) > groupsAtOnce || slices.Max(sizes) < 5/groupsAtOnce {
		t.Errorf("five that waited went in groups of %d", sizes)
	}
}

// TestAfterAPanic holds that a group which panics leaves the way free.
func TestAfterAPanic(t *testing.T) {
	did := 0
	g := newTogether(time.Now, mostTogether, func(group []bool) {
		if group[0] {
			panic("as asked")
		}
		did++
	})
	for range groupsAtOnce + 1 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic did not reach who led")
				}
			}()
			g.join(t.Context(), true)
		}()
	}
	if g.join(t.Context(), false); did != 1 {
		t.Errorf("the next request was done %d times", did)
	}
}

// pace lets clients ask again and again: each time is served in groups that take
// a while, and thinks a while. It returns the sizes of the groups and the time
// that all took.
func pace(clients, times int, serve, think time.Duration) (sizes []int, took time.Duration) {
	var mu sync.Mutex
	g := newTogether(time.Now, mostTogether, func(group []int) {
		mu.Lock()
		sizes = append(sizes, len(group))
		mu.Unlock()
		time.Sleep(serve)
	})
	began := time.Now()
	var running sync.WaitGroup
	for n := range clients {
		running.Go(func() {
			time.Sleep(time.Duration(n) * serve / 10) // they do not begin together
			for range times {
				g.join(context.Background(), n)
				time.Sleep(think)
			}
		})
	}
	running.Wait()
	return sizes, time.Since(began)
}

// TestClientsOfOnePace holds that clients which ask again as soon as they are
// answered become one group, and do not take turns in two.
func TestClientsOfOnePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sizes, _ := pace(8, 50, 5*time.Millisecond, 2*time.Millisecond)
		// The last ones are made up of those that are not through yet.
		if steady := sizes[len(sizes)/4 : len(sizes)*3/4]; slices.Min(steady) < 8/groupsAtOnce {
			t.Errorf("groups of %d", steady)
		}
	})
}

// TestWhoIsAloneDoesNotWait, nor do those wait long who ask in vain for others.
func TestWhoIsAloneDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if _, took := pace(1, 50, 5*time.Millisecond, 2*time.Millisecond); took != 50*7*time.Millisecond {
			t.Errorf("one client took %s for 50 times 7ms", took)
		}
		if _, took := pace(2, 1, 5*time.Millisecond, 0); took > 10*time.Millisecond+2*5*time.Millisecond {
			t.Errorf("two that never come again took %s", took)
		}
	})
}
