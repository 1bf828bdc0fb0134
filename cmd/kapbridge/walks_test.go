package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var walksWanted = flag.Int("walks", 40, "walks through pages while others write")

// The patients of the walks: those who stay match all the time, whatever is
// written of them; those who come and go do not.
const (
	staying = 70
	passing = 30
)

// TestWalksWhileOthersWrite walks through the pages of searches while partners
// and the clinic create, update, delete and bring back what is searched for,
// and move it in the order. Who matches all the time is seen once, in each
// direction; nobody is seen twice.
func TestWalksWhileOthersWrite(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for n := range staying {
		c.put(patientAt(rand.New(rand.NewPCG(7, uint64(n))), fmt.Sprintf("stays%d", n), true))
	}
	ctx, stop := context.WithCancel(t.Context())
	var writers, walkers sync.WaitGroup
	var written atomic.Int64
	for n, write := range writersOfWalks {
		random := rand.New(rand.NewPCG(11, uint64(n)))
		writers.Go(func() {
			for ctx.Err() == nil {
				write(c, random)
				written.Add(1)
				time.Sleep(time.Duration(random.IntN(12)) * time.Millisecond)
			}
		})
	}
	go c.store.SweepForever(ctx, 50*time.Millisecond)
	var begun, pages atomic.Int64
	for n := range 3 {
		random := rand.New(rand.NewPCG(13, uint64(n)))
		walkers.Go(func() {
			for begun.Add(1) <= int64(*walksWanted) && !t.Failed() {
				w := &walker{c: c, query: walkQuery(random)}
				w.walk(1 + random.IntN(8))
				pages.Add(w.pages)
			}
		})
	}
	walkers.Wait()
	stop()
	writers.Wait()
	t.Logf("%d walks, %d pages, %d writes meanwhile", *walksWanted, pages.Load(), written.Load())
}

// A walk ends where more has changed than a page can place.
func TestWalksOverTooManyChanges(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	c.sql(`set kapbridge.adapter = on; insert into patient (id) select 'p' || n from generate_series(1, 5001) n;
		insert into fhir_resource (type, id, version, last_updated) select 'Patient', id, 1, now() from patient;
		insert into fhir_version (type, id, version, at, deed, body, sha256)
			select type, id, 1, last_updated, 'create', convert_to('{"resourceType":"Patient","id":"' || id || '"}', 'UTF8'), '' from fhir_resource`)
	next := link(c.get("Patient?_count=1000").tree(t), "next")
	c.sql(`update fhir_resource set last_updated = now() where id <> 'p1'`)
	if got := len(entries(t, c.get(next).tree(t))); got != 1000 {
		t.Errorf("%d matches after 5,000 changes", got)
	}
	c.sql(`update fhir_resource set last_updated = now() where id = 'p1'`)
	if a := c.want(410, c.ask("GET", next, nil)); !strings.Contains(string(a.body), "begin again") {
		t.Errorf("%s", a.body)
	}
}

// patientAt is a patient somewhere in every order.
func patientAt(random *rand.Rand, id string, active bool) string {
	birth, gender := "", ""
	if random.IntN(5) > 0 {
		birth = fmt.Sprintf(`,"birthDate":"19%d-0%d"`, 40+random.IntN(9), 1+random.IntN(3))
	}
	if random.IntN(4) > 0 {
		gender = fmt.Sprintf(`,"gender":"%s"`, []string{"male", "female", "other"}[random.IntN(3)])
	}
	return fmt.Sprintf(`{"resourceType":"Patient","id":"%s","active":%t%s%s,"name":[{"family":"F%d","given":["Ä%d"]}]}`,
		id, active, birth, gender, random.IntN(30), random.IntN(9))
}

func stays(random *rand.Rand) string  { return fmt.Sprint("stays", random.IntN(staying)) }
func passes(random *rand.Rand) string { return fmt.Sprint("passes", random.IntN(passing)) }

// writersOfWalks write at the same time. The clinic's transactions take their
// time, and some take back a part of what they did.
var writersOfWalks = []func(*clinic, *rand.Rand){
	func(c *clinic, random *rand.Rand) { c.mayPut(patientAt(random, stays(random), true)) },
	func(c *clinic, random *rand.Rand) { c.mayPut(patientAt(random, stays(random), true)) },
	func(c *clinic, random *rand.Rand) { c.mayPut(patientAt(random, passes(random), true)) },
	func(c *clinic, random *rand.Rand) { c.mayPut(patientAt(random, passes(random), false)) },
	func(c *clinic, random *rand.Rand) { c.may(c.ask("DELETE", "Patient/"+passes(random), nil)) },
	func(c *clinic, random *rand.Rand) {
		c.clinicEdits(random, `update patient set birth_date = '1940-01-01'::date + $2::integer, birth_date_until = null where id = $1`, stays(random), random.IntN(3000))
	},
	func(c *clinic, random *rand.Rand) {
		c.clinicEdits(random, `update patient_name set family = 'F' || $2::integer where patient_id = $1`, stays(random), random.IntN(30))
	},
	func(c *clinic, random *rand.Rand) {
		text := `insert into patient (id, active, gender) values ($1, $2::integer > 0, 'other') on conflict (id) do update set active = excluded.active`
		if random.IntN(2) == 0 {
			text = `delete from patient where id = $1 and $2::integer >= 0`
		}
		c.clinicEdits(random, text, passes(random), random.IntN(3))
	},
}

