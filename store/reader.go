package store

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"kapbridge/audit"
	"kapbridge/fhir"
)

// reader reads current versions in groups: one statement serves all requests
// that wait at the time and stores their audit records, so that an answer's
// record is durable when the version is in hand (docs/decisions/0005). A request
// alone is a group of one and takes one round trip.
type reader struct {
	s    *Store
	in   chan readWait
	done sync.WaitGroup
}

type readWait struct {
	record audit.Record // of a read that succeeds
	got    chan readGot
}

// readGot is a version whose record is stored, or neither: found is false for
// what is not here, gone, or waits for a version, and when the group failed. All
// that is looked at again by itself.
type readGot struct {
	version fhir.Version
	found   bool
	err     error // of the request's own context
}

// mostReadTogether bounds the versions of one statement.
const mostReadTogether = 100

func newReader(s *Store) *reader {
	r := &reader{s: s, in: make(chan readWait, 256)}
	for range max(1, runtime.NumCPU()/2) {
		r.done.Add(1)
		go r.run()
	}
	return r
}

// read returns the version that the record is about.
func (r *reader) read(ctx context.Context, record audit.Record) readGot {
	w := readWait{record, make(chan readGot, 1)}
	select {
	case r.in <- w:
	case <-ctx.Done():
		return readGot{err: ctx.Err()}
	}
	select {
	case got := <-w.got:
		return got
	case <-ctx.Done():
		return readGot{err: ctx.Err()}
	}
}

func (r *reader) close() {
	close(r.in)
	r.done.Wait()
}

func (r *reader) run() {
	defer r.done.Done()
	for first := range r.in {
		group := []readWait{first}
		for more := true; more && len(group) < mostReadTogether; {
			select {
			case w, open := <-r.in:
				if more = open; open {
					group = append(group, w)
				}
			default:
				more = false
			}
		}
		answers := make([]readGot, len(group))
		if err := r.readGroup(group, answers); err != nil {
			r.s.opt.Log.Warn("a group of reads failed, each goes on by itself", "reads", len(group), "error", err)
			clear(answers)
		}
		for i, w := range group {
			w.got <- answers[i]
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

func (r *reader) readGroup(group []readWait, answers []readGot) error {
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
		v.Key, v.At = group[n-1].record.Entity, at.UTC()
		answers[n-1] = readGot{version: v, found: true}
	}
	return rows.Err()
}
