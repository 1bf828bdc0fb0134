package kap

import "time"

// Observation is a row of table observation: a reading while a dose works, a
// measurement or decision of the evaluation, or the score of a response.
type Observation struct {
	ID               string
	Status           string // final | amended
	Category         *Concept
	Code             *Concept
	PatientID        string
	SessionID        string
	EpisodeID        string
	AdministrationID string // partOf, for readings while a dose works
	ResponseID       string // derivedFrom, for scores
	TakenAt          time.Time
	Monitored        bool // true: OffsetMin says minutes from dose start, negative before
	OffsetMin        int
	ObserverRoleID   string
	ValueNum         Decimal
	UnitUCUM         string
	ValueConcept     *Concept
	Interpretation   *Concept
	Method           string // name and version of the scoring rule
	ScoreRule        string // its uri
	Components       []Component
}

// Component is a row of observation_component.
type Component struct {
	Code     *Concept
	ValueNum Decimal
	UnitUCUM string
}

// Response is a row of table response: one instrument filled in once, by the
// patient, who is its author and its source.
type Response struct {
	ID            string
	Questionnaire string // canonical with version
	Status        string // completed | amended | stopped
	PatientID     string
	EpisodeID     string
	SessionID     string // NULL when filled in at home
	AuthoredAt    time.Time
	Timing        string // code of ResponseTimings
	Items         []ResponseItem
}

// ResponseItem is a row of response_item with its one answer in response_answer:
// Answer for a choice, Decimal for the submitted total.
type ResponseItem struct {
	LinkID   string
	Position int // from 0
	Text     string
	Answer   Coding
	Ordinal  int // of Answer
	Decimal  Decimal
}

// Answers gives what the response answers, for scoring.
func (r Response) Answers() Answers {
	a := Answers{}
	for _, i := range r.Items {
		if i.Answer.Code != "" {
			a[i.LinkID] = i.Ordinal
		}
	}
	return a
}
