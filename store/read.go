package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

const readSQL = `select h.version, h.placeholder, h.pending, h.patient, v.at, v.deed, v.body
 from fhir_resource h left join fhir_version v on v.type = h.type and v.id = h.id and v.version = h.version
 where h.type = $1 and h.id = $2`

// Read returns the current version of a resource: 404 when it is not known,
// 410 when it was deleted. One statement, shared with others that read, where
// there is something to show; what is not, or was edited, is looked at by itself.
func (s *Store) Read(ctx context.Context, a access.Access, key fhir.Key) (fhir.Version, error) {
	if s.types[key.Type] != nil && a.Check() == nil {
		if v, found, err := s.reader.read(ctx, s.record(a, audit.Read, key, 0)); found || err != nil {
			return v, problem(err)
		}
	}
	over := s.auditor.under()
	v, patient, err := s.current(ctx, a, key)
	over()
	return s.shown(ctx, a, audit.Read, key, v, patient, err)
}

func (s *Store) current(ctx context.Context, a access.Access, key fhir.Key) (fhir.Version, string, error) {
	if err := a.Check(); err != nil {
		return fhir.Version{}, "", err
	}
	if r := mapping.Of(key.Type); r != nil && r.Log {
		return s.readRecord(ctx, key)
	}
	t, err := s.sqlOf(key.Type)
	if err != nil {
		return fhir.Version{}, "", err
	}
	for {
		v, patient, pending, err := s.readHead(ctx, key)
		if err != nil || !pending {
			return v, patient, err
		}
		if err := s.settle(ctx, t, []string{key.ID}); err != nil {
			return v, "", err
		}
	}
}

func (s *Store) readHead(ctx context.Context, key fhir.Key) (v fhir.Version, patient string, pending bool, err error) {
	st, err := s.statement(ctx, readSQL)
	if err != nil {
		return v, "", false, err
	}
	v.Key = key
	var placeholder bool
	var owner, deed sql.NullString
	var at sql.NullTime
	// Too short to be worth a cancellation, which would cost a goroutine in
	// database/sql and another in lib/pq.
	err = st.QueryRowxContext(context.WithoutCancel(ctx), key.Type, key.ID).Scan(&v.Number, &placeholder, &pending, &owner, &at, &deed, &v.Body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return v, "", false, fhir.NotFound(key)
	case err != nil:
		return v, "", false, err
	case pending:
		return v, "", true, nil
	case placeholder || v.Number == 0:
		return v, "", false, fhir.NotFound(key)
	}
	v.At, v.Deed = at.Time.UTC(), fhir.Deed(deed.String)
	if v.Gone() {
		return v, owner.String, false, fhir.Gone(key)
	}
	return v, owner.String, false, nil
}

const vreadSQL = `select v.at, v.deed, v.body, h.patient from fhir_version v
 join fhir_resource h on h.type = v.type and h.id = v.id where v.type = $1 and v.id = $2 and v.version = $3`

// ReadVersion returns one version of a resource: 404 when there is no such
// version, 410 when that version is its deletion.
func (s *Store) ReadVersion(ctx context.Context, a access.Access, key fhir.Key, number int64) (fhir.Version, error) {
	over := s.auditor.under()
	v, patient, err := s.version(ctx, a, key, number)
	over()
	return s.shown(ctx, a, audit.VRead, key, v, patient, err)
}

func (s *Store) version(ctx context.Context, a access.Access, key fhir.Key, number int64) (v fhir.Version, patient string, err error) {
	// Reading the head first gives a pending edit of the clinic its version.
	if _, _, err := s.current(ctx, a, key); err != nil && !gone(err) {
		return v, "", err
	}
	st, err := s.statement(ctx, vreadSQL)
	if err != nil {
		return v, "", err
	}
	v = fhir.Version{Key: key, Number: number}
	var at time.Time
	var owner sql.NullString
	err = st.QueryRowxContext(ctx, key.Type, key.ID, number).Scan(&at, &v.Deed, &v.Body, &owner)
	if errors.Is(err, sql.ErrNoRows) {
		return v, "", fhir.Refuse(404, "not-found", "%s has no version %d", key, number)
	}
	v.At = at.UTC()
	if err == nil && v.Gone() {
		err = fhir.Gone(key)
	}
	return v, owner.String, err
}

func gone(err error) bool {
	var p *fhir.Problem
	return errors.As(err, &p) && p.Status == 410
}

// shown records what was shown or refused; nothing is shown without its record.
func (s *Store) shown(ctx context.Context, a access.Access, as audit.Interaction, key fhir.Key, v fhir.Version, patient string, err error) (fhir.Version, error) {
	if err != nil {
		return fhir.Version{}, s.refused(ctx, a, as, key, err)
	}
	if err := s.auditor.keep(ctx, s.record(a, as, key, v.Number, patient)); err != nil {
		return fhir.Version{}, problem(err)
	}
	return v, nil
}
