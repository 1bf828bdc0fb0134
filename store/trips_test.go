package store_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
	"kapbridge/store"
)

// wire counts round trips: every change from writing to reading.
type wire struct{ trips atomic.Int64 }

func (w *wire) Dial(network, address string) (net.Conn, error) {
	c, err := net.Dial(network, address)
	return &watched{Conn: c, wire: w}, err
}

func (w *wire) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	c, err := net.DialTimeout(network, address, timeout)
	return &watched{Conn: c, wire: w}, err
}

type watched struct {
	net.Conn
	wire    *wire
	written atomic.Bool
}

func (c *watched) Write(b []byte) (int, error) {
	c.written.Store(true)
	return c.Conn.Write(b)
}

func (c *watched) Read(b []byte) (int, error) {
	if c.written.Swap(false) {
		c.wire.trips.Add(1)
	}
	return c.Conn.Read(b)
}

var reader = access.Everything(fhir.Agent{Name: "anonymous", Kind: fhir.Anonymous}, "request-1")

func openStore(t testing.TB, db *sqlx.DB) *store.Store {
	s := store.Open(db, store.Options{Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	t.Cleanup(s.Close)
	return s
}

func tree(t testing.TB, text string) *fhir.Tree {
	t.Helper()
	r, err := fhir.DecodeResource([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRoundTrips counts what one request asks of the database once its
// statements are prepared. The audit records of a search add their share of one
// insert.
func TestRoundTrips(t *testing.T) {
	w := &wire{}
	db, err := store.ConnectThrough(pgtest.URL(t), "kap", w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // so that everything is prepared on the one connection
	s := openStore(t, db)
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	update := func(text string) error {
		_, _, err := s.Update(ctx, reader, tree(t, text), fhir.Precondition{})
		return err
	}
	must(update(`{"resourceType":"Patient","id":"p1","name":[{"family":"Ash"}]}`))
	const group = 1 // insert of audit records
	episode := `{"resourceType":"EpisodeOfCare","status":"active","patient":{"reference":"Patient/p1"},"type":[{"text":"KAP"}]}`
	create := func() error { _, err := s.Create(ctx, reader, tree(t, episode)); return err }
	turn := func(t *fhir.Tree) (*fhir.Tree, error) {
		return t.With("active", fhir.Boolean(!t.Get("active").Equal(fhir.Boolean(true)))), nil
	}
	patch := func() error {
		_, err := s.Write(ctx, reader, &mapping.Transaction{Writes: []mapping.Write{{Do: mapping.Patch, Key: fhir.Key{Type: "Patient", ID: "p1"}, Change: turn}}})
		return err
	}
	read := func() error { _, err := s.Read(ctx, reader, fhir.Key{Type: "Patient", ID: "p1"}); return err }
	page := func() error {
		q, err := mapping.ParseQuery("EpisodeOfCare", mapping.EpisodeOfCare, url.Values{"patient": {"p1"}, "_count": {"50"}}, "patient=p1", false)
		if err != nil {
			return err
		}
		found, err := s.Search(ctx, reader, q)
		if err == nil && len(found.Versions) != 50 {
			return fmt.Errorf("%d matches on the page", len(found.Versions))
		}
		return err
	}
	family := "A"
	other := func() error {
		family += "a"
		return update(`{"resourceType":"Patient","id":"p1","name":[{"family":"` + family + `"}]}`)
	}
	for range 60 {
		must(create())
	}
	first, err := s.Search(ctx, reader, episodes(t, ""))
	must(err)
	behind := func() error { _, err := s.Search(ctx, reader, episodes(t, first.Next)); return err }
	for _, c := range []struct {
		name string
		do   func() error
		want int64
	}{
		{"read", read, 1},       // its record goes with it
		{"page of 50", page, 1}, // its record goes with it, too
		{"page behind", behind, 1 + group},
		{"create", create, 4}, // begin, prelude, write, commit
		{"update", other, 5},  // and the rows that are there
		{"the same again", func() error { return update(`{"resourceType":"Patient","id":"p2","name":[{"family":"Asher"}]}`) }, 4}, // only its record is written
		{"patch", patch, 5}, // as an update, for it brings no references
	} {
		must(c.do()) // prepares
		before := w.trips.Load()
		must(c.do())
		if got := w.trips.Load() - before; got != c.want {
			t.Errorf("%s: %d round trips, not %d", c.name, got, c.want)
		}
	}
}

// episodes is a search by pages of 20.
func episodes(t *testing.T, cursor string) *mapping.Query {
	t.Helper()
	q, err := mapping.ParseQuery("EpisodeOfCare", mapping.EpisodeOfCare, url.Values{"status": {"active"}, "_sort": {"-date"}, "_count": {"20"}, "_cursor": {cursor}}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	return q
}
