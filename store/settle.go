package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// settle gives the clinic's edits of these resources a version each, of kind
// clinic. Nobody sees a pending resource before that.
func (s *Store) settle(ctx context.Context, t *typeSQL, ids []string) error {
	return s.within(ctx, func(tx *sqlx.Tx) (trace, error) {
		marked, err := s.texts(ctx, tx, 1, markSQL)
		if err != nil {
			return trace{}, err
		}
		return trace{number: marked[0][0]}, s.settleLocked(ctx, tx, t, ids)
	})
}

// pendingHead is a head with edits of the clinic that have no version yet.
type pendingHead struct {
	ID         string         `db:"id"`
	Version    int64          `db:"version"`
	Updated    time.Time      `db:"last_updated"`
	Deleted    bool           `db:"deleted"`
	Complement sql.NullString `db:"complement"`
	Patient    sql.NullString `db:"patient"`
	Editors    pq.StringArray `db:"pending_by"`
	Body       []byte         `db:"body"` // of the present version
	At         sql.NullTime   `db:"at"`   // of the present version
}

const pendingSQL = `select h.id, h.version, h.last_updated, h.deleted, h.complement, h.patient, h.pending_by, v.body, v.at
 from fhir_resource h left join fhir_version v on v.type = h.type and v.id = h.id and v.version = h.version
 where h.type = $1 and h.id = any($2) and h.pending order by h.id for update of h`

// settled is what becomes of a pending head.
type settled struct {
	head       pendingHead
	version    fhir.Version // Number 0: the edit changed nothing that shows
	patient    string
	complement string
	card       *mapping.Card
}

func (s *Store) settleLocked(ctx context.Context, tx *sqlx.Tx, t *typeSQL, ids []string) error {
	heads, err := s.pendingHeads(ctx, tx, t, ids)
	if err != nil || len(heads) == 0 {
		return err
	}
	locked := make([]string, len(heads))
	for i, h := range heads {
		locked[i] = h.ID
	}
	rows, err := s.readRows(ctx, tx, t, locked)
	if err != nil {
		return err
	}
	all, now := make([]settled, 0, len(heads)), s.now()
	for _, h := range heads {
		one, err := s.settleOne(t, h, rows[h.ID], now)
		if err != nil {
			return err
		}
		all = append(all, one)
	}
	return s.writeSettled(ctx, tx, t, all)
}

func (s *Store) pendingHeads(ctx context.Context, tx *sqlx.Tx, t *typeSQL, ids []string) ([]pendingHead, error) {
	found, err := s.query(ctx, tx, pendingSQL, t.Type, array(ids))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var heads []pendingHead
	for found.Next() {
		var h pendingHead
		if err := found.StructScan(&h); err != nil {
			return nil, err
		}
		heads = append(heads, h)
	}
	return heads, found.Err()
}

// settleOne renders the rows as they are now. Notes whose guard no longer holds
// have fallen; the new complement is taken afresh from what is shown. The version
// has the instant of its making: that of the edit may lie long before the
// clinic's commit, and whoever asks for what is new since would miss it.
func (s *Store) settleOne(t *typeSQL, h pendingHead, rows *mapping.Rows, now time.Time) (settled, error) {
	one := settled{head: h, patient: h.Patient.String, complement: h.Complement.String}
	key := fhir.Key{Type: t.Type, ID: h.ID}
	next := fhir.Version{Key: key, Number: h.Version + 1, At: after(now, head{updated: h.Updated}), Deed: fhir.Clinic}
	if rows == nil {
		if h.Deleted || h.Version == 0 {
			return one, nil // it was deleted before, or came and went between two looks
		}
		one.complement, one.version = "", next
		return one, nil
	}
	c, err := mapping.DecodeComplement(h.Complement.String)
	if err != nil {
		return one, fmt.Errorf("%s: %w", key, err)
	}
	tree, fell := t.Join(rows, c)
	if fell > 0 {
		s.opt.Log.Info("an edit of the clinic overrode what a partner had said", "resource", key.String(), "notes", fell)
	}
	if !c.Empty() {
		_, fresh := t.Split(tree, rows)
		one.complement = fresh.Encode()
	}
	one.patient = t.Patient(rows)
	if h.Body != nil && bytes.Equal(h.Body, render(tree, fhir.Version{Number: h.Version, At: h.At.Time})) {
		return one, nil
	}
	next.Body = render(tree, next)
	one.version, one.card = next, t.Card(tree)
	return one, nil
}

