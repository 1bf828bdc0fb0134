package kap

import (
	"fmt"
	"math"
	"time"
)

// plan is the default monitoring plan in minutes from the start of the dose.
var plan = []int{-15, 0, 10, 20, 30, 40, 60, 90, 120}

// The protocol's limits before a dose, in mmHg: above 140/90 it is weighed.
const (
	systolicLimit  = 140
	diastolicLimit = 90
)

// vitals are the readings at rest before a dose.
type vitals struct{ systolic, diastolic, pulse, breath, oxygen float64 }

// baseline takes the readings of the day. Pressure is above the limit in 7 % of
// sessions (15 % with hypertension); then half of the doses are withheld and half
// given by decision of the prescriber.
func (d *dosing) baseline() (vitals, *Concept) {
	c := d.c
	v := vitals{min(d.systolic+c.normal(0, 4), systolicLimit), min(d.diastolic+c.normal(0, 3), diastolicLimit),
		d.pulse + c.normal(0, 4), c.clipped(15, 2, 10, 22), min(d.oxygen+c.normal(0, 0.5), 100)}
	raised := 0.05
	if d.course.pressure != "" {
		raised = 0.15
	}
	if !c.hit(raised) {
		return v, nil
	}
	v.systolic, v.diastolic = float64(c.between(systolicLimit+1, 158)), float64(c.between(84, 98))
	if c.hit(0.5) {
		return v, PressureTooHigh
	}
	d.dose.Note = fmt.Sprintf("Blood pressure %.0f/%.0f before dose: reviewed by prescriber, dose given", v.systolic, v.diastolic)
	return v, nil
}

// effect is how strongly a dose works on this patient this time.
type effect struct {
	systolic, diastolic, pulse, oxygen float64 // change at the peak
	sedation                           int     // lowest MOAA/S
	dissociation                       float64 // CADSS-6 at 40 minutes
}

// effect: sedation in 50 %, loss of consciousness in 0.3 %, any dissociation in
// 68 % (esketamine label: 48-61 %, 0.3-0.4 %, 61-75 %).
func (d *dosing) effect() effect {
	c := d.c
	e := effect{c.normal(16, 9), c.normal(10, 6), c.normal(8, 7), min(-c.normal(1, 1), 0), 5, 0}
	switch {
	case c.hit(0.003):
		e.sedation = 0
	case c.hit(0.5):
		e.sedation = c.between(3, 4)
	}
	if c.hit(0.68) {
		e.dissociation = min(max(c.gamma2(7)*d.strength(), 1), 24)
	}
	return e
}

// strength compares the dose with the usual one of its route.
func (d *dosing) strength() float64 {
	usual := map[string]float64{"iv": 0.05, "im": 0.09}[d.premise.Route] * float64(d.weight)
	if usual == 0 {
		usual = map[string]float64{"intranasal": 70}[d.premise.Route]
	}
	if usual == 0 {
		usual = 200
	}
	return float64(d.mg) / usual
}

// felt is the share of the peak effect that shows that many minutes after the dose: up
// until 35 minutes, then halved every 35 minutes.
func felt(minutes int) float64 {
	if minutes <= 0 {
		return 0
	}
	if minutes <= 35 {
		return float64(minutes) / 35
	}
	return math.Exp2(-float64(minutes-35) / 35)
}

// monitor takes the planned readings, each within some minutes of the plan, and
// ends the session after the last. Without a dose there is the baseline only.
func (d *dosing) monitor(base vitals) {
	points, e := plan, effect{sedation: 5}
	if d.dose.Status == "not-done" {
		points = plan[:1]
	} else {
		e = d.effect()
		if d.premise.Route == "intranasal" && d.c.hit(0.3) {
			points = append(plan[:len(plan):len(plan)], 150)
		}
	}
	var last time.Time
	for i, planned := range points {
		offset := planned + int(math.Round(d.c.clipped(0, 2, -4, 4)))
		if planned <= 0 {
			offset = planned - d.c.between(0, 2)
		}
		last = d.dose.StartedAt.Add(time.Duration(offset) * time.Minute)
		d.readings(base, e, offset, planned == 40 || i == len(points)-1 && planned > 0)
	}
	if d.dose.Status != "not-done" {
		d.session.EndedAt = last.Add(time.Duration(d.c.between(10, 20)) * time.Minute)
	}
}

// readings writes one monitoring point down.
func (d *dosing) readings(base vitals, e effect, offset int, dissociation bool) {
	c, f := d.c, felt(offset)
	level := func(base, change, noise, low, high float64) int {
		if offset < -5 {
			return int(min(max(base, low), high)) // the reading the decision was taken on
		}
		return int(math.Round(min(max(base+change*f+c.normal(0, noise), low), high)))
	}
	systolic := level(base.systolic, e.systolic, 3, 80, 230)
	diastolic := min(level(base.diastolic, e.diastolic, 2, 40, 130), systolic-10)
	d.pressureReading(offset, systolic, diastolic)
	d.reading("hr", HeartRate, VitalSigns, whole(level(base.pulse, e.pulse, 2, 40, 170)), "/min", offset)
	d.reading("rr", RespiratoryRate, VitalSigns, whole(level(base.breath, 0, 1, 8, 26)), "/min", offset)
	d.reading("spo2", OxygenSaturation, VitalSigns, whole(level(base.oxygen, e.oxygen, 0.5, 86, 100)), "%", offset)
	alert := 5
	if f > 0.5 {
		alert = e.sedation
	} else if f > 0.25 {
		alert = max(e.sedation, 4)
	}
	d.reading("moaas", Sedation, Exam, whole(alert), "{score}", offset)
	if dissociation {
		score := e.dissociation * math.Exp2(-max(float64(offset-40), 0)/25)
		d.reading("cadss6", Dissociation, Survey, whole(int(math.Round(score))), "{score}", offset)
	}
}

func (d *dosing) reading(kind string, code, category *Concept, value Decimal, unit string, offset int) {
	o := d.point(kind, code, category, offset)
	o.ValueNum, o.UnitUCUM = value, unit
	d.story.Observations = append(d.story.Observations, o)
}

// raisedReading marks a pressure above the protocol's limit. [R4]
var raisedReading = concept("", Coding{terminology + "v3-ObservationInterpretation", "H", "High"})

func (d *dosing) pressureReading(offset, systolic, diastolic int) {
	o := d.point("bp", BloodPressure, VitalSigns, offset)
	o.Components = []Component{{Systolic, whole(systolic), "mm[Hg]"}, {Diastolic, whole(diastolic), "mm[Hg]"}}
	if systolic > systolicLimit || diastolic > diastolicLimit {
		o.Interpretation = raisedReading
	}
	d.story.Observations = append(d.story.Observations, o)
}

func (d *dosing) point(kind string, code, category *Concept, offset int) Observation {
	return Observation{
		ID: d.id(fmt.Sprintf("%s/reading/%d/%s", d.path, offset, kind)), Status: "final", Category: category, Code: code,
		PatientID: d.dose.PatientID, SessionID: d.session.ID, AdministrationID: d.dose.ID, ObserverRoleID: d.nurse,
		TakenAt: d.dose.StartedAt.Add(time.Duration(offset) * time.Minute), Monitored: true, OffsetMin: offset,
	}
}
