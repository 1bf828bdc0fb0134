package kap

import (
	"fmt"
	"math"
	"time"
)

// course tells one episode of care.
type course struct {
	*teller
	path     string
	c        *chance
	episode  Episode
	premise  Premise
	day      time.Time      // local day of the latest visit
	counts   map[string]int // sessions so far, by kind
	given    []time.Time    // starts of the doses given
	severity severity
}

// regimen is how a route is dosed over time.
type regimen struct {
	induction int // doses twice a week
	weekly    int // doses once a week after those
	rest      int // maintenance doses, each restDays after the one before
	restDays  int
}

// course tells episode n from the day of its referral, and returns its row.
func (t *teller) course(n int, referred time.Time) Episode {
	path := fmt.Sprintf("%s/episode/%d", t.path, n)
	x := &course{teller: t, path: path, c: chanceOf(t.seed, path), day: referred, counts: map[string]int{}}
	x.begin(n)
	if x.evaluate() {
		x.prepare()
		x.treat()
		x.follow()
	}
	t.story.Episodes = append(t.story.Episodes, x.episode)
	t.story.Premises = append(t.story.Premises, x.premise)
	return x.episode
}

func (x *course) begin(n int) {
	c := x.c
	x.premise = Premise{Indication: x.indication,
		Route:  among(c, []share[string]{{"iv", 0.40}, {"im", 0.20}, {"intranasal", 0.30}, {"sublingual", 0.08}, {"oral", 0.02}}),
		Course: among(c, []share[string]{{"responder", 0.55}, {"partial", 0.25}, {"non-responder", 0.18}, {"worsening", 0.02}})}
	x.severity = newSeverity(c, x.premise)
	start := x.at(x.day, 9, c.between(0, 59))
	x.episode = Episode{
		ID: x.id(x.path), PatientID: x.story.Patient.ID, OrganizationID: x.site.organization.ID, Type: kapEpisode, StartedAt: start,
		CareManagerID: x.site.practitionerOf(x.prescriber),
		Identifiers:   []Identifier{{"usual", nil, EpisodeSystem, fmt.Sprintf("SYN-E%07d-%d", x.story.Number, n)}},
		Diagnoses:     []EpisodeDiagnosis{{x.condition, ChiefComplaint, 1}},
	}
	if x.pressure != "" {
		x.episode.Diagnoses = append(x.episode.Diagnoses, EpisodeDiagnosis{x.pressure, Comorbidity, 2})
	}
	x.turn("planned", start)
}

var kapEpisode = EpisodeTypes.Concept("kap")

// turn gives the episode a new status from that instant on.
func (x *course) turn(status string, at time.Time) {
	h := x.episode.StatusHistory
	if len(h) > 0 {
		h[len(h)-1].EndedAt = at
	}
	x.episode.Status, x.episode.StatusHistory = status, append(h, EpisodeStatus{Status: status, StartedAt: at})
}

func (x *course) end(status, reason string, at time.Time) {
	x.turn(status, at)
	x.episode.EndedAt, x.episode.EndReason = at, reason
}

// evaluate holds the evaluation; 9 % are found not eligible.
func (x *course) evaluate() bool {
	s := x.mustVisit("evaluation", x.workday(x.day.AddDate(0, 0, x.c.between(3, 12))), x.c.between(60, 90))
	decided := s.EndedAt.Add(-5 * time.Minute)
	x.premise.Eligible = !x.c.hit(0.09)
	x.measure(s, BodyWeight, VitalSigns, decimal(x.weight, 1), "kg", s.StartedAt.Add(10*time.Minute))
	x.ask("baseline", s.StartedAt.Add(20*time.Minute), s.ID, 1, PHQ9, GAD7, PCL5)
	decision := "eligible"
	if !x.premise.Eligible {
		decision = "not-eligible"
	} else if x.pressure != "" && x.c.hit(0.5) {
		decision = "eligible-with-conditions"
	}
	x.decide(s, decision, decided)
	if x.premise.Eligible {
		x.turn("active", decided)
		return true
	}
	x.end("cancelled", "Not eligible", decided)
	return false
}

