package store

import (
	"context"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Search returns a page of the current versions that match. One statement, shared
// with searches of the same shape, for a first page and its record; more where
// something goes with the page, lies behind a cursor, or needs a version first.
func (s *Store) Search(ctx context.Context, a access.Access, q *mapping.Query) (fhir.Page, error) {
	key, as, search := fhir.Key{Type: q.Type}, audit.Search, s.search
	if len(q.Each) > 0 {
		as, search = audit.SearchSystem, s.searchAll
	}
	if a.Check() == nil && goTogether(q) {
		page, done, err := s.firstPage(ctx, a, q)
		if err != nil {
			return fhir.Page{}, s.refused(ctx, a, as, key, err)
		}
		if done {
			return page, nil
		}
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
	return page, patients, s.addTotal(ctx, t, q, &page)
}

// addTotal counts the matches, where that is asked for.
func (s *Store) addTotal(ctx context.Context, t *typeSQL, q *mapping.Query, page *fhir.Page) error {
	if !counts(q) {
		return nil
	}
	b := s.builder()
	err := t.matching(b, q)
	if err == nil {
		page.Total, err = s.total(ctx, q, page, t.from("", b.conditions()), b.args)
	}
	return err
}

// matching adds the conditions of the terms; that the resource is alive, from says.
func (t *typeSQL) matching(b *builder, q *mapping.Query) error {
	_, err := t.matchingApart(b, q, "")
	return err
}

// matchingApart is matching but for the bounds of what begins in a column, if
// there are any on both what is long and what is not.
func (t *typeSQL) matchingApart(b *builder, q *mapping.Query, begin string) (apart reached, err error) {
	if q.Within.Type != "" {
		b.and("%s", t.within(b, q.Within))
	}
	all, err := t.clauses(b, q.Terms)
	if err != nil {
		return apart, err
	}
	for _, r := range t.reaches(b, q.Terms) {
		if r.begin == begin && r.long != "" && apart.window == "" {
			apart = r
			continue
		}
		all = append(all, r.condition())
	}
	b.where = append(b.where, all...)
	return apart, nil
}
