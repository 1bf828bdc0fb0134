package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kapbridge/audit"
	"kapbridge/fhir"
)

// logRow is a row of the audit log as PostgreSQL writes it in JSON, with the one
// patient whom the event is about.
type logRow struct {
	ID            string    `json:"id"`
	Recorded      time.Time `json:"recorded"`
	Interaction   string    `json:"interaction"`
	Outcome       string    `json:"outcome"`
	Detail        string    `json:"detail"`
	Agent         string    `json:"agent"`
	AgentKind     string    `json:"agent_kind"`
	Address       string    `json:"address"`
	Request       string    `json:"request"`
	EntityType    string    `json:"entity_type"`
	EntityID      string    `json:"entity_id"`
	EntityVersion int64     `json:"entity_version"`
	Patient       string    `json:"patient"`
	Query         string    `json:"query"`
}

// showRecord renders a row of the log as its AuditEvent.
func showRecord(row []byte) ([]byte, error) {
	var r logRow
	if err := json.Unmarshal(row, &r); err != nil {
		return nil, fmt.Errorf("a row of the audit log cannot be read: %w", err)
	}
	record := audit.Record{ID: r.ID, At: r.Recorded, Interaction: audit.Interaction(r.Interaction), Outcome: audit.Outcome(r.Outcome), Detail: r.Detail,
		Agent:   fhir.Agent{Name: r.Agent, Kind: fhir.AgentKind(r.AgentKind), Address: r.Address},
		Request: r.Request, Entity: fhir.Key{Type: r.EntityType, ID: r.EntityID}, Version: r.EntityVersion, Query: r.Query}
	if r.Patient != "" {
		record.Patients = []string{r.Patient}
	}
	return render(audit.Event(record), fhir.Version{Number: 1, At: r.Recorded.UTC()}), nil
}

var recordSQL = `select recorded, coalesce(patient_id, ''), record from fhir_audit_event where id = $1 and interaction_id = ` + rowOfEvent("$1")

// readRecord reads one record of the log.
func (s *Store) readRecord(ctx context.Context, key fhir.Key) (fhir.Version, string, error) {
	st, err := s.statement(ctx, recordSQL)
	if err != nil {
		return fhir.Version{}, "", err
	}
	var at time.Time
	var patient string
	var row []byte
	if err := st.QueryRowxContext(ctx, key.ID).Scan(&at, &patient, &row); errors.Is(err, sql.ErrNoRows) {
		return fhir.Version{}, "", fhir.NotFound(key)
	} else if err != nil {
		return fhir.Version{}, "", err
	}
	v := fhir.Version{Key: key, Number: 1, At: at.UTC(), Deed: fhir.Created}
	v.Body, err = showRecord(row)
	return v, patient, err
}
