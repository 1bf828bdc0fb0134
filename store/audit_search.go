package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

const auditType = "AuditEvent"

// AuditSchema is what AuditEvent can be searched by. The log is not a clinic's
// table and has no lenses; its parameters look at its columns directly.
var AuditSchema = auditSchema{
	param("action", "token"), param("agent-name", "string"), param("date", "date"),
	param("entity", "reference"), param("outcome", "token"), param("patient", "reference"), param("subtype", "token"),
}

type auditSchema []*mapping.Param

func param(code, kind string) *mapping.Param {
	for _, p := range fhir.SearchParameters(auditType) {
		if p.Code == code && p.Type == kind {
			return &mapping.Param{Code: code, Type: kind, Definition: p.URL, Expression: p.Expression, Targets: p.Targets, Single: code == "date"}
		}
	}
	panic("store: AuditEvent has no search parameter " + code)
}

// Params returns the parameters by code.
func (a auditSchema) Params() []*mapping.Param { return a }

// Param returns the parameter of that code, nil for none.
func (a auditSchema) Param(code string) *mapping.Param {
	for _, p := range a {
		if p.Code == code {
			return p
		}
	}
	return nil
}

const auditRowSQL = `select id, recorded, interaction, outcome, coalesce(detail, ''), agent, agent_kind, coalesce(address, ''),
 coalesce(request, ''), coalesce(entity_type, ''), coalesce(entity_id, ''), coalesce(entity_version, 0), coalesce(patient, ''), coalesce(query, '')
 from fhir_audit m where `

// searchAudit searches the log, oldest first unless -date is asked for. Only
// the date orders it.
func (s *Store) searchAudit(ctx context.Context, a access.Access, q *mapping.Query) (page fhir.Page, patients []string, err error) {
	b := s.builder()
	if q.Within.Type != "" { // of a Patient: the only one that AuditEvent has a parameter for
		b.and("m.patient = %s", b.arg(q.Within.ID, "text"))
	}
	for _, term := range q.Terms {
		condition, err := auditCondition(b, term)
		if err != nil {
			return page, nil, err
		}
		b.and("%s", condition)
	}
	from, counted := "from fhir_audit m where "+b.conditions(), b.args
	if q.Count == 0 {
		page.Total, err = s.total(ctx, q, &page, from, counted)
		return page, nil, err
	}
	direction, compare := "", ">"
	for _, key := range q.Sort {
		if key.Code != "date" && key.Code != "_lastUpdated" {
			return page, nil, fhir.Refuse(400, "not-supported", "_sort by %q is not possible for AuditEvent; use date or -date", key.Code)
		}
		if key.Down {
			direction, compare = " desc", "<"
		}
	}
	if q.Cursor != "" {
		after, err := s.unsealPlaced(ctx, q.Cursor, searchOf(a, q), "timestamptz", "text")
		if err != nil {
			return page, nil, err
		}
		b.and("(m.recorded, m.id) %s (%s, %s)", compare, b.arg(after[0], "timestamptz"), b.arg(after[1], "text"))
	}
	text := auditRowSQL + b.conditions() + " order by m.recorded" + direction + ", m.id" + direction + " limit " + b.arg(q.Count+1, "bigint")
	found, err := s.ask(ctx, text, b.args...)
	if err != nil {
		return page, nil, err
	}
	defer found.Close()
	for found.Next() {
		v, r, err := scanAudit(found)
		if err != nil {
			return page, nil, err
		}
		if len(page.Versions) == q.Count {
			last := page.Versions[q.Count-1]
			page.Next, err = s.seal(ctx, s.placed(last.At.UTC().Format("2006-01-02T15:04:05.999999Z07:00"), last.ID), searchOf(a, q))
			if err != nil {
				return page, nil, err
			}
			break
		}
		page.Versions, patients = append(page.Versions, v), append(patients, r.Patient)
	}
	if err := found.Err(); err != nil {
		return page, nil, err
	}
	if counts(q) {
		page.Total, err = s.total(ctx, q, &page, from, counted)
	}
	return page, patients, err
}

func auditCondition(b *builder, term mapping.Term) (string, error) {
	if term.Modifier != "" {
		return "", fhir.Refuse(400, "not-supported", "the modifier :%s cannot be used with %q of AuditEvent", term.Modifier, term.Code)
	}
	return anyOf(term.Values, func(value string) (string, error) {
		plain := mapping.Unescape(value)
		switch term.Code {
		case "_id":
			return "m.id = " + b.arg(plain, "text"), nil
		case "date", "_lastUpdated":
			return dateCondition(b, term.Code, value, moment("m.recorded"))
		case "agent-name":
			return begins("m.agent", b.arg(plain, "text")), nil
		case "patient":
			return "m.patient = " + b.arg(strings.TrimPrefix(plain, "Patient/"), "text"), nil
		case "entity":
			typeName, id, typed := strings.Cut(plain, "/")
			if !typed {
				return "m.entity_id = " + b.arg(plain, "text"), nil
			}
			return fmt.Sprintf("(m.entity_type = %s and m.entity_id = %s)", b.arg(typeName, "text"), b.arg(id, "text")), nil
		}
		column := map[string]string{"action": "m.action", "outcome": "m.outcome", "subtype": "m.interaction"}[term.Code]
		v := parseToken(value)
		if system := audit.Systems[term.Code]; v.system != "" && v.system != system {
			return "false", nil
		} else if v.code == "" {
			return "true", nil
		}
		return column + " = " + b.arg(v.code, "text"), nil
	})
}

// readAudit reads one record of the log.
func (s *Store) readAudit(ctx context.Context, id string) (fhir.Version, string, error) {
	st, err := s.statement(ctx, auditRowSQL+"id = $1")
	if err != nil {
		return fhir.Version{}, "", err
	}
	v, r, err := scanAudit(st.QueryRowxContext(ctx, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = fhir.NotFound(fhir.Key{Type: auditType, ID: id})
	}
	return v, r.Patient, err
}

func scanAudit(row sqlx.ColScanner) (fhir.Version, audit.Record, error) {
	var r audit.Record
	err := row.Scan(&r.ID, &r.At, &r.Interaction, &r.Outcome, &r.Detail, &r.Agent.Name, &r.Agent.Kind, &r.Agent.Address,
		&r.Request, &r.Entity.Type, &r.Entity.ID, &r.Version, &r.Patient, &r.Query)
	if err != nil {
		return fhir.Version{}, r, err
	}
	v := fhir.Version{Key: fhir.Key{Type: auditType, ID: r.ID}, Number: 1, At: r.At.UTC(), Deed: fhir.Created}
	v.Body = render(audit.Event(r), v)
	return v, r, nil
}
