package audit

import (
	"time"

	"kapbridge/fhir"
)

// Record is what one interaction leaves behind, before the answer goes out. It
// is shown as one AuditEvent for each of its patients (IHE BALP: the AuditEvent
// of one patient must not tell of another).
type Record struct {
	ID          string // made by the program, time-ordered
	At          time.Time
	Interaction Interaction
	Outcome     Outcome
	Detail      string // why it failed, "" on success; no clinical content
	Agent       fhir.Agent
	Request     string
	Entity      fhir.Key // Type alone for an interaction on a type, zero for the system
	Version     int64    // of the entity, 0 when none was shown or written
	Patients    []string // ids, each once; none when no patient is concerned
	Query       string   // of a search or history, as received
}

// Interaction is a FHIR RESTful interaction (http://hl7.org/fhir/restful-interaction)
// or an edit of the clinic's tables.
type Interaction string

// The interactions recorded.
const (
	Read            Interaction = "read"
	VRead           Interaction = "vread"
	Create          Interaction = "create"
	Update          Interaction = "update"
	Patch           Interaction = "patch"
	Delete          Interaction = "delete"
	HistoryInstance Interaction = "history-instance"
	HistoryType     Interaction = "history-type"
	HistorySystem   Interaction = "history-system"
	Search          Interaction = "search-type"
	SearchSystem    Interaction = "search-system"
	Batch           Interaction = "batch"
	Operation       Interaction = "operation"
	Transaction     Interaction = "transaction"
	ClinicEdit      Interaction = "clinic-edit"
	Capabilities    Interaction = "capabilities"
)

// Outcome is AuditEvent.outcome (http://hl7.org/fhir/audit-event-outcome).
type Outcome string

// The outcomes: success, refused by rule (4), failed on our side (8).
const (
	Success Outcome = "0"
	Minor   Outcome = "4"
	Serious Outcome = "8"
)

// OutcomeOf words an error as an outcome and a detail fit for the record.
func OutcomeOf(err error) (Outcome, string) {
	if err == nil {
		return Success, ""
	}
	p, ok := err.(*fhir.Problem)
	if !ok || p.Status >= 500 {
		return Serious, "exception"
	}
	return Minor, p.Issues[0].Code
}

// Action gives AuditEvent.action: C, R, U, D or E.
func (r Record) Action() string {
	switch r.Interaction {
	case Create:
		return "C"
	case Update, Patch, ClinicEdit:
		return "U"
	case Delete:
		return "D"
	case Search, SearchSystem, Batch, Transaction, Operation:
		return "E"
	}
	return "R"
}
