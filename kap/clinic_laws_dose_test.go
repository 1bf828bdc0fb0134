package kap

import (
	"fmt"
	"math"
	"time"
)

func (l *laws) dose(s PatientStory, a Administration) {
	at := l.sessions[a.SessionID]
	l.points(a.MedicationID, "medication")
	l.points(a.OrderID, "order")
	l.points(a.PumpDeviceID, "device")
	end := a.EndedAt
	if end.IsZero() {
		end = a.StartedAt
	}
	if a.StartedAt.Before(at.StartedAt) || end.After(at.EndedAt) || end.Before(a.StartedAt) {
		l.t.Errorf("dose %s lies outside its session", a.ID)
	}
	if a.Status == "not-done" {
		if a.DoseMg != "" || a.StatusReason == nil || len(a.Steps)+len(a.StockDraws)+len(a.Wastes) > 0 {
			l.t.Errorf("dose %s was not done: %+v", a.ID, a)
		}
		return
	}
	l.amounts(s, a)
	if (a.Site != nil) != (a.Route == Intramuscular) || (a.PumpDeviceID != "") != (a.Route == Intravenous) {
		l.t.Errorf("dose %s: site %v, pump %q", a.ID, a.Site, a.PumpDeviceID)
	}
	before := a.StartedAt.Add(-time.Second)
	for _, step := range a.Steps {
		if !step.At.After(before) || step.At.After(end) {
			l.t.Errorf("dose %s: steps are out of order or outside", a.ID)
		}
		before = step.At
	}
	for _, w := range a.Wastes {
		if w.WastedByRoleID == w.WitnessedByRoleID || w.WitnessedByRoleID == "" || w.At.Before(a.StartedAt) || w.At.After(at.EndedAt) {
			l.t.Errorf("waste of %s: %+v", a.ID, w)
		}
	}
}

// amounts: steps add up to the dose, draws and waste to what was opened, mg/kg
// to mg; lots are in date.
func (l *laws) amounts(s PatientStory, a Administration) {
	steps, drawn, fromNew := 0.0, 0.0, 0.0
	for _, step := range a.Steps {
		steps += step.DoseMg.Float()
	}
	for i, d := range a.StockDraws {
		drawn += d.Mg.Float()
		fromNew = d.Mg.Float()
		lot, day := l.lots[d.MedicationID], dateOf(a.StartedAt)
		if lot.ExpiresOn < day || lot.ReceivedOn > day || d.Mg.Float() <= 0 || i == 0 && d.MedicationID != a.MedicationID {
			l.t.Errorf("dose %s on %s draws %s from %+v", a.ID, day, d.Mg, lot)
		}
	}
	dose := a.DoseMg.Float()
	if math.Abs(steps-dose) > 0.01*dose || dose <= 0 {
		l.t.Errorf("dose %s is %v mg, its steps give %v", a.ID, dose, steps)
	}
	for _, w := range a.Wastes {
		capacity := l.lots[w.MedicationID].CapacityMg.Float()
		if math.Abs(w.Mg.Float()-(capacity-fromNew+drawn-dose)) > 0.001 {
			l.t.Errorf("dose %s: %v mg opened, %v drawn, %v given, %s wasted", a.ID, capacity, drawn, dose, w.Mg)
		}
	}
	if a.Status == "completed" && math.Abs(drawn-dose) > 0.001 {
		l.t.Errorf("dose %s: %v mg drawn, %v given", a.ID, drawn, dose)
	}
	if a.DoseMgPerKg != "" && a.Status == "completed" && math.Abs(a.DoseMgPerKg.Float()*a.WeightKg.Float()-dose) > 0.51 {
		l.t.Errorf("dose %s: %s mg/kg at %s kg is not %v mg", a.ID, a.DoseMgPerKg, a.WeightKg, dose)
	}
}

func (l *laws) readings(s PatientStory) {
	points := map[string]int{}
	for _, o := range s.Observations {
		if at, ok := l.sessions[o.SessionID]; ok && (o.TakenAt.Before(at.StartedAt) || o.TakenAt.After(at.EndedAt)) {
			l.t.Errorf("reading %s lies outside its session", o.ID)
		}
		if !o.Monitored {
			continue
		}
		a := l.doses[o.AdministrationID]
		if !o.TakenAt.Equal(a.StartedAt.Add(time.Duration(o.OffsetMin) * time.Minute)) {
			l.t.Errorf("reading %s is not %d minutes from its dose", o.ID, o.OffsetMin)
		}
		points[fmt.Sprint(a.ID, o.OffsetMin)]++
		l.plausible(o)
	}
	for p, n := range points {
		if n < 5 || n > 6 {
			l.t.Errorf("point %s has %d readings", p, n)
		}
	}
}

// limits within which a reading is believed.
var limits = map[*Concept][2]float64{HeartRate: {20, 250}, RespiratoryRate: {4, 60}, OxygenSaturation: {50, 100}, Sedation: {0, 5},
	Dissociation: {0, 24}, Systolic: {50, 300}, Diastolic: {20, 200}}

func (l *laws) plausible(o Observation) {
	check := func(code *Concept, v Decimal) {
		if x, b := v.Float(), limits[code]; v == "" || x < b[0] || x > b[1] {
			l.t.Errorf("reading %s of %s is %q", o.ID, code.Text, v)
		}
	}
	if o.Code != BloodPressure {
		check(o.Code, o.ValueNum)
		return
	}
	check(Systolic, o.Components[0].ValueNum)
	check(Diastolic, o.Components[1].ValueNum)
	if o.Components[0].ValueNum.Float() <= o.Components[1].ValueNum.Float() {
		l.t.Errorf("reading %s: systolic is not above diastolic", o.ID)
	}
}
