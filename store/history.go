package store

import (
	"context"
	"slices"
	"time"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
)

// Types returns the resource types kept here, sorted.
func (s *Store) Types() []string {
	names := make([]string, 0, len(s.types))
	for name := range s.types {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// History returns versions of one resource, of a type or of all, newest first
// (http://hl7.org/fhir/R4/http.html#history).
func (s *Store) History(ctx context.Context, a access.Access, q fhir.HistoryQuery) (fhir.Page, error) {
	as := audit.HistorySystem
	switch {
	case q.ID != "":
		as = audit.HistoryInstance
	case q.Type != "":
		as = audit.HistoryType
	}
	key := fhir.Key{Type: q.Type, ID: q.ID}
	over := s.auditor.under()
	page, patients, err := s.history(ctx, a, q)
	over()
	if err != nil {
		return fhir.Page{}, s.refused(ctx, a, as, key, err)
	}
	if err := s.keepPage(ctx, a, as, key, q.Raw, patients); err != nil {
		return fhir.Page{}, err
	}
	return page, nil
}

func (s *Store) history(ctx context.Context, a access.Access, q fhir.HistoryQuery) (page fhir.Page, patients []string, err error) {
	if err := a.Check(); err != nil {
		return page, nil, err
	}
	types := s.Types()
	if q.Type != "" {
		if _, err := s.sqlOf(q.Type); err != nil {
			return page, nil, err
		}
		types = []string{q.Type}
	}
	if q.ID != "" {
		if _, _, err := s.current(ctx, a, fhir.Key{Type: q.Type, ID: q.ID}); err != nil && !gone(err) {
			return page, nil, err
		}
	} else if err := s.settleAll(ctx, types); err != nil {
		return page, nil, err
	}
	owner := historyOf(a, q)
	text, args, err := s.historySQL(ctx, q, owner)
	if err != nil {
		return page, nil, err
	}
	found, err := s.query(ctx, nil, text, args...)
	if err != nil {
		return page, nil, err
	}
	defer found.Close()
	for found.Next() {
		var v fhir.Version
		var patient string
		if err := found.Scan(&v.Type, &v.ID, &v.Number, &v.At, &v.Deed, &v.Body, &patient); err != nil {
			return page, nil, err
		}
		if len(page.Versions) == q.Count {
			last := page.Versions[q.Count-1]
			page.Next, err = s.seal(ctx, s.placed(last.At.UTC().Format(time.RFC3339Nano), last.Type, last.ID, formatVersion(last.Number)), owner)
			if err != nil {
				return page, nil, err
			}
			break
		}
		v.At = v.At.UTC()
		page.Versions, patients = append(page.Versions, v), append(patients, patient)
	}
	return page, patients, found.Err()
}

func (s *Store) historySQL(ctx context.Context, q fhir.HistoryQuery, owner string) (string, []any, error) {
	b := s.builder()
	if q.Type != "" {
		b.and("v.type = %s", b.arg(q.Type, "text"))
	}
	if q.ID != "" {
		b.and("v.id = %s", b.arg(q.ID, "text"))
	}
	if !q.Since.IsZero() {
		b.and("v.at >= %s", b.arg(q.Since, "timestamptz"))
	}
	if q.Cursor != "" {
		after, err := s.unsealPlaced(ctx, q.Cursor, owner, "timestamptz", "text", "text", "bigint")
		if err != nil {
			return "", nil, err
		}
		at := b.arg(after[0], "timestamptz")
		b.and("(v.at < %[1]s or v.at = %[1]s and (v.type, v.id, -v.version) > (%[2]s, %[3]s, -%[4]s))",
			at, b.arg(after[1], "text"), b.arg(after[2], "text"), b.arg(after[3], "bigint"))
	}
	text := `select v.type, v.id, v.version, v.at, v.deed, v.body, coalesce(h.patient, '') from fhir_version v
 join fhir_resource h on h.type = v.type and h.id = v.id where ` + b.conditions() +
		" order by v.at desc, v.type, v.id, v.version desc limit " + b.arg(q.Count+1, "bigint")
	return text, b.args, nil
}
