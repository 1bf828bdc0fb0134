package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/lib/pq"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
)

// auditColumns are the columns of fhir_audit with their types, in the order of
// auditArguments.
var auditColumns = [...][2]string{
	{"id", "text"}, {"recorded", "timestamptz"}, {"interaction", "text"}, {"action", "text"}, {"outcome", "text"},
	{"detail", "text"}, {"agent", "text"}, {"agent_kind", "text"}, {"address", "text"}, {"request", "text"},
	{"entity_type", "text"}, {"entity_id", "text"}, {"entity_version", "bigint"}, {"patient", "text"}, {"query", "text"},
}

// auditInsert is the insert of any number of records from arrays; parameter
// names the next parameter of the statement with its type.
func auditInsert(parameter func(cast string) string) string {
	var names, arrays []string
	for _, c := range auditColumns {
		names, arrays = append(names, c[0]), append(arrays, parameter(c[1]+"[]"))
	}
	return fmt.Sprintf("insert into fhir_audit (%s) select * from unnest(%s)", strings.Join(names, ", "), strings.Join(arrays, ", "))
}

var auditSQL = func() string {
	p := &parameters{}
	return auditInsert(p.next)
}()

func auditArguments(records []audit.Record) []any {
	columns := make([][]sql.NullString, len(auditColumns))
	for _, r := range records {
		version := ""
		if r.Version > 0 {
			version = formatVersion(r.Version)
		}
		for i, v := range [...]string{r.ID, r.At.UTC().Format("2006-01-02T15:04:05.999999Z"), string(r.Interaction), r.Action(), string(r.Outcome),
			r.Detail, r.Agent.Name, string(r.Agent.Kind), r.Agent.Address, r.Request,
			r.Entity.Type, r.Entity.ID, version, r.Patient, r.Query} {
			columns[i] = append(columns[i], orNull(v))
		}
	}
	args := make([]any, len(columns))
	for i := range columns {
		args[i] = pq.Array(columns[i])
	}
	return args
}

// record fills in what every record has.
func (s *Store) record(a access.Access, as audit.Interaction, entity fhir.Key, version int64, patient string) audit.Record {
	return audit.Record{ID: s.opt.NewID(), At: s.opt.Now(), Interaction: as, Outcome: audit.Success, Agent: a.Agent,
		Request: a.Request, Entity: entity, Version: version, Patient: patient}
}

// refused records an interaction that failed and returns its problem; without
// an error there was nothing to do, which is recorded as a success.
func (s *Store) refused(ctx context.Context, a access.Access, as audit.Interaction, entity fhir.Key, err error) error {
	err = problem(err)
	r := s.record(a, as, entity, 0, "")
	r.Outcome, r.Detail = audit.OutcomeOf(err)
	if kept := s.auditor.keep(ctx, r); kept != nil {
		return problem(errors.Join(kept, err))
	}
	return err
}

// Note records an interaction that was refused before the store was asked.
func (s *Store) Note(ctx context.Context, a access.Access, r audit.Record) error {
	r.ID, r.At, r.Agent, r.Request = s.opt.NewID(), s.opt.Now(), a.Agent, a.Request
	return problem(s.auditor.keep(ctx, r))
}

// auditor makes the records of reads durable in groups: one insert serves all
// requests that wait at the time, and no answer leaves before its record is
// stored (docs/decisions/0005).
type auditor struct {
	s    *Store
	in   chan auditWait
	done sync.WaitGroup
}

type auditWait struct {
	records []audit.Record
	stored  chan error
}

// mostTogether bounds the records of one insert.
const mostTogether = 1000

func newAuditor(s *Store) *auditor {
	a := &auditor{s: s, in: make(chan auditWait, 256)}
	a.done.Add(1)
	go a.run()
	return a
}

// keep returns when the records are durable.
func (a *auditor) keep(ctx context.Context, records ...audit.Record) error {
	w := auditWait{records, make(chan error, 1)}
	select {
	case a.in <- w:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-w.stored:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (a *auditor) close() {
	close(a.in)
	a.done.Wait()
}

func (a *auditor) run() {
	defer a.done.Done()
	for first := range a.in {
		group, records := []auditWait{first}, first.records
		for more := true; more && len(records) < mostTogether; {
			select {
			case w, open := <-a.in:
				if open {
					group, records = append(group, w), append(records, w.records...)
				}
				more = open
			default:
				more = false
			}
		}
		err := a.store(records)
		for _, w := range group {
			w.stored <- err
		}
	}
}

// store runs in a transaction of its own: lib/pq may run a lone statement twice
// when its connection breaks.
func (a *auditor) store(records []audit.Record) error {
	ctx := context.Background()
	if err := a.s.prepare(ctx, auditSQL); err != nil {
		return err
	}
	tx, err := a.s.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	rows, err := a.s.query(ctx, tx, auditSQL, auditArguments(records)...)
	if err == nil {
		err = rows.Close()
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
