package kap

import "time"

// Episode is a row of table episode: one course of treatment.
type Episode struct {
	ID             string
	Identifiers    []Identifier
	PatientID      string
	OrganizationID string
	Status         string // EpisodeOfCareStatus
	Type           *Concept
	StartedAt      time.Time
	EndedAt        time.Time
	CareManagerID  string // practitioner
	EndReason      string
	StatusHistory  []EpisodeStatus
	Diagnoses      []EpisodeDiagnosis
}

// EpisodeStatus is a row of episode_status_history. Periods follow each other
// without gap; the last has the status that the episode has now, and is open.
type EpisodeStatus struct {
	Status    string
	StartedAt time.Time
	EndedAt   time.Time
}

// EpisodeDiagnosis is a row of episode_diagnosis.
type EpisodeDiagnosis struct {
	ConditionID string
	Role        *Concept
	Rank        int
}

// Session is a row of table session: one visit, planned, held or cancelled.
type Session struct {
	ID                string
	EpisodeID         string
	PatientID         string
	OrganizationID    string
	Kind              string   // code of SessionKinds
	Type              *Concept // the same as concept
	SequenceNo        int      // from 1 within its kind and episode, cancelled ones too
	Status            string   // EncounterStatus
	Class             Coding
	LocationID        string
	PlannedStart      time.Time
	StartedAt         time.Time
	EndedAt           time.Time
	TZ                string // IANA name of the local time
	Intention         string
	CancelReason      *Concept
	ReasonConditionID string
	Participants      []SessionParticipant
}

// SessionParticipant is a row of session_participant.
type SessionParticipant struct {
	RoleID   string // practitioner_role
	Function *Concept
}

// Order is a row of table medication_order: one dose ordered for one session.
type Order struct {
	ID                string
	Status            string // MedicationRequest status
	Intent            string
	Category          *Concept
	PatientID         string
	EpisodeID         string
	SessionID         string
	Product           *Concept
	Route             *Concept
	DoseMg            Decimal
	DoseMgPerKg       Decimal // how it was ordered, NULL for a fixed dose
	WeightKg          Decimal
	RateMlH           Decimal
	DurationMin       int
	DosageText        string
	OrderedAt         time.Time
	PrescriberRoleID  string
	ReasonConditionID string
}

// Administration is a row of table administration: a dose given or withheld.
type Administration struct {
	ID                string
	OrderID           string
	SessionID         string
	PatientID         string
	Status            string // completed | not-done | stopped
	StatusReason      *Concept
	Category          *Concept
	MedicationID      string // the lot it was drawn from first
	StartedAt         time.Time
	EndedAt           time.Time // NULL when the dose was given at one moment
	Route             *Concept
	Site              *Concept
	DoseMg            Decimal
	DoseMgPerKg       Decimal
	WeightKg          Decimal
	VolumeMl          Decimal
	MeanRateMlH       Decimal
	DosageText        string
	PumpDeviceID      string
	ReasonConditionID string
	Note              string
	Steps             []Step
	Performers        []DosePerformer
	StockDraws        []StockDraw
	Wastes            []Waste
}

// Step is a row of administration_step. DoseMg is what was given from this step
// up to the next, so that the steps add up to the dose.
type Step struct {
	Kind     string // code of StepKinds
	At       time.Time
	RateMlH  Decimal
	DoseMg   Decimal
	DeviceNo int
	Sprays   int
	Reason   string
}

// DosePerformer is a row of administration_performer.
type DosePerformer struct {
	RoleID   string
	Function *Concept
}

// StockDraw is a row of administration_stock: what was drawn from one lot for
// the dose. Together the draws are the dose, and what an early stop left.
type StockDraw struct {
	MedicationID string
	Mg           Decimal
}

// Waste is a row of waste: the remainder of an opened container, destroyed by
// one member of staff before the eyes of another.
type Waste struct {
	MedicationID      string
	Mg                Decimal
	At                time.Time
	WastedByRoleID    string
	WitnessedByRoleID string
	Method            string // code of WasteMethods
}
