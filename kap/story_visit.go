package kap

import (
	"fmt"
	"time"
)

// at is the instant of a local wall-clock time, in UTC.
func (w *world) at(day time.Time, hour, minute int) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, hour, minute, 0, 0, w.zone).UTC()
}

// workday is the day itself, or the Monday after a weekend.
func (w *world) workday(day time.Time) time.Time {
	switch day.Weekday() {
	case time.Saturday:
		return day.AddDate(0, 0, 2)
	case time.Sunday:
		return day.AddDate(0, 0, 1)
	}
	return day
}

// doseDay is the first Tuesday or Friday from that day on.
func (w *world) doseDay(day time.Time) time.Time {
	for day.Weekday() != time.Tuesday && day.Weekday() != time.Friday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// later makes sure that a day comes after the latest visit.
func (x *course) later(day time.Time) time.Time {
	if day.After(x.day) {
		return day
	}
	return x.workday(x.day.AddDate(0, 0, 1))
}

var sessionKinds, cancelReasons = SessionKinds.concepts(), CancelReasons.concepts()

// mustVisit plans a session and, when it does not take place, another one some
// days later, until one is held, which it keeps.
func (x *course) mustVisit(kind string, day time.Time, minutes int) Session {
	for {
		s, held := x.visit(kind, day, minutes)
		if held {
			x.keep(s)
			return s
		}
		day = x.workday(day.AddDate(0, 0, x.c.between(2, 4)))
	}
}

// visit plans a session and tells whether it is held: 6 % of patients do not
// come, 4 % of sessions are cancelled. A session that is not held is kept here,
// one that is held by the caller, once it knows the end.
func (x *course) visit(kind string, day time.Time, minutes int) (Session, bool) {
	x.day = day
	x.counts[kind]++
	dosing := kind == "dosing" || kind == "maintenance-dosing"
	latest := 15
	if dosing {
		latest = 13
	}
	s := Session{
		ID:        x.id(fmt.Sprintf("%s/session/%s/%d", x.path, kind, x.counts[kind])),
		EpisodeID: x.episode.ID, PatientID: x.story.Patient.ID, OrganizationID: x.site.organization.ID, Kind: kind,
		Type: sessionKinds[kind], SequenceNo: x.counts[kind], Status: "finished", Class: Ambulatory, TZ: TZ,
		PlannedStart: x.at(day, x.c.between(8, latest), pick(x.c, []int{0, 30})), ReasonConditionID: x.condition,
	}
	if dosing {
		s.LocationID = x.site.rooms[x.c.between(0, suites-1)].ID
		s.Intention = pick(x.c, intentions)
	} else {
		s.LocationID = x.site.rooms[x.c.between(suites, len(x.site.rooms)-1)].ID
	}
	x.telehealth(&s)
	s.Participants = x.participants(kind)
	why := among(x.c, []share[string]{{"", 0.90}, {"no-show", 0.06}, {"patient", 0.03}, {"clinic", 0.01}})
	if why != "" {
		s.Status, s.CancelReason = "cancelled", cancelReasons[why]
		x.keep(s)
		return s, false
	}
	s.StartedAt = s.PlannedStart.Add(time.Duration(x.c.between(0, 10)) * time.Minute)
	s.EndedAt = s.StartedAt.Add(time.Duration(minutes) * time.Minute)
	return s, true
}

// telehealth moves one integration session in four to a video call.
func (x *course) telehealth(s *Session) {
	if s.Kind == "integration" && x.c.hit(0.25) {
		s.Class, s.LocationID = Virtual, ""
	}
}

// participants: prescribers evaluate and follow up, therapists do the rest, and
// at a dose a nurse and the prescriber are there too.
func (x *course) participants(kind string) []SessionParticipant {
	switch kind {
	case "evaluation", "follow-up":
		return []SessionParticipant{{x.prescriber, PrimaryPerformer}}
	case "dosing", "maintenance-dosing":
		nurse := x.site.anyone(x.c, "nurse")
		return []SessionParticipant{{x.therapist, PrimaryPerformer}, {nurse, SecondaryPerformer}, {x.prescriber, Attender}}
	}
	return []SessionParticipant{{x.therapist, PrimaryPerformer}}
}

// keep writes the session down.
func (x *course) keep(s Session) { x.story.Sessions = append(x.story.Sessions, s) }
