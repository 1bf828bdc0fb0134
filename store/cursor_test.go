package store

import (
	"context"
	"encoding/base64"
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// sealer is a store that can only seal cursors, with a clock to set.
func sealer(now *time.Time) *Store {
	s := &Store{opt: Options{Now: func() time.Time { return *now }, CursorLife: time.Hour}}
	key := []byte("of 32 bytes, as a real one has it")
	s.key.Store(&key)
	return s
}

var (
	anyText   = rapid.String()
	anyCursor = rapid.Custom(func(t *rapid.T) cursor {
		return cursor{Back: rapid.Bool().Draw(t, "back"), Begun: time.UnixMilli(rapid.Int64Range(0, 1<<42).Draw(t, "begun")).UTC(),
			Snapshot: anyText.Draw(t, "snapshot"), Keys: rapid.SliceOfN(rapid.Ptr(anyText, true), 1, 4).Draw(t, "keys")}
	})
)

func status(err error) int {
	var p *fhir.Problem
	if errors.As(err, &p) {
		return p.Status
	}
	return 0
}

// A cursor comes back as it was, for its owner alone, and not when one bit of
// it is another.
func TestCursorsAreSealed(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		c, owner := anyCursor.Draw(t, "cursor"), anyText.Draw(t, "owner")
		s := sealer(&c.Begun)
		text, err := s.seal(ctx, c, owner)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := s.unseal(ctx, text, owner); err != nil || !reflect.DeepEqual(back, c) {
			t.Fatalf("%+v came back as %+v (%v)", c, back, err)
		}
		if other := anyText.Draw(t, "other"); other != owner {
			if _, err := s.unseal(ctx, text, other); status(err) != 400 {
				t.Fatalf("another owner: %v", err)
			}
		}
		packed, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		packed[rapid.IntRange(0, len(packed)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := s.unseal(ctx, base64.RawURLEncoding.EncodeToString(packed), owner); status(err) != 400 {
			t.Fatalf("an altered cursor: %v", err)
		}
		cut := rapid.IntRange(0, len(text)-1).Draw(t, "cut")
		if _, err := s.unseal(ctx, text[:cut], owner); status(err) != 400 {
			t.Fatalf("a cursor cut short: %v", err)
		}
	})
}

func TestCursorsExpire(t *testing.T) {
	begun := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	now := begun
	s := sealer(&now)
	text, err := s.seal(context.Background(), cursor{Begun: begun}, "me")
	if err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]int{0: 0, time.Hour: 0, time.Hour + time.Millisecond: 410, 1000 * time.Hour: 410} {
		now = begun.Add(after)
		if _, err := s.unseal(context.Background(), text, "me"); status(err) != want {
			t.Errorf("after %s: %v", after, err)
		}
	}
}

// Every difference between two searches is one between their owners, but for
// those that do not matter to the order and choice of the matches.
func TestOwnersDiffer(t *testing.T) {
	agent := func(name string, kind fhir.AgentKind) access.Access {
		return access.Everything(fhir.Agent{Name: name, Kind: kind}, "")
	}
	base := func() *mapping.Query {
		return &mapping.Query{Type: "Patient", Terms: []mapping.Term{{Code: "name", Values: []string{"a", "b"}}}, Sort: []mapping.Sort{{Code: "_id"}}}
	}
	me := agent("me", fhir.Anonymous)
	seen := map[string]string{}
	add := func(what, owner string) {
		if other, known := seen[owner]; known {
			t.Errorf("%q and %q have the same cursors", what, other)
		}
		seen[owner] = what
	}
	add("the search", searchOf(me, base()))
	add("another name", searchOf(agent("you", fhir.Anonymous), base()))
	add("another kind", searchOf(agent("me", fhir.DatabaseUser), base()))
	for what, change := range map[string]func(*mapping.Query){
		"type":        func(q *mapping.Query) { q.Type = "Practitioner" },
		"value":       func(q *mapping.Query) { q.Terms[0].Values = []string{"a b"} },
		"values":      func(q *mapping.Query) { q.Terms[0].Values = []string{"a"} },
		"code":        func(q *mapping.Query) { q.Terms[0].Code = "given" },
		"modifier":    func(q *mapping.Query) { q.Terms[0].Modifier = "exact" },
		"two terms":   func(q *mapping.Query) { q.Terms = append(q.Terms, q.Terms[0]) },
		"no term":     func(q *mapping.Query) { q.Terms = nil },
		"sort":        func(q *mapping.Query) { q.Sort[0].Down = true },
		"no sort":     func(q *mapping.Query) { q.Sort = nil },
		"compartment": func(q *mapping.Query) { q.Within = fhir.Key{Type: "Patient", ID: "p"} },
		"include":     func(q *mapping.Query) { q.Also = [][2]string{{"_include", "Patient:organization"}} },
	} {
		q := base()
		change(q)
		add(what, searchOf(me, q))
	}
	same := base()
	same.Count, same.Total, same.Raw, same.Cursor = 7, "accurate", "raw", "cursor"
	if searchOf(me, same) != searchOf(me, base()) {
		t.Error("the number of matches on a page makes another search")
	}
	history := fhir.HistoryQuery{Type: "Patient"}
	add("history", historyOf(me, history))
	history.ID = "p"
	add("history of one", historyOf(me, history))
	history.Since = time.Now()
	add("history since", historyOf(me, history))
}
