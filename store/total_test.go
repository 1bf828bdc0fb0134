package store_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
	"kapbridge/store"
)

// TestTotals counts matches, and the round trips that counting adds: none where
// the page shows them all, one for a count, one more for an estimate of many.
func TestTotals(t *testing.T) {
	w := &wire{}
	db, err := store.ConnectThrough(pgtest.URL(t), "kap", w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	s := openStore(t, db)
	ctx := context.Background()
	for _, patient := range []string{"p1", "p2"} {
		if _, _, err := s.Update(ctx, reader, tree(t, `{"resourceType":"Patient","id":"`+patient+`"}`), fhir.Precondition{}); err != nil {
			t.Fatal(err)
		}
	}
	// Rows alone, as the clinic writes them: each is a resource.
	if _, err := db.Exec(`insert into episode (id, status, patient_id) select 'e' || n, 'active', case when n <= 30 then 'p1' else 'p2' end
		from generate_series(1, 1500) n; analyze`); err != nil {
		t.Fatal(err)
	}
	search := func(query string) (*int64, int64) {
		t.Helper()
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		q, err := mapping.ParseQuery("EpisodeOfCare", mapping.EpisodeOfCare, values, query, false)
		if err != nil {
			t.Fatal(err)
		}
		q.ChooseTotal()
		var page fhir.Page
		before := w.trips.Load()
		if page, err = s.Search(ctx, reader, q); err != nil {
			t.Fatal(err)
		}
		return page.Total, w.trips.Load() - before
	}
	for _, c := range []struct {
		query string
		least int64 // 0 for no total
		most  int64
		trips int64
	}{
		{"_count=5", 0, 0, 1},
		{"status=active&_count=5", 0, 0, 1},
		{"patient=p1&_count=50", 30, 30, 1},
		{"patient=p1&_count=5", 30, 30, 2},
		{"patient=Patient/p1&_count=5", 30, 30, 2},
		{"patient=p1&_count=5&_total=none", 0, 0, 1},
		{"patient=p1,p2&_count=5", 0, 0, 1},
		{"patient:missing=false&_count=5", 0, 0, 3}, // and a look whether cards are as old as the edits
		{"patient=p1&_count=5&_total=estimate", 30, 30, 2},
		{"_count=0", 1500, 1500, 3},
		{"_count=5&_total=accurate", 1500, 1500, 2},
		{"_count=5&_total=estimate", 1001, 5000, 3},
		{"_count=0&_total=estimate", 1001, 5000, 4},
	} {
		search(c.query) // settles, and prepares
		total, trips := search(c.query)
		if trips != c.trips {
			t.Errorf("%s: %d round trips, not %d", c.query, trips, c.trips)
		}
		switch {
		case c.least == 0 && total != nil:
			t.Errorf("%s: total %d", c.query, *total)
		case c.least > 0 && (total == nil || *total < c.least || *total > c.most):
			t.Errorf("%s: total %s, not %d to %d", c.query, shown(total), c.least, c.most)
		}
	}
}

func shown(n *int64) string {
	if n == nil {
		return "none"
	}
	return fmt.Sprint(*n)
}
