package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
)

// bench is a store whose groups are put together by hand.
type bench struct {
	*testing.T
	s  *Store
	db *sqlx.DB
	w  *writer
}

func newBench(t *testing.T) *bench {
	db := pgtest.New(t)
	s := Open(db, Options{Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(s.Close)
	return &bench{t, s, db, s.writer}
}

func (b *bench) write(do mapping.Do, text string, expect fhir.Precondition) *transaction {
	b.Helper()
	r, err := fhir.DecodeResource([]byte(text))
	if err != nil {
		b.Fatal(err)
	}
	w := mapping.Write{Do: do, Resource: r, Expect: expect, Key: fhir.Key{Type: r.Get("resourceType").Text}}
	if do == mapping.Update {
		w.Key.ID = r.Get("id").Text
	}
	a := access.Everything(fhir.Agent{Name: "anonymous", Kind: fhir.Anonymous}, "")
	return &transaction{s: b.s, a: a, Transaction: &mapping.Transaction{Writes: []mapping.Write{w}}}
}

func (b *bench) patient(id string) *transaction {
	return b.write(mapping.Update, fmt.Sprintf(`{"resourceType":"Patient","id":%q,"name":[{"family":%q}]}`, id, uuid.NewString()), fhir.Precondition{})
}

// together carries the writes out as one group, again while statements have to
// be prepared for it, and gives what each is told.
func (b *bench) together(all ...*transaction) []error {
	b.Helper()
	for {
		waits := make([]*writeWait, len(all))
		for i, x := range all {
			if err := x.arrange(); err != nil || !x.joins() {
				b.Fatal(err, x.joins())
			}
			waits[i] = &writeWait{b.Context(), x, errAlone}
		}
		prepared := count(b)
		b.w.store(waits)
		told := make([]error, len(all))
		for i, w := range waits {
			told[i] = w.err
		}
		if count(b) == prepared {
			return told
		}
	}
}

func count(b *bench) (n int) {
	b.s.prepared.Range(func(any, any) bool { n++; return true })
	return n
}

func (b *bench) number(query string, args ...any) (n int) {
	b.Helper()
	if err := b.db.Get(&n, query, args...); err != nil {
		b.Fatal(err)
	}
	return n
}

// TestGroupOfWrites lets writes of several kinds share a transaction of the
// database: those that are refused are told why, the others are stored.
func TestGroupOfWrites(t *testing.T) {
	b := newBench(t)
	b.together(b.patient("p1"), b.patient("p2"))
	wrong := b.write(mapping.Update, `{"resourceType":"Patient","id":"p2"}`, fhir.Precondition{Version: 7})
	lost := b.write(mapping.Create, `{"resourceType":"EpisodeOfCare","status":"active","patient":{"reference":"Patient/nobody"}}`, fhir.Precondition{})
	episode := b.write(mapping.Create, `{"resourceType":"EpisodeOfCare","status":"active","patient":{"reference":"Patient/p2"}}`, fhir.Precondition{})
	told := b.together(b.patient("p1"), wrong, episode, lost, b.patient("p3"))
	for i, status := range []int{0, 412, 0, 422, 0} {
		var p *fhir.Problem
		if errors.As(told[i], &p); (status == 0) != (told[i] == nil) || p != nil && (p.Status != status || p.Entry != 1) {
			t.Errorf("write %d: %v, want status %d", i, told[i], status)
		}
	}
	if n := b.number(`select count(distinct xmin::text) from fhir_version where id in ('p3', $1) or id = 'p1' and version = 2`, episode.jobs[0].key.ID); n != 1 {
		t.Errorf("the group is %d transactions", n)
	}
	if n := b.number(`select count(*) from fhir_version where id in ('p2', $1) and version > 1 or id = $1`, lost.jobs[0].key.ID); n != 0 {
		t.Errorf("%d versions of what was refused are here", n)
	}
	if n := b.number(`select count(*) from fhir_version v where not exists (select from fhir_audit a where a.entity_type = v.type and a.entity_id = v.id and a.entity_version = v.version)`); n != 0 {
		t.Errorf("%d versions without a record", n)
	}
}

// TestGroupThatFails has a member that the clinic's own rule refuses, one whose
// resource the clinic holds, and one that panics: nothing of the group is stored,
// and each member goes by itself.
func TestGroupThatFails(t *testing.T) {
	b := newBench(t)
	b.together(b.patient("held"))
	b.db.MustExec(`alter table patient add check (id <> 'bad')`)
	editor := b.db.MustBegin()
	defer editor.Rollback()
	editor.MustExec(`update patient set birth_date = '1980-01-01' where id = 'held'`)
	ids := b.s.opt.NewID
	for _, c := range []struct {
		odd   string
		newID func() string
	}{{"bad", ids}, {"held", ids}, {"p4", func() string { panic("no ids") }}} {
		b.s.opt.NewID = c.newID
		for i, err := range b.together(b.patient("p2"), b.patient(c.odd), b.patient("p3")) {
			if !errors.Is(err, errAlone) {
				t.Errorf("%s: write %d: %v", c.odd, i, err)
			}
		}
	}
	b.s.opt.NewID = ids
	if n := b.number(`select count(*) from fhir_version where id <> 'held'`); n != 0 {
		t.Errorf("%d versions are here", n)
	}
	var all sync.WaitGroup
	for _, id := range []string{"p2", "bad", "p3"} { // while the clinic still holds the other one
		all.Go(func() {
			x := b.patient(id)
			if _, err := b.s.Write(t.Context(), x.a, x.Transaction); (err == nil) != (id != "bad") {
				t.Errorf("%s: %v", id, err)
			}
		})
	}
	all.Wait()
}

// TestGroupTakesAResourceOnce leaves out who writes what another member writes,
// and who went away.
func TestGroupTakesAResourceOnce(t *testing.T) {
	b := newBench(t)
	b.together(b.patient("p1"))
	told := b.together(b.patient("p1"), b.patient("p1"))
	if told[0] != nil || !errors.Is(told[1], errAlone) {
		t.Errorf("two of one resource: %v", told)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	wait := &writeWait{gone, b.patient("p2"), errAlone}
	if all, _ := admit([]*writeWait{wait}); len(all) > 0 || !errors.Is(wait.err, context.Canceled) {
		t.Errorf("who went away is one of %d", len(all))
	}
}
