package store

import (
	"context"
	"errors"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
)

// Deletion tells what the deletion of a resource would be refused for at this
// moment, as an issue for each cause, and does not delete it. What is not here, or
// has been deleted, can be deleted: that changes nothing.
func (s *Store) Deletion(ctx context.Context, a access.Access, key fhir.Key) ([]fhir.Issue, error) {
	issues, patient, err := s.deletion(ctx, a, key)
	if err != nil {
		return nil, s.refused(ctx, a, audit.Operation, key, err)
	}
	return issues, problem(s.auditor.keep(ctx, s.record(a, audit.Operation, key, 0, patient)))
}

func (s *Store) deletion(ctx context.Context, a access.Access, key fhir.Key) (issues []fhir.Issue, patient string, err error) {
	if err := a.Check(); err != nil {
		return nil, "", err
	}
	t, err := s.sqlOf(key.Type)
	if err != nil {
		return nil, "", err
	}
	_, patient, err = s.current(ctx, a, key)
	var p *fhir.Problem
	if errors.As(err, &p) && (p.Status == 404 || p.Status == 410) {
		return nil, patient, nil
	}
	if err != nil {
		return nil, "", err
	}
	all, err := s.referrers(ctx, t.Resource, key.ID)
	if err != nil {
		return nil, "", err
	}
	if len(all) > 0 {
		issues = stillReferred(key, all).Issues
	}
	return issues, patient, nil
}