// settledSQL moves the heads and stores the versions and audit records. An
// array of bytea has no NULL in lib/pq: a deletion's body comes as ”.
var settledSQL = func() string {
	p := &parameters{}
	kind := p.next("text")
	head := fmt.Sprintf(`with head as (update fhir_resource h set version = u.version, last_updated = u.at, deleted = u.gone, patient = u.patient,
  complement = u.complement, pending = false, pending_by = null
 from unnest(%s, %s, %s, %s, %s, %s) u (id, version, at, gone, patient, complement) where h.type = %s and h.id = u.id)`,
		p.next("text[]"), p.next("bigint[]"), p.next("timestamptz[]"), p.next("boolean[]"), p.next("text[]"), p.next("text[]"), kind)
	made := fmt.Sprintf(`made as (insert into fhir_version (type, id, version, at, deed, body, sha256)
 select %s, u.id, u.version, u.at, 'clinic', nullif(u.body, ''), nullif(u.sum, '') from unnest(%s, %s, %s, %s, %s) u (id, version, at, body, sum))`,
		kind, p.next("text[]"), p.next("bigint[]"), p.next("timestamptz[]"), p.next("bytea[]"), p.next("bytea[]"))
	parts := append([]string{head, made}, noCardsSQL(kind, "= any("+p.next("text[]")+")")...)
	return strings.Join(append(parts, cardsSQL(p, kind, false, true)...), ",\n") + "\n" + auditInsert(p.next)
}()

func (s *Store) writeSettled(ctx context.Context, tx *sqlx.Tx, t *typeSQL, all []settled) error {
	var ids, patients, complements, vids, ats, vats []sql.NullString
	var versions, vversions []int64
	var goneFlags []bool
	var bodies, sums [][]byte
	var records []audit.Record
	for _, one := range all {
		v, at := one.version, one.version.At
		deleted := one.head.Deleted
		if v.Number == 0 {
			v.Number, at = one.head.Version, one.head.Updated
			if one.head.At.Valid {
				at = one.head.At.Time
			}
			deleted = deleted || one.head.Version == 0
		} else {
			deleted = v.Gone()
			vids, vversions, vats = append(vids, valid(v.ID)), append(vversions, v.Number), append(vats, timeText(at))
			bodies, sums = append(bodies, v.Body), append(sums, sumOf(v.Body))
		}
		ids, versions, ats = append(ids, valid(one.head.ID)), append(versions, v.Number), append(ats, timeText(at))
		goneFlags = append(goneFlags, deleted)
		patients, complements = append(patients, orNull(one.patient)), append(complements, orNull(one.complement))
		records = append(records, s.edits(t, one)...)
	}
	args := append([]any{t.Type, array(ids), array(versions), array(ats), array(goneFlags),
		array(patients), array(complements), array(vids), array(vversions), array(vats),
		pq.ByteaArray(bodies), pq.ByteaArray(sums)}, settledCards(all)...)
	found, err := s.query(ctx, tx, settledSQL, append(args, auditArguments(records)...)...)
	if err != nil {
		return err
	}
	return found.Close()
}

// edits names each database user who edited the resource, at the instant of the
// last edit.
func (s *Store) edits(t *typeSQL, one settled) []audit.Record {
	var records []audit.Record
	for _, user := range one.head.Editors {
		editor := access.Everything(fhir.Agent{Name: user, Kind: fhir.DatabaseUser}, "")
		r := s.record(editor, audit.ClinicEdit, fhir.Key{Type: t.Type, ID: one.head.ID}, one.version.Number, one.patient)
		r.At = one.head.Updated
		records = append(records, r)
	}
	return records
}

func timeText(t time.Time) sql.NullString { return valid(t.UTC().Format(time.RFC3339Nano)) }

func sumOf(body []byte) []byte {
	if body == nil {
		return nil
	}
	sum := sha256.Sum256(body)
	return sum[:]
}
