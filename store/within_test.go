package store

import (
	"errors"
	"io"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
)

// TestOutcomeOfLostCommits asks what became of transactions by what they left: a
// number that PostgreSQL gave away again after a crash proves nothing.
func TestOutcomeOfLostCommits(t *testing.T) {
	db := pgtest.New(t)
	s := Open(db, Options{Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Log: slog.New(slog.DiscardHandler)})
	defer s.Close()
	committed, aborted := "", ""
	if err := db.Get(&committed, `select pg_current_xact_id()::text`); err != nil {
		t.Fatal(err)
	}
	tx := db.MustBegin()
	if err := tx.Get(&aborted, `select pg_current_xact_id()::text`); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	n, err := strconv.ParseInt(aborted, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	r := s.record(access.Everything(fhir.Agent{Name: "a", Kind: fhir.Anonymous}, ""), audit.Create, fhir.Key{Type: "Patient", ID: "p"}, 1, "")
	if err := s.auditor.keep(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		left   trace
		stored bool
	}{
		"committed":                       {trace{committed, r.ID}, true},
		"committed, by another":           {trace{committed, "none"}, false},
		"aborted":                         {trace{aborted, "none"}, false},
		"not given yet":                   {trace{strconv.FormatInt(n+1_000_000, 10), "none"}, false},
		"committed, without a record":     {trace{committed, ""}, true},
		"aborted, without a record":       {trace{aborted, ""}, false},
		"not given yet, without a record": {trace{strconv.FormatInt(n+1_000_000, 10), ""}, false},
	} {
		err := s.outcome(c.left, io.EOF)
		if c.stored && err != nil || !c.stored && (!errors.Is(err, errRaced) || !temporary(err)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