func (c *clinic) mayPut(resource string) {
	id := strings.Split(resource, `"`)[7]
	c.may(c.ask("PUT", "Patient/"+id, []byte(resource)))
}

// may accepts that a writer gave way to others.
func (c *clinic) may(a answer) {
	if a.StatusCode >= 400 && a.StatusCode != 503 {
		c.t.Errorf("%s: %s %s", a.Request.Method, a.Status, a.body)
	}
}

// clinicEdits does an edit between savepoints, one of which may be rolled back to,
// and leaves the transaction open for a while.
func (c *clinic) clinicEdits(random *rand.Rand, text string, args ...any) {
	tx, err := c.db.Beginx()
	if err != nil {
		c.t.Error(err)
		return
	}
	steps := []string{`savepoint a`, "", `savepoint b`, "", []string{`rollback to a`, `rollback to b`, `release b`}[random.IntN(3)]}
	for _, step := range steps {
		if step == "" {
			_, err = tx.Exec(text, args...)
		} else {
			_, err = tx.Exec(step)
		}
		if err != nil {
			c.t.Errorf("the clinic's edit: %v", errors.Join(err, tx.Rollback()))
			return
		}
		time.Sleep(time.Duration(random.IntN(3)) * time.Millisecond)
	}
	if err := tx.Commit(); err != nil {
		c.t.Errorf("the clinic's commit: %v", err)
	}
}

func walkQuery(random *rand.Rand) string {
	sorts := []string{"", "_sort=name&", "_sort=-family,given&", "_sort=_lastUpdated&", "_sort=-_lastUpdated&", "_sort=birthdate&", "_sort=-birthdate&", "_sort=-gender,birthdate&", "_sort=gender,-_lastUpdated&", "_sort=-_id&"}
	return fmt.Sprintf("Patient?active=true&%s_count=%d", sorts[random.IntN(len(sorts))], 3+random.IntN(12))
}

// walker goes through one search.
type walker struct {
	c     *clinic
	query string
	pages int64
}

// walk goes some pages forth and back again, then from the first page to the last.
func (w *walker) walk(some int) {
	first := w.page(w.query)
	forth := w.follow([]walkedPage{first}, some, func(p walkedPage) string { return p.next })
	if last := len(forth) - 1; forth[last].previous != "" {
		back := w.follow(forth[last:], staying, func(p walkedPage) string { return p.previous })
		w.same("back from page %d", idsOf(back[1:]), idsOf(forth[:last]), last+1)
	}
	all := idsOf(w.follow([]walkedPage{first}, staying+passing, func(p walkedPage) string { return p.next }))
	for i, id := range all {
		if slices.Contains(all[:i], id) {
			w.c.t.Errorf("%s: %s is seen twice", w.query, id)
		}
	}
	var everybody []string
	for n := range staying {
		everybody = append(everybody, fmt.Sprint("Patient/stays", n))
	}
	w.same("from the first page on", all, everybody)
}

type walkedPage struct {
	ids            []string
	next, previous string
}

func (w *walker) page(query string) walkedPage {
	tree := w.c.get(query).tree(w.c.t)
	w.pages++
	return walkedPage{entries(w.c.t, tree), link(tree, "next"), link(tree, "previous")}
}

// follow follows links from the last of the pages, so many at most.
func (w *walker) follow(pages []walkedPage, most int, link func(walkedPage) string) []walkedPage {
	pages = slices.Clone(pages)
	for range most {
		next := link(pages[len(pages)-1])
		if next == "" {
			return pages
		}
		pages = append(pages, w.page(next))
	}
	return pages
}

func idsOf(pages []walkedPage) (ids []string) {
	for _, p := range pages {
		ids = append(ids, p.ids...)
	}
	return ids
}

// same compares those who stay.
func (w *walker) same(where string, got, want []string, args ...any) {
	passes := func(id string) bool { return !strings.HasPrefix(id, "Patient/stays") }
	got, want = slices.DeleteFunc(slices.Sorted(slices.Values(got)), passes), slices.DeleteFunc(slices.Sorted(slices.Values(want)), passes)
	if !slices.Equal(got, want) {
		w.c.t.Errorf("%s, %s: missed %v, too much %v", w.query, fmt.Sprintf(where, args...), without(want, got), without(got, want))
	}
}
