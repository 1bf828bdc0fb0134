package store

import (
	"context"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Search returns a page of the current versions that match. One statement,
// unless some of them have edits of the clinic that need a version first.
func (s *Store) Search(ctx context.Context, a access.Access, q *mapping.Query) (fhir.Page, error) {
	key, as, search := fhir.Key{Type: q.Type}, audit.Search, s.search
	if len(q.Each) > 0 {
		as, search = audit.SearchSystem, s.searchAll
	}
	over := s.auditor.under()
	page, patients, err := search(ctx, a, q)
	over()
	if err != nil {
		return fhir.Page{}, s.refused(ctx, a, as, key, err)
	}
	if err := s.keepPage(ctx, a, as, key, q.Raw, patients); err != nil {
		return fhir.Page{}, err
	}
	return page, nil
}

func (s *Store) search(ctx context.Context, a access.Access, q *mapping.Query) (page fhir.Page, patients []string, err error) {
	if err := a.Check(); err != nil {
		return page, nil, err
	}
	t, err := s.sqlOf(q.Type)
	if err != nil {
		return page, nil, err
	}
	if err := s.settleAll(ctx, q.Carded()); err != nil { // a card is as old as the last version
		return page, nil, err
	}
	w, err := s.walk(ctx, a, t, q)
	if err != nil {
		return page, nil, err
	}
	if page, patients, err = w.page(ctx); err != nil {
		return page, nil, err
	}
	if err := s.include(ctx, q, &page, &patients); err != nil {
		return page, nil, err
	}
	if counts(q) {
		b := s.builder()
		if err := t.matching(b, q); err != nil {
			return page, nil, err
		}
		page.Total, err = s.total(ctx, q, &page, t.from("", b.conditions()), b.args)
	}
	return page, patients, err
}

// matching adds the conditions of the terms; that the resource is alive, from says.
func (t *typeSQL) matching(b *builder, q *mapping.Query) error {
	if q.Within.Type != "" {
		b.and("%s", t.within(b, q.Within))
	}
	all, err := t.matchingTerms(b, q.Terms)
	b.where = append(b.where, all...)
	return err
}
