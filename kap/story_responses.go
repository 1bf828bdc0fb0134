package kap

import (
	"fmt"
	"time"
)

// How often an instrument that is due comes back.
const (
	onSite     = 0.92
	atHome     = 0.60
	lateReturn = 0.40 // at three months and after
)

// ask hands instruments out; each comes back with that probability, some minutes
// after the one before. At home there is no session.
func (x *course) ask(timing string, at time.Time, session string, returned float64, instruments ...*Questionnaire) {
	for i, q := range instruments {
		if x.c.hit(returned) {
			x.answer(q, timing, at.Add(time.Duration(4*i)*time.Minute), session)
		}
	}
}

// askBefore hands out what is due before a dose: PHQ-9 and GAD-7 always, PCL-5
// monthly, or weekly where PTSD is treated.
func (x *course) askBefore(d *dosing) {
	due := 28 * 24 * time.Hour
	if x.indication == "ptsd" {
		due = 6 * 24 * time.Hour
	}
	instruments := []*Questionnaire{PHQ9, GAD7}
	if at, ok := x.latest(PCL5); !ok || d.session.StartedAt.Sub(at) >= due {
		instruments = append(instruments, PCL5)
	}
	x.ask("pre_dose", d.session.StartedAt.Add(5*time.Minute), d.session.ID, onSite, instruments...)
}

// askAfter sends PHQ-9 and GAD-7 home, to be answered the day after.
func (x *course) askAfter(d *dosing) {
	at := d.dose.StartedAt.Add(24*time.Hour + time.Duration(x.c.between(-180, 180))*time.Minute)
	x.ask("plus_24h", at, "", atHome, PHQ9, GAD7)
}

// latest is when the patient last answered an instrument in this episode.
func (x *course) latest(q *Questionnaire) (time.Time, bool) {
	for i := len(x.story.Responses) - 1; i >= 0; i-- {
		r := x.story.Responses[i]
		if r.EpisodeID == x.episode.ID && r.Questionnaire == q.Canonical() {
			return r.AuthoredAt, true
		}
	}
	return time.Time{}, false
}

// answer fills an instrument in: 2 % are given up half way, without a total; 1 %
// are amended later.
func (x *course) answer(q *Questionnaire, timing string, at time.Time, session string) {
	answers := spread(x.c, q, x.target(q, at))
	r := Response{
		ID: x.id(fmt.Sprintf("%s/response/%d", x.path, len(x.story.Responses)+1)), Questionnaire: q.Canonical(), Status: "completed",
		PatientID: x.story.Patient.ID, EpisodeID: x.episode.ID, SessionID: session, AuthoredAt: at, Timing: timing,
	}
	switch among(x.c, []share[string]{{"completed", 0.97}, {"stopped", 0.02}, {"amended", 0.01}}) {
	case "stopped":
		r.Status = "stopped"
		for _, id := range q.Rule.Scored[len(q.Rule.Scored)/2:] {
			delete(answers, id)
		}
	case "amended":
		r.Status = "amended"
	}
	score := q.Score(answers, Missing{})
	if q == PHQ9 && score.Known && score.Total > 0 {
		answers["phq9-10"] = min(score.Total/7, 3)
	}
	r.Items = fill(q, answers, score)
	x.story.Responses = append(x.story.Responses, r)
	if score.Known {
		x.score(q, r, score)
	}
}

// fill writes answers down in the order of the questions, the total last.
func fill(q *Questionnaire, answers Answers, score Score) []ResponseItem {
	items := make([]ResponseItem, 0, len(q.Items))
	for _, i := range q.Items {
		row := ResponseItem{LinkID: i.LinkID, Position: len(items), Text: i.Text}
		ordinal, answered := answers[i.LinkID]
		switch {
		case answered:
			option, _ := i.Option(ordinal)
			row.Answer, row.Ordinal = option.Coding, ordinal
		case i.LinkID == q.totalLink() && score.Known:
			row.Decimal = whole(score.Total)
		default:
			continue
		}
		items = append(items, row)
	}
	return items
}

var bandConcepts, decisions = ScoreBands.concepts(), EligibilityDecisions.concepts()

// score writes the total down as an Observation derived from the response.
func (x *course) score(q *Questionnaire, r Response, s Score) {
	status := "final"
	if r.Status == "amended" {
		status = "amended"
	}
	x.story.Observations = append(x.story.Observations, Observation{
		ID: x.id(fmt.Sprintf("%s/score/%d", x.path, len(x.story.Responses))), Status: status, Category: Survey, Code: q.Total,
		PatientID: r.PatientID, EpisodeID: r.EpisodeID, SessionID: r.SessionID, ResponseID: r.ID, TakenAt: r.AuthoredAt,
		ValueNum: whole(s.Total), UnitUCUM: "{score}", Interpretation: bandConcepts[s.Band], Method: s.Rule, ScoreRule: q.ScoredBy,
	})
}

// measure writes a measurement of a session down.
func (x *course) measure(s Session, code, category *Concept, value Decimal, unit string, at time.Time) {
	x.story.Observations = append(x.story.Observations, Observation{
		ID: x.id(x.path + "/measure/" + code.Codings[0].Code), Status: "final", Category: category, Code: code, PatientID: s.PatientID,
		EpisodeID: s.EpisodeID, SessionID: s.ID, TakenAt: at, ObserverRoleID: x.prescriber, ValueNum: value, UnitUCUM: unit,
	})
}

// decide writes the eligibility decision down.
func (x *course) decide(s Session, decision string, at time.Time) {
	x.story.Observations = append(x.story.Observations, Observation{
		ID: x.id(x.path + "/eligibility"), Status: "final", Category: Exam, Code: Eligibility, PatientID: s.PatientID,
		EpisodeID: s.EpisodeID, SessionID: s.ID, TakenAt: at, ObserverRoleID: x.prescriber, ValueConcept: decisions[decision],
	})
}
