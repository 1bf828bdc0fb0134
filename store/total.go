package store

import (
	"context"
	"encoding/json"
	"fmt"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// mostCounted is how many matches an estimate counts one by one before it asks
// PostgreSQL's planner.
const mostCounted = 1000

// counts tells whether a search asks for the total of its matches.
func counts(q *mapping.Query) bool { return q.Total == "accurate" || q.Total == "estimate" }

// total counts what a search finds (http://hl7.org/fhir/R4/search.html#total).
// from is the statement behind "select ...", without the place of the page. A
// first page on which all matches have room has counted them already.
func (s *Store) total(ctx context.Context, q *mapping.Query, page *fhir.Page, from string, args []any) (*int64, error) {
	switch {
	case q.Cursor == "" && page.Next == "" && q.Count > 0:
		n := int64(len(page.Versions))
		return &n, nil
	case q.Total == "accurate":
		return s.count(ctx, "select count(*) "+from, args...)
	}
	n, err := s.count(ctx, fmt.Sprintf("select count(*) from (select 1 %s limit %d) matches", from, mostCounted+1), args...)
	if err != nil || *n <= mostCounted {
		return n, err
	}
	guess, err := s.guess(ctx, "select 1 "+from, args)
	guess = max(guess, *n)
	return &guess, err
}

// guess is how many rows PostgreSQL's planner expects of a statement.
func (s *Store) guess(ctx context.Context, text string, args []any) (int64, error) {
	found, err := s.ask(ctx, "explain (format json) "+text, args...)
	if err != nil {
		return 0, err
	}
	defer found.Close()
	var plan []byte
	for found.Next() {
		if err := found.Scan(&plan); err != nil {
			return 0, err
		}
	}
	if err := found.Err(); err != nil {
		return 0, err
	}
	var explained []struct {
		Plan struct {
			Rows float64 `json:"Plan Rows"`
		}
	}
	if err := json.Unmarshal(plan, &explained); err != nil || len(explained) != 1 {
		return 0, fmt.Errorf("a plan of another form, %d statements: %w", len(explained), err)
	}
	return int64(explained[0].Plan.Rows), nil
}
