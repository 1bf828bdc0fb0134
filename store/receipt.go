package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jmoiron/sqlx"

	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// receiptLife is how long a receipt is kept.
const receiptLife = 24 * time.Hour

// done is one version as a receipt keeps it.
type done struct {
	Type, ID string
	Number   int64
	At       time.Time
	Deed     fhir.Deed
	Result   mapping.Result
	Entry    int
}

// claimReceiptSQL takes a key for this transaction, unless it was used within the
// life of a receipt. Whoever uses the same key meanwhile waits.
const claimReceiptSQL = `with mark as materialized (select ` + marks + ` as set)
 insert into fhir_receipt as r (agent, key, digest, at) select $1, $2, $3, $4 from mark where mark.set is not null
 on conflict (agent, key) do update set digest = excluded.digest, at = excluded.at, done = '' where r.at < $5 returning key`

const receiptSQL = `select digest, done from fhir_receipt where agent = $1 and key = $2`

// repeated tells whether the request was carried out before; then the results
// are those of that time.
func (x *transaction) repeated(ctx context.Context, tx *sqlx.Tx) (bool, error) {
	if x.Receipt == nil {
		return false, nil
	}
	x.Receipt.Replayed = false // of a try that failed
	agent, now := x.a.Agent.Name, x.s.now()
	claimed, err := x.s.texts(ctx, tx, 1, claimReceiptSQL, agent, x.Receipt.Key, x.Receipt.Digest, now, now.Add(-receiptLife))
	if err != nil || len(claimed) > 0 {
		return false, err
	}
	kept, err := x.s.texts(ctx, tx, 2, receiptSQL, agent, x.Receipt.Key)
	switch {
	case err != nil:
		return false, err
	case len(kept) == 0: // it was there a moment ago and grew too old
		return false, errRaced
	case kept[0][0] != x.Receipt.Digest:
		return false, fhir.Refuse(422, "business-rule", "this Idempotency-Key was used for another request; use a new key for each request, and the same only to repeat one unchanged")
	}
	var all []done
	if err := json.Unmarshal([]byte(kept[0][1]), &all); err != nil {
		return false, err
	}
	x.Receipt.Replayed = true
	return true, x.again(ctx, tx, all)
}

const againSQL = `select u.place, v.body, h.patient from unnest($1::text[], $2::text[], $3::bigint[]) with ordinality u (type, id, version, place)
 join fhir_version v on v.type = u.type and v.id = u.id and v.version = u.version join fhir_resource h on h.type = u.type and h.id = u.id`

// again fills in the results of the first time and records that they are shown.
func (x *transaction) again(ctx context.Context, tx *sqlx.Tx, all []done) error {
	var types, ids []string
	var numbers []int64
	jobs := make([]*job, len(all))
	for i, d := range all {
		types, ids, numbers = append(types, d.Type), append(ids, d.ID), append(numbers, d.Number)
		key := fhir.Key{Type: d.Type, ID: d.ID}
		jobs[i] = &job{Write: &x.Writes[d.Entry-1], of: x, entry: d.Entry, key: key, result: d.Result,
			version: fhir.Version{Key: key, Number: d.Number, At: d.At, Deed: d.Deed}}
	}
	found, err := x.s.query(ctx, tx, againSQL, array(types), array(ids), array(numbers))
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var place int
		var body []byte
		var patient *string
		if err := found.Scan(&place, &body, &patient); err != nil {
			return err
		}
		j := jobs[place-1]
		if j.version.Body = body; patient != nil {
			j.head.patient = *patient
		}
	}
	if err := found.Err(); err != nil {
		return err
	}
	var records []audit.Record
	for _, j := range jobs {
		records = append(records, j.record())
	}
	x.written, x.Receipt.Replayed = resultsOf(jobs, len(x.Writes)), true
	return x.s.run(ctx, tx, auditSQL, auditArguments(records)...)
}

// receipt keeps what was done.
func (x *transaction) receipt(ctx context.Context, tx *sqlx.Tx) error {
	if x.Receipt == nil {
		return nil
	}
	all := []done{}
	for _, j := range x.jobs {
		all = append(all, done{j.key.Type, j.key.ID, j.version.Number, j.version.At, j.version.Deed, j.result, j.entry})
	}
	kept, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return x.s.run(ctx, tx, `update fhir_receipt set done = $3 where agent = $1 and key = $2`, x.a.Agent.Name, x.Receipt.Key, string(kept))
}

// forget drops receipts that are too old.
func (s *Store) forget(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, `delete from fhir_receipt where at < $1`, s.now().Add(-receiptLife))
	return problem(err)
}

// texts runs a statement that gives rows of so many texts.
func (s *Store) texts(ctx context.Context, tx *sqlx.Tx, columns int, text string, args ...any) ([][]string, error) {
	found, err := s.query(ctx, tx, text, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var all [][]string
	for found.Next() {
		row := make([]string, columns)
		into := make([]any, columns)
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, found.Err()
}
