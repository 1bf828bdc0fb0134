package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
	"kapbridge/mapping"
)

// criteria lists what the transaction has to search for: what its conditional
// writes are about, and its conditional references.
func (x *transaction) criteria() []*mapping.Query {
	var all []*mapping.Query
	for _, w := range x.Writes {
		if w.Where != nil {
			all = append(all, w.Where)
		}
	}
	for _, q := range x.Named {
		all = append(all, q)
	}
	return all
}

// claimSQL sets the marks and takes the criteria of conditional writes, in
// order, for this transaction alone, on all servers of the database.
const claimSQL = `with mark as materialized (select ` + marks + ` as set)
 select mark.set, pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || u.criteria, 0))
 from mark cross join unnest($1::text[]) u (criteria)`

// find looks for what the criteria match. Of several transactions that write by
// the same criteria at once one goes on, the others wait here and then find what
// it made (docs/decisions/0018).
func (x *transaction) find(ctx context.Context, tx *sqlx.Tx) error {
	x.found = map[*mapping.Query][]string{}
	all := x.criteria()
	if len(all) == 0 {
		return nil
	}
	var claims []string
	for _, w := range x.Writes {
		if w.Where != nil {
			claims = append(claims, criteriaText(w.Where))
		}
	}
	slices.Sort(claims)
	if err := x.s.run(ctx, tx, claimSQL, array(slices.Compact(claims))); err != nil {
		return err
	}
	for _, q := range all {
		ids, err := x.s.matches(ctx, tx, q, x.most(q)+1)
		if err != nil {
			return err
		}
		x.found[q] = ids
	}
	return nil
}

// nameLinks adds what the conditional references stand for
// (http://hl7.org/fhir/R4/http.html#trules): what a conditional write of the same
// criteria makes, or else the one resource that they match.
func (x *transaction) nameLinks(made map[string]fhir.Key) error {
	for text, q := range x.Named {
		ids := x.found[q]
		switch key, here := made[criteriaText(q)]; {
		case here:
			x.links[text] = key.String()
		case len(ids) == 1:
			x.links[text] = q.Type + "/" + ids[0]
		default:
			return x.unnamed(text, len(ids))
		}
	}
	return nil
}

// unnamed refuses a conditional reference, where it stands first.
func (x *transaction) unnamed(text string, matches int) error {
	code := "multiple-matches"
	if matches == 0 {
		code = "not-found"
	}
	problem := fhir.Refuse(412, code, "the conditional reference %s matches %s; it has to match one", text, howMany(matches))
	for i, w := range x.Writes {
		if place := bundle.PlaceOf(w.Resource, text); place != "" {
			return blame(problem.At(place), i+1)
		}
	}
	return problem
}

func howMany(n int) string {
	if n == 0 {
		return "nothing"
	}
	return "several resources"
}

// relink puts the references that are stored in the place of those that the
// transaction's own entries use among each other.
func (x *transaction) relink(j *job, t *fhir.Tree) *fhir.Tree {
	if len(x.links) == 0 {
		return t
	}
	return bundle.Relink(t, j.URL, func(link string) (string, bool) {
		to, ok := x.links[link]
		return to, ok
	})
}

// most is how many resources the criteria may match.
func (x *transaction) most(q *mapping.Query) int {
	for _, w := range x.Writes {
		if w.Where == q {
			return max(w.Most, 1)
		}
	}
	return 1
}

// criteriaText is the same for criteria that say the same in another order.
func criteriaText(q *mapping.Query) string {
	terms := []string{}
	for _, t := range q.Terms {
		terms = append(terms, fmt.Sprintf("%q %q %q", t.Code, t.Modifier, t.Values))
	}
	slices.Sort(terms)
	return q.Type + " " + strings.Join(terms, " ")
}

// matches gives the ids of resources that match, so many at most.
func (s *Store) matches(ctx context.Context, tx *sqlx.Tx, q *mapping.Query, most int) ([]string, error) {
	t, err := s.sqlOf(q.Type)
	if err != nil {
		return nil, err
	}
	b := s.builder()
	if err := t.matching(b, q); err != nil {
		return nil, err
	}
	found, err := s.askWithin(ctx, tx, fmt.Sprintf("select m.id %s order by m.id limit %d", t.from("", b.conditions()), most), b.args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var ids []string
	for found.Next() {
		var id string
		if err := found.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, found.Err()
}

// matched makes of a conditional write what it is for the resources found
// (http://hl7.org/fhir/R4/http.html#ccreate, #cond-update, #3.1.0.7.1).
func (x *transaction) matched(one *job, ids []string) ([]*job, error) {
	if len(ids) > max(one.Most, 1) {
		return nil, severalMatch(one, len(ids))
	}
	switch one.Do {
	case mapping.Create:
		if len(ids) == 1 {
			one.key.ID, one.tree, one.result = ids[0], nil, mapping.Found
			return []*job{one}, nil
		}
		one.name(x.s.opt.NewID())
	case mapping.Update:
		return []*job{one}, x.updateMatch(one, ids)
	case mapping.Patch:
		if len(ids) == 0 {
			return nil, fhir.Refuse(404, "not-found", "no %s matches the criteria, so there is nothing to patch", one.key.Type)
		}
		one.key.ID = ids[0]
	case mapping.Delete:
		jobs := make([]*job, len(ids))
		for i, id := range ids {
			each := *one
			each.key.ID = id
			jobs[i] = &each
		}
		return jobs, nil
	}
	return []*job{one}, nil
}

func severalMatch(one *job, n int) error {
	if one.Most > 1 {
		return fhir.Refuse(412, "multiple-matches", "the criteria match more than the %d %s that one request may delete; narrow them", one.Most, one.key.Type)
	}
	return fhir.Refuse(412, "multiple-matches", "the criteria match %d %s or more; narrow them until they match one at most", n, one.key.Type)
}

func (x *transaction) updateMatch(one *job, ids []string) error {
	given := one.tree.Get("id")
	switch {
	case len(ids) == 1 && given != nil && given.Text != ids[0]:
		return fhir.Refuse(400, "invalid", "the criteria match %s/%s, but the body has another id, %q; leave the id out or make them agree", one.key.Type, ids[0], given.Text).At(one.key.Type + ".id")
	case len(ids) == 1:
		one.name(ids[0])
	case given != nil: // under the id that the client chose, unless that is taken by one that does not match
		one.name(given.Text)
		one.taken = true
	default:
		one.name(x.s.opt.NewID())
	}
	return nil
}
