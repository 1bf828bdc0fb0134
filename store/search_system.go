package store

import (
	"context"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// searchAll answers a search over several types. The types follow each other,
// each in a walk of its own, so that a page costs one statement for each type
// that is on it, and for each that turned out to have nothing.
func (s *Store) searchAll(ctx context.Context, a access.Access, q *mapping.Query) (page fhir.Page, patients []string, err error) {
	owner := searchOf(a, q)
	from, inner := "", "" // the type and the place in it where the page begins
	if q.Cursor != "" {
		keys, err := s.unsealPlaced(ctx, q.Cursor, owner, "text", "text")
		if err != nil {
			return page, nil, err
		}
		from, inner = keys[0], keys[1]
	}
	for _, each := range q.Each {
		if each.Type < from || q.Count == 0 {
			continue
		}
		one := *each
		one.Total, one.Cursor = "none", ""
		if each.Type == from {
			one.Cursor = inner
		}
		room := q.Count - len(page.Versions)
		if one.Count = room; room == 0 {
			one.Count = 1 // only to see whether there is more
		}
		found, of, err := s.search(ctx, a, &one)
		if err != nil {
			return page, nil, err
		}
		if room == 0 && len(found.Versions) > 0 {
			page.Next, err = s.seal(ctx, s.placed(each.Type, one.Cursor), owner)
			return s.totalled(ctx, a, q, page, patients, err)
		}
		if room == 0 {
			continue
		}
		page.Versions, patients = append(page.Versions, found.Versions...), append(patients, of...)
		if found.Next != "" {
			page.Next, err = s.seal(ctx, s.placed(each.Type, found.Next), owner)
			return s.totalled(ctx, a, q, page, patients, err)
		}
	}
	return s.totalled(ctx, a, q, page, patients, nil)
}

// totalled adds up the totals of the types, where one is asked for.
func (s *Store) totalled(ctx context.Context, a access.Access, q *mapping.Query, page fhir.Page, patients []string, err error) (fhir.Page, []string, error) {
	if err != nil || !counts(q) {
		return page, patients, err
	}
	var sum int64
	for _, each := range q.Each {
		one := *each
		one.Count, one.Total, one.Cursor = 0, q.Total, ""
		found, _, err := s.search(ctx, a, &one)
		if err != nil {
			return page, nil, err
		}
		sum += *found.Total
	}
	page.Total = &sum
	return page, patients, nil
}
