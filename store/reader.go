package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kapbridge/audit"
	"kapbridge/fhir"
)

// reader reads current versions in groups: one statement serves all requests
// that wait at the time and stores their audit records, so that an answer's
// record is durable when the version is in hand (docs/decisions/0005). A request
// alone is a group of one and takes one round trip.
type reader struct {
	*together[*readWait]
	s *Store
}

// readWait is a read. found is false for what is not here, gone, or waits for a
// version, and when the group failed: all that is looked at again by itself.
type readWait struct {
	record  audit.Record // of a read that succeeds
	version fhir.Version
	found   bool
}

func newReader(s *Store) *reader {
	r := &reader{s: s}
	r.together = newTogether(s.opt.Now, mostTogether, r.readGroup)
	return r
}

// read returns the version that the record is about, whose record is stored then.
func (r *reader) read(ctx context.Context, record audit.Record) (v fhir.Version, found bool, err error) {
	w := &readWait{record: record}
	if !r.join(ctx, w) {
		return v, false, ctx.Err()
	}
	return w.version, w.found, nil
}

func (r *reader) readGroup(group []*readWait) {
	if err := r.ask(group); err != nil {
		r.s.opt.Log.Warn("a group of reads failed, each goes on by itself", "reads", len(group), "error", err)
		for _, w := range group {
			w.found = false
		}
	}
}

// readGroupSQL finds those that can be shown and records them. Like auditSQL it
// may run twice.
var readGroupSQL = func() string {
	p := &parameters{}
	var arrays []string
	for _, cast := range []string{"text", "text", "text", "timestamptz", "text", "text", "text", "text"} {
		arrays = append(arrays, p.next(cast+"[]"))
	}
	return fmt.Sprintf(`with found as materialized (select w.*, h.version, h.patient, v.at, v.deed, v.body
 from unnest(%s) with ordinality w (type, id, record, recorded, agent, agent_kind, address, request, n)
 join fhir_resource h on h.type = w.type and h.id = w.id join fhir_version v on v.type = h.type and v.id = h.id and v.version = h.version
 where not h.placeholder and not h.pending and v.body is not null),
noted as (insert into fhir_audit (id, recorded, interaction, action, outcome, agent, agent_kind, address, request, entity_type, entity_id, entity_version, patients)
 select record, recorded, 'read', 'R', '0', agent, agent_kind, address, request, type, id, version, string_to_array(patient, ' ') from found on conflict (id) do nothing)
select n, version, at, deed, body from found`, strings.Join(arrays, ", "))
}()

func (r *reader) ask(group []*readWait) error {
	columns := make([]texts, 8)
	for _, w := range group {
		c := w.record
		for i, v := range [...]string{c.Entity.Type, c.Entity.ID, c.ID, c.At.UTC().Format("2006-01-02T15:04:05.999999Z"),
			c.Agent.Name, string(c.Agent.Kind), c.Agent.Address, c.Request} {
			columns[i] = append(columns[i], orNull(v))
		}
	}
	args := make([]any, len(columns))
	for i := range columns {
		args[i] = columns[i]
	}
	rows, err := r.s.query(context.Background(), nil, readGroupSQL, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		var v fhir.Version
		var at time.Time
		if err := rows.Scan(&n, &v.Number, &at, &v.Deed, &v.Body); err != nil {
			return err
		}
		w := group[n-1]
		v.Key, v.At = w.record.Entity, at.UTC()
		w.version, w.found = v, true
	}
	return rows.Err()
}
