package store_test

import (
	"fmt"
	"testing"

	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
	"kapbridge/store"
)

// TestTripsOfTransactions counts what a transaction asks of the database once its
// statements are prepared: a few round trips for each type, whatever its size.
func TestTripsOfTransactions(t *testing.T) {
	w := &wire{}
	db, err := store.ConnectThrough(pgtest.URL(t), "kap", w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // so that everything is prepared on the one connection
	s := openStore(t, db)
	round := 0
	write := func(writes ...mapping.Write) {
		t.Helper()
		if _, err := s.Write(t.Context(), reader, &mapping.Transaction{Writes: writes}); err != nil {
			t.Fatal(err)
		}
	}
	create := func(typeName, text string, n int) (writes []mapping.Write) {
		for i := range n {
			writes = append(writes, mapping.Write{Do: mapping.Create, Key: fhir.Key{Type: typeName}, URL: fmt.Sprintf("urn:%s:%d", typeName, i), Resource: tree(t, text)})
		}
		return writes
	}
	observations := func(n int) []mapping.Write {
		return create("Observation", `{"resourceType":"Observation","status":"final","code":{"text":"pulse"},"subject":{"reference":"urn:Patient:0"},
			"component":[{"code":{"text":"a"},"valueInteger":1},{"code":{"text":"b"},"valueInteger":2}]}`, n)
	}
	patients := func(n int) []mapping.Write {
		return create("Patient", `{"resourceType":"Patient","name":[{"family":"Ash"}]}`, n)
	}
	updates := func(n int) (writes []mapping.Write) {
		for i := range n {
			id := fmt.Sprintf("u%d", i)
			writes = append(writes, mapping.Write{Do: mapping.Update, Key: fhir.Key{Type: "Patient", ID: id},
				Resource: tree(t, fmt.Sprintf(`{"resourceType":"Patient","id":%q,"name":[{"family":"Ash %d"}]}`, id, round))})
		}
		return writes
	}
	deletes := func(n int) (writes []mapping.Write) {
		for i := range n {
			writes = append(writes, mapping.Write{Do: mapping.Delete, Key: fhir.Key{Type: "Patient", ID: fmt.Sprintf("u%d", i)}})
		}
		return writes
	}
	for _, c := range []struct {
		name   string
		writes func() []mapping.Write
		most   int64
	}{
		{"one create", func() []mapping.Write { return patients(1) }, 4}, // begin, prelude, write, commit
		{"50 creates of a type", func() []mapping.Write { return patients(50) }, 4},
		{"50 creates of two types", func() []mapping.Write { return append(observations(40), patients(10)...) }, 6}, // a statement for each type, and one that lets them refer in circles
		{"500 creates of two types", func() []mapping.Write { return append(observations(400), patients(100)...) }, 6},
		{"50 updates of a type", func() []mapping.Write { return updates(50) }, 5}, // and the rows that are there
		{"50 deletes of a type", func() []mapping.Write { return deletes(50) }, 4},
	} {
		var trips int64
		for range 3 { // the first prepares, and makes what is updated
			round++
			if c.name == "50 deletes of a type" {
				write(updates(50)...)
			}
			writes, before := c.writes(), w.trips.Load()
			write(writes...)
			trips = w.trips.Load() - before
		}
		if trips > c.most {
			t.Errorf("%s: %d round trips, want %d at most", c.name, trips, c.most)
		}
	}
}
