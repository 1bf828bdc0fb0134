package kap

import (
	"fmt"
	"time"
)

// An infusion is the ordered dose in a bag of 100 mL, run in over 40 minutes.
const (
	bagMl      = 100
	bagMinutes = 40
	bagRate    = bagMl * 60 / bagMinutes // mL/h
)

// run gives the dose, step by step, and takes it from stock.
func (d *dosing) run() {
	switch {
	case d.way.pumped:
		d.infuse()
	case d.way.injected:
		d.inject()
	case d.premise.Route == "intranasal":
		d.spray()
	default:
		d.step(Step{Kind: "bolus", At: d.dose.StartedAt, DoseMg: whole(d.mg)})
	}
	if d.dose.DoseMg == "" {
		d.dose.DoseMg = whole(d.mg)
	}
	if d.way.perKg {
		d.dose.DoseMgPerKg, d.dose.WeightKg = d.order.DoseMgPerKg, d.order.WeightKg
	}
	d.dose.DosageText = d.order.DosageText
	d.draw()
}

func (d *dosing) step(s Step) { d.dose.Steps = append(d.dose.Steps, s) }

// phase is a stretch of an infusion at one rate.
type phase struct {
	kind    string
	rate    int // mL/h, 0 while paused
	seconds int
}

// infuse runs the bag: evenly; or with a change of rate (15 %), a pause (4 %) or
// an early stop (1 %) on the way.
func (d *dosing) infuse() {
	total := bagMinutes * 60
	early := 60 * d.c.between(10, 25)
	plan := []phase{{"start", bagRate, total}}
	stopped := false
	switch among(d.c, []share[string]{{"even", 0.80}, {"rate_change", 0.15}, {"pause", 0.04}, {"stopped", 0.01}}) {
	case "rate_change":
		rate := pick(d.c, []int{120, 180})
		plan = []phase{{"start", bagRate, early}, {"rate_change", rate, (total - early) * bagRate / rate}}
	case "pause":
		plan = []phase{{"start", bagRate, early}, {"pause", 0, 60 * d.c.between(4, 10)}, {"resume", bagRate, total - early}}
	case "stopped":
		plan, stopped = []phase{{"start", bagRate, early}}, true
	}
	d.follow(plan, stopped)
	d.dose.PumpDeviceID = d.site.pumps[d.c.between(0, len(d.site.pumps)-1)].ID
}

// follow writes the phases down as steps. Milligrams are kept in hundredths; the
// last phase of a full bag takes what rounding left.
func (d *dosing) follow(plan []phase, stopped bool) {
	at, left, volume, run := d.dose.StartedAt, int64(d.mg)*100, 0, 0
	for i, p := range plan {
		s := Step{Kind: p.kind, At: at, RateMlH: whole(p.rate)}
		mg := int64(d.mg) * 100 * int64(p.rate*p.seconds) / (bagMl * 3600)
		if i == len(plan)-1 && !stopped {
			mg = left
		}
		if p.rate > 0 {
			s.DoseMg = decimal(mg, 2)
		}
		if p.kind == "pause" {
			s.Reason = "Patient asked for a pause"
		}
		left -= mg
		volume += p.rate * p.seconds
		run += p.seconds
		at = at.Add(time.Duration(p.seconds) * time.Second)
		d.step(s)
	}
	d.dose.EndedAt = at
	d.step(Step{Kind: "stop", At: at, RateMlH: whole(0)})
	d.dose.DoseMg = decimal(int64(d.mg)*100-left, 2)
	d.dose.VolumeMl = decimal(rounded(int64(volume)*10, 3600), 1)
	d.dose.MeanRateMlH = decimal(rounded(int64(volume)*10, int64(run)), 1)
	d.left = left
	if stopped {
		d.dose.Status, d.dose.StatusReason = "stopped", StoppedInDistress
		d.dose.Steps[len(d.dose.Steps)-1].Reason = StoppedInDistress.Text
		d.order.Status = "stopped"
	}
}

// rounded divides, to the nearest whole number.
func rounded(n, by int64) int64 { return (n + by/2) / by }

// inject gives one injection, or two (35 %) ten to twenty minutes apart.
func (d *dosing) inject() {
	d.dose.Site = pick(d.c, []*Concept{LeftDeltoid, RightDeltoid})
	d.dose.VolumeMl = decimal(int64(d.mg), 2) // 100 mg/mL
	if !d.c.hit(0.35) {
		d.step(Step{Kind: "bolus", At: d.dose.StartedAt, DoseMg: whole(d.mg)})
		return
	}
	first := d.mg * 6 / 10
	d.dose.EndedAt = d.dose.StartedAt.Add(time.Duration(d.c.between(10, 20)) * time.Minute)
	d.step(Step{Kind: "bolus", At: d.dose.StartedAt, DoseMg: whole(first)})
	d.step(Step{Kind: "bolus", At: d.dose.EndedAt, DoseMg: whole(d.mg - first)})
}

// spray uses up two or three devices of 28 mg, two sprays and 0.2 mL each, five
// minutes apart.
func (d *dosing) spray() {
	devices := d.mg / 28
	for i := range devices {
		at := d.dose.StartedAt.Add(time.Duration(5*i) * time.Minute)
		d.step(Step{Kind: "device", At: at, DoseMg: whole(28), DeviceNo: i + 1, Sprays: 2})
		d.dose.EndedAt = at
	}
	d.dose.VolumeMl = decimal(int64(2*devices), 1)
}

// draw takes the dose from the lot in use. One vial in twenty is a remainder
// kept from the lot before: the rest of the dose comes from a new vial. What is
// left in the vial is wasted before a witness (85 %), or kept.
func (d *dosing) draw() {
	mg := int64(d.mg) * 100
	newest := d.lot(d.site, d.product, d.dose.StartedAt, 0)
	d.dose.MedicationID = newest
	fromNew := mg
	if older := d.lot(d.site, d.product, d.dose.StartedAt, 1); d.vial() && older != newest && d.c.hit(0.05) {
		kept := int64(d.c.between(10, max(d.mg/2, 11))) * 100
		fromNew = mg - kept
		d.dose.MedicationID = older
		d.dose.StockDraws = []StockDraw{{older, decimal(kept, 2)}}
	}
	d.dose.StockDraws = append(d.dose.StockDraws, StockDraw{newest, decimal(fromNew, 2)})
	if !d.vial() {
		return
	}
	rest := int64(productOf(d.product).capacity)*100 - fromNew
	d.waste(newest, rest)
}

// vial tells whether the product comes in vials, of which a remainder is left.
func (d *dosing) vial() bool { return productOf(d.product).container == "vial" }

// waste destroys the remainder of the vial, and what an early stop left in the bag.
func (d *dosing) waste(lot string, rest int64) {
	at := d.dose.StartedAt.Add(time.Duration(d.c.between(3, 9)) * time.Minute)
	if d.dose.Status == "stopped" {
		at = d.dose.EndedAt.Add(5 * time.Minute)
		rest += d.left
		d.dose.Note = fmt.Sprintf("Infusion stopped after %s of %d mg", d.dose.DoseMg, d.mg)
	} else if !d.c.hit(0.85) {
		return
	}
	d.dose.Performers = append(d.dose.Performers, DosePerformer{d.second, Witness})
	d.dose.Wastes = []Waste{{lot, decimal(rest, 2), at, d.nurse, d.second, "pharmaceutical-container"}}
}
