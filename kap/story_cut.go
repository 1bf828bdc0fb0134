package kap

import (
	"slices"
	"time"
)

// ahead is how far sessions are planned.
const ahead = 14 * 24 * time.Hour

// cut takes away what has not happened yet on the day the books are read, and
// then lets conditions show how the treatment ended.
func (t *teller) cut() {
	s := &t.story
	until := t.until.UTC()
	later := func(at time.Time) bool { return !at.Before(until) }
	open := map[string]bool{} // sessions that have begun
	s.Sessions = slices.DeleteFunc(s.Sessions, func(x Session) bool { return x.PlannedStart.After(until.Add(ahead)) })
	for i := range s.Sessions {
		if later(s.Sessions[i].PlannedStart) {
			s.Sessions[i] = asPlanned(s.Sessions[i])
		}
		open[s.Sessions[i].ID] = s.Sessions[i].Status == "finished"
	}
	s.Orders = slices.DeleteFunc(s.Orders, func(x Order) bool { return !open[x.SessionID] })
	s.Administrations = slices.DeleteFunc(s.Administrations, func(x Administration) bool { return !open[x.SessionID] })
	s.Responses = slices.DeleteFunc(s.Responses, func(x Response) bool { return later(x.AuthoredAt) })
	s.Observations = slices.DeleteFunc(s.Observations, func(x Observation) bool { return later(x.TakenAt) })
	begun := 0
	for begun < len(s.Episodes) && !later(s.Episodes[begun].StartedAt) {
		s.Episodes[begun] = cutEpisode(s.Episodes[begun], later)
		begun++
	}
	s.Episodes, s.Premises = s.Episodes[:begun], s.Premises[:begun]
	s.Sessions = slices.DeleteFunc(s.Sessions, func(x Session) bool {
		return !slices.ContainsFunc(s.Episodes, func(e Episode) bool { return e.ID == x.EpisodeID })
	})
	t.conclude()
}

// asPlanned is the session as it stands in the book beforehand.
func asPlanned(s Session) Session {
	s.Status, s.CancelReason, s.Intention = "planned", nil, ""
	s.StartedAt, s.EndedAt = time.Time{}, time.Time{}
	return s
}

func cutEpisode(e Episode, later func(time.Time) bool) Episode {
	e.StatusHistory = slices.DeleteFunc(e.StatusHistory, func(h EpisodeStatus) bool { return later(h.StartedAt) })
	last := &e.StatusHistory[len(e.StatusHistory)-1]
	last.EndedAt, e.Status = time.Time{}, last.Status
	if later(e.EndedAt) {
		e.EndedAt, e.EndReason = time.Time{}, ""
	}
	return e
}

// conclude shows the treated condition in remission when the latest episode was
// finished and the last PHQ-9 in it was below 5.
func (t *teller) conclude() {
	if len(t.story.Episodes) == 0 {
		t.story.Conditions = nil // nobody has seen the patient yet
		return
	}
	e := t.story.Episodes[len(t.story.Episodes)-1]
	if e.Status != "finished" {
		return
	}
	for i := len(t.story.Observations) - 1; i >= 0; i-- {
		o := t.story.Observations[i]
		if o.Code == PHQ9.Total && o.EpisodeID == e.ID {
			if Remitted(int(o.ValueNum.Float())) {
				c := &t.story.Conditions[0]
				c.ClinicalStatus, c.AbatementDate = InRemission, dateOf(e.EndedAt)
			}
			return
		}
	}
}
