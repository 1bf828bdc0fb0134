package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
)

// auditColumns are the columns of fhir_audit with their types, in the order of
// auditArguments.
var auditColumns = [...][2]string{
	{"id", "text"}, {"recorded", "timestamptz"}, {"interaction", "text"}, {"action", "text"}, {"outcome", "text"},
	{"detail", "text"}, {"agent", "text"}, {"agent_kind", "text"}, {"address", "text"}, {"request", "text"},
	{"entity_type", "text"}, {"entity_id", "text"}, {"entity_version", "bigint"}, {"patients", "text"}, {"query", "text"},
}

// auditInsert is the insert of any number of records from arrays; parameter
// names the next parameter of the statement with its type.
func auditInsert(parameter func(cast string) string) string {
	var names, arrays []string
	for _, c := range auditColumns {
		names, arrays = append(names, c[0]), append(arrays, parameter(c[1]+"[]"))
	}
	all := strings.Join(names, ", ")
	values := strings.Replace(all, "patients", "string_to_array(patients, ' ')", 1) // an array has no arrays of various lengths
	return fmt.Sprintf("insert into fhir_audit (%s) select %s from unnest(%s) r (%s)", all, values, strings.Join(arrays, ", "), all)
}

// auditSQL may run twice: lib/pq sends a lone statement again when its
// connection breaks before the answer.
var auditSQL = func() string {
	p := &parameters{}
	return auditInsert(p.next) + " on conflict (id) do nothing"
}()

func auditArguments(records []audit.Record) []any {
	columns := make([][]sql.NullString, len(auditColumns))
	for i := range columns {
		columns[i] = make([]sql.NullString, 0, len(records))
	}
	for _, r := range records {
		version := ""
		if r.Version > 0 {
			version = formatVersion(r.Version)
		}
		for i, v := range [...]string{r.ID, r.At.UTC().Format("2006-01-02T15:04:05.999999Z"), string(r.Interaction), r.Action(), string(r.Outcome),
			r.Detail, r.Agent.Name, string(r.Agent.Kind), r.Agent.Address, r.Request,
			r.Entity.Type, r.Entity.ID, version, strings.Join(r.Patients, " "), r.Query} {
			columns[i] = append(columns[i], orNull(v))
		}
	}
	args := make([]any, len(columns))
	for i := range columns {
		args[i] = array(columns[i])
	}
	return args
}

// record fills in what every record has. A patient may come several times, and
// as "", which is none.
func (s *Store) record(a access.Access, as audit.Interaction, entity fhir.Key, version int64, patients ...string) audit.Record {
	patients = slices.Clone(patients)
	slices.Sort(patients)
	if patients = slices.Compact(patients); len(patients) > 0 && patients[0] == "" {
		patients = patients[1:]
	}
	return audit.Record{ID: s.opt.NewID(), At: s.opt.Now(), Interaction: as, Outcome: audit.Success, Agent: a.Agent,
		Request: a.Request, Entity: entity, Version: version, Patients: patients}
}

// keepPage records an interaction that showed several resources: a single record
// of all their patients, for it costs as little as that of one.
func (s *Store) keepPage(ctx context.Context, a access.Access, as audit.Interaction, entity fhir.Key, query string, patients []string) error {
	r := s.record(a, as, entity, 0, patients...)
	r.Query = query
	return problem(s.auditor.keep(ctx, r))
}

// refused records an interaction that failed and returns its problem; without
// an error there was nothing to do, which is recorded as a success.
func (s *Store) refused(ctx context.Context, a access.Access, as audit.Interaction, entity fhir.Key, err error) error {
	err = problem(err)
	r := s.record(a, as, entity, 0)
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
