package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Search returns a page of the current versions that match. One statement,
// unless some of them have edits of the clinic that need a version first.
func (s *Store) Search(ctx context.Context, a access.Access, q *mapping.Query) (fhir.Page, error) {
	key := fhir.Key{Type: q.Type}
	over := s.auditor.under()
	page, patients, err := s.search(ctx, a, q)
	over()
	if err != nil {
		return fhir.Page{}, s.refused(ctx, a, audit.Search, key, err)
	}
	if err := s.auditor.keep(ctx, s.onePerPatient(a, audit.Search, key, q.Raw, patients)...); err != nil {
		return fhir.Page{}, problem(err)
	}
	return page, nil
}

func (s *Store) search(ctx context.Context, a access.Access, q *mapping.Query) (page fhir.Page, patients []string, err error) {
	if err := a.Check(); err != nil {
		return page, nil, err
	}
	if q.Type == auditType {
		return s.searchAudit(ctx, q)
	}
	t, err := s.sqlOf(q.Type)
	if err != nil {
		return page, nil, err
	}
	if err := s.settleAll(ctx, q.Carded()); err != nil { // a card is as old as the last version
		return page, nil, err
	}
	for {
		pg, err := t.page(s.builder(), q)
		if err != nil {
			return page, nil, err
		}
		pending, err := s.fill(ctx, q, pg, &page, &patients)
		if err != nil {
			return page, nil, err
		}
		if len(pending) == 0 {
			break
		}
		if err := s.settle(ctx, t, pending); err != nil {
			return page, nil, err
		}
		page, patients = fhir.Page{}, nil
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

// page is the statement of one page of a search.
type page struct {
	*builder
	text string
	keys []sortKey
	back bool // it is read from its end
}

// page plans the statement: m is the main row, h its head, v its version, which
// is looked for once the page stands. The limit is part of the text, for without
// it the plan of a prepared statement takes any page for a tenth of all matches.
func (t *typeSQL) page(b *builder, q *mapping.Query) (*page, error) {
	p := &page{builder: b}
	if err := t.matching(p.builder, q); err != nil {
		return nil, err
	}
	p.keys = sortKeys(q)
	if err := p.after(q.Cursor); err != nil {
		return nil, err
	}
	var inner, outer strings.Builder
	ordered := slices.Clone(p.keys)
	for i, k := range p.keys {
		ordered[i].expression = fmt.Sprintf("p.k%d", i)
		fmt.Fprintf(&inner, ", %s as k%d", k.expression, i)
		fmt.Fprintf(&outer, ", cast(p.k%d as text)", i)
	}
	p.text = fmt.Sprintf(`select p.id, p.version, p.pending, p.last_updated, v.deed, v.body, coalesce(p.patient, '')%[1]s
 from (select m.id, h.version, h.pending, h.last_updated, h.patient%[2]s
 from %[3]s m join fhir_resource h on h.type = '%[4]s' and h.id = m.id where %[5]s order by %[6]s limit %[7]d) p
 left join fhir_version v on v.type = '%[4]s' and v.id = p.id and v.version = p.version order by %[8]s`,
		&outer, &inner, t.Table, t.Type, p.conditions(), orderBy(p.keys), q.Count+1, orderBy(ordered))
	return p, nil
}

// matching adds the conditions of the terms.
func (t *typeSQL) matching(b *builder, q *mapping.Query) error {
	b.and(alive)
	if q.Within.Type != "" {
		b.and("%s", t.within(b, q.Within))
	}
	for _, term := range q.Terms {
		clause, err := t.clause(b, term)
		if err != nil {
			return err
		}
		b.and("%s", clause)
	}
	return nil
}

// fill reads the page; it returns the ids of matches that have no version yet.
func (s *Store) fill(ctx context.Context, q *mapping.Query, p *page, into *fhir.Page, patients *[]string) ([]string, error) {
	found, err := s.ask(ctx, p.text, p.args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var pending []string
	var ends [][]sql.NullString // the keys of the first and the last match
	more := false
	for found.Next() {
		if len(into.Versions)+len(pending) == q.Count {
			more = true
			break
		}
		v, waits, patient, keys, err := scanMatch(found, q.Type, len(p.keys))
		if err != nil {
			return nil, err
		}
		if waits {
			pending = append(pending, v.ID)
			continue
		}
		into.Versions, *patients = append(into.Versions, v), append(*patients, patient)
		ends = append(ends[:min(len(ends), 1)], keys)
	}
	if len(ends) > 0 {
		p.turnOver(into, q.Cursor != "", more, ends[0], ends[len(ends)-1])
	}
	return pending, found.Err()
}

// turnOver says where the pages beside this one begin. A page read from its end
// is put in order; the page behind it is the one that its reader came from.
func (p *page) turnOver(into *fhir.Page, further, more bool, first, last []sql.NullString) {
	if p.back {
		slices.Reverse(into.Versions)
		first, last, further, more = last, first, more, further
	}
	if further {
		into.Prev = backwards + cursorAfter(first)
	}
	if more {
		into.Next = cursorAfter(last)
	}
}

func scanMatch(found *sqlx.Rows, typeName string, keys int) (v fhir.Version, pending bool, patient string, values []sql.NullString, err error) {
	v.Type = typeName
	values = make([]sql.NullString, keys)
	var deed sql.NullString
	into := []any{&v.ID, &v.Number, &pending, &v.At, &deed, &v.Body, &patient}
	for i := range values {
		into = append(into, &values[i])
	}
	err = found.Scan(into...)
	v.At, v.Deed = v.At.UTC(), fhir.Deed(deed.String)
	return v, pending, patient, values, err
}
