package store

import (
	"context"
	"strconv"

	"github.com/jmoiron/sqlx"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
)

// Delete removes the clinic's rows of a resource and records the deletion as a
// version. Deleting what is not there succeeds and returns a zero Number. What
// others refer to is not deleted: 409.
func (s *Store) Delete(ctx context.Context, a access.Access, key fhir.Key, expect fhir.Precondition) (v fhir.Version, err error) {
	if err := a.Check(); err != nil {
		return v, s.refused(ctx, a, audit.Delete, key, err)
	}
	t, err := s.sqlOf(key.Type)
	if err != nil {
		return v, s.refused(ctx, a, audit.Delete, key, err)
	}
	err = s.within(ctx, t, func(tx *sqlx.Tx) error {
		v = fhir.Version{}
		h, err := s.lock(ctx, tx, t, key, nil)
		if err != nil {
			return err
		}
		if err := check(expect, key, h); err != nil || !h.here() {
			return err
		}
		v = fhir.Version{Key: key, Number: h.version + 1, At: after(s.now(), h), Deed: fhir.Deleted}
		rows, err := s.readRows(ctx, tx, t, []string{key.ID})
		if err != nil {
			return err
		}
		patient := ""
		if r := rows[key.ID]; r != nil {
			patient = t.Patient(r)
		}
		return s.write(ctx, tx, t, change{version: v, before: h.version, patient: patient,
			record: s.record(a, audit.Delete, key, v.Number, patient)})
	})
	if err != nil || v.Number == 0 {
		return fhir.Version{}, s.refused(ctx, a, audit.Delete, key, err)
	}
	return v, nil
}

func formatVersion(n int64) string { return strconv.FormatInt(n, 10) }
