package store_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
	"kapbridge/store"
)

// TestReceiptsAreKeptForADay repeats a create with its key before and after a
// day, and with another digest.
func TestReceiptsAreKeptForADay(t *testing.T) {
	db := pgtest.New(t)
	now := time.Now()
	s := store.Open(db, store.Options{Now: func() time.Time { return now }, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Log: slog.New(slog.DiscardHandler)})
	defer s.Close()
	create := func(digest string) (fhir.Version, bool, error) {
		r := &mapping.Receipt{Key: "k", Digest: digest}
		done, err := s.Write(t.Context(), reader, &mapping.Transaction{Receipt: r, Writes: []mapping.Write{
			{Do: mapping.Create, Key: fhir.Key{Type: "Patient"}, Resource: tree(t, `{"resourceType":"Patient"}`)}}})
		if err != nil {
			return fhir.Version{}, false, err
		}
		return done[0].Version, r.Replayed, nil
	}
	first, replayed, err := create("a")
	if err != nil || replayed {
		t.Fatalf("the first time: %v, %v", replayed, err)
	}
	now = now.Add(24*time.Hour - time.Second)
	again, replayed, err := create("a")
	if err != nil || !replayed || again.Key != first.Key || again.Number != 1 || string(again.Body) != string(first.Body) {
		t.Errorf("within a day: %+v, %v, %v", again, replayed, err)
	}
	var p *fhir.Problem
	if _, _, err := create("b"); !errors.As(err, &p) || p.Status != 422 {
		t.Errorf("another request with the key: %v", err)
	}
	now = now.Add(2 * time.Second)
	later, replayed, err := create("b")
	if err != nil || replayed || later.Key == first.Key {
		t.Errorf("after a day: %+v, %v, %v", later, replayed, err)
	}
	var patients int
	if err := db.Get(&patients, `select count(*) from patient`); err != nil || patients != 2 {
		t.Errorf("%d patients were made, %v", patients, err)
	}
}
