package store

import (
	"context"
	"fmt"
	"strings"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Explain tells how a search would be carried out, for each of its types, without
// doing it: 403
// for who may not administer. The record of it names no patient, since none is
// looked at.
func (s *Store) Explain(ctx context.Context, a access.Access, q *mapping.Query) ([]mapping.Explained, error) {
	key := fhir.Key{Type: q.Type}
	all, err := s.explain(ctx, a, q)
	if err != nil {
		return nil, s.refused(ctx, a, audit.Operation, key, err)
	}
	r := s.record(a, audit.Operation, key, 0)
	r.Query = q.Raw
	return all, problem(s.auditor.keep(ctx, r))
}

func (s *Store) explain(ctx context.Context, a access.Access, q *mapping.Query) (all []mapping.Explained, err error) {
	if err := a.Administers(); err != nil {
		return nil, err
	}
	each := q.Each
	if len(each) == 0 {
		each = []*mapping.Query{q}
	}
	for _, one := range each {
		t, err := s.sqlOf(one.Type)
		if err != nil {
			return nil, err
		}
		w, err := s.walk(ctx, a, t, one)
		if err != nil {
			return nil, err
		}
		text, b, err := w.calm()
		if err != nil {
			return nil, err
		}
		e := mapping.Explained{Type: one.Type, SQL: text}
		for _, arg := range b.args {
			e.Arguments = append(e.Arguments, fmt.Sprint(arg))
		}
		if e.Plan, err = s.plan(ctx, text, b.args); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

func (s *Store) plan(ctx context.Context, text string, args []any) (string, error) {
	rows, err := s.db.QueryxContext(ctx, "explain "+text, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), rows.Err()
}