// prepare holds one to three preparation sessions, 1.8 on average.
func (x *course) prepare() {
	n := among(x.c, []share[int]{{1, 0.40}, {2, 0.40}, {3, 0.20}})
	for range n {
		x.mustVisit("preparation", x.workday(x.day.AddDate(0, 0, x.c.between(2, 5))), x.c.between(45, 60))
	}
}

// regimen: esketamine as labelled, 8 doses in four weeks, then weekly, then
// maintenance; other routes 1 to 12 doses, about 5.5, those after the sixth as
// maintenance.
func (x *course) regimen() regimen {
	if x.premise.Route == "intranasal" {
		return regimen{induction: 8, weekly: 4, rest: x.c.poisson(6), restDays: pick(x.c, []int{7, 14})}
	}
	n := int(math.Round(x.c.clipped(5.5, 2, 1, 12)))
	return regimen{induction: min(n, 6), rest: max(n-6, 0), restDays: 21}
}

// treat gives the doses and the integration sessions between them.
func (x *course) treat() {
	r := x.regimen()
	all := r.induction + r.weekly + r.rest
	last, pause := all, 0
	if x.premise.Route == "intranasal" && x.c.hit(0.15) {
		x.premise.DroppedOut = true
		last = x.c.between(1, 11)
	}
	if x.c.hit(0.04) && all > 3 {
		pause = x.c.between(2, 3)
	}
	for n := 1; n <= min(last, all); n++ {
		kind, day := "dosing", x.doseDay(x.day.AddDate(0, 0, 1))
		switch {
		case n > r.induction+r.weekly:
			kind, day = "maintenance-dosing", x.doseDay(x.lastDose().AddDate(0, 0, r.restDays))
		case n > r.induction:
			day = x.doseDay(x.lastDose().AddDate(0, 0, 7))
		}
		x.dose(kind, x.later(day))
		x.integrate(n == r.induction)
		if n == pause {
			x.hold()
		}
	}
}

// hold pauses the episode for three to four weeks.
func (x *course) hold() {
	x.turn("onhold", x.at(x.day.AddDate(0, 0, 1), 9, 0))
	x.day = x.workday(x.day.AddDate(0, 0, x.c.between(21, 28)))
	x.turn("active", x.at(x.day, 9, 0))
}

// integrate follows up to seven doses in ten within three days; after the last
// dose of the first series always, with its instruments.
func (x *course) integrate(closing bool) {
	if !closing && !x.c.hit(0.7) {
		return
	}
	day := x.workday(x.day.AddDate(0, 0, 1))
	if !closing {
		if s, held := x.visit("integration", day, x.c.between(50, 60)); held {
			x.keep(s)
		}
		return
	}
	s := x.mustVisit("integration", day, x.c.between(50, 60))
	x.ask("end_induction", s.StartedAt.Add(5*time.Minute), s.ID, onSite, PHQ9, GAD7)
}

// follow ends the episode: two follow-ups a month and three months after the
// last dose, instruments also at six months; or nothing after a drop-out.
func (x *course) follow() {
	if x.premise.DroppedOut {
		x.end("cancelled", "Patient did not return", x.at(x.day.AddDate(0, 0, x.c.between(21, 35)), 16, 0))
		return
	}
	last := x.lastDose()
	s := x.mustVisit("follow-up", x.later(x.workday(last.AddDate(0, 0, 30))), x.c.between(30, 45))
	x.ask("month_1", s.StartedAt.Add(5*time.Minute), s.ID, onSite, PHQ9, GAD7, PCL5)
	s = x.mustVisit("follow-up", x.later(x.workday(last.AddDate(0, 0, 90))), x.c.between(30, 45))
	x.ask("month_3", s.StartedAt.Add(5*time.Minute), s.ID, lateReturn, PHQ9, GAD7, PCL5)
	x.end("finished", "Course completed", s.EndedAt)
	x.ask("month_6", x.at(last.AddDate(0, 0, 180), x.c.between(8, 20), x.c.between(0, 59)), "", lateReturn, PHQ9, GAD7, PCL5)
}

// lastDose is the local day of the latest dose given, or of the latest visit.
func (x *course) lastDose() time.Time {
	if len(x.given) == 0 {
		return x.day
	}
	return midnight(x.given[len(x.given)-1].In(x.zone), x.zone)
}
