package kap

import (
	"fmt"
	"math"
	"time"
)

// way is how a route is ordered and given.
type way struct {
	route    *Concept
	dosage   string // text of the order, "%s" is the amount
	perKg    bool
	mgPerKg  [2]int // hundredths of mg/kg: first dose, later doses up to
	pumped   bool
	injected bool
}

// ways: 0.5 mg/kg over 40 minutes by infusion, up to 0.8; 0.7 to 1.2 mg/kg into
// the muscle; 56 mg, later 56 or 84 mg of esketamine; compounded forms in units
// of 50 mg.
var ways = map[string]way{
	"iv":         {Intravenous, "%s intravenously over 40 minutes", true, [2]int{50, 80}, true, false},
	"im":         {Intramuscular, "%s intramuscularly", true, [2]int{70, 120}, false, true},
	"intranasal": {Nasal, "%s nasal spray, devices of 28 mg five minutes apart", false, [2]int{}, false, false},
	"sublingual": {Sublingual, "%s under the tongue, hold 10 minutes", false, [2]int{}, false, false},
	"oral":       {Oral, "%s by mouth", false, [2]int{}, false, false},
}

// dosing is one dosing session while it is told.
type dosing struct {
	*course
	c       *chance
	path    string
	way     way
	session Session
	order   Order
	product string // code of Products
	mg      int    // as ordered
	left    int64  // hundredths of mg that an early stop left in the bag
	dose    Administration
	nurse   string
	second  string // the nurse who verifies and witnesses
}

// dose plans dosing sessions until one of them gives a dose.
func (x *course) dose(kind string, day time.Time) {
	for {
		s, held := x.visit(kind, day, 0)
		if held && x.give(s) {
			return
		}
		day = x.doseDay(x.day.AddDate(0, 0, 1))
	}
}

// give tells a dosing session that is held, and whether the dose was given.
func (x *course) give(s Session) bool {
	d := x.newDosing(s)
	x.askBefore(d)
	baseline, withheld := d.baseline()
	if withheld == nil && d.c.hit(0.005) {
		withheld = DeclinedByPatient
	}
	if withheld != nil {
		d.withhold(withheld)
	} else {
		d.run()
		x.given = append(x.given, d.dose.StartedAt)
	}
	d.monitor(baseline)
	x.keep(d.session)
	x.story.Orders = append(x.story.Orders, d.order)
	x.story.Administrations = append(x.story.Administrations, d.dose)
	if withheld == nil {
		x.askAfter(d)
	}
	return withheld == nil
}

// newDosing orders the dose.
func (x *course) newDosing(s Session) *dosing {
	n := len(x.story.Administrations) + 1
	path := fmt.Sprintf("%s/dose/%d", x.path, n)
	d := &dosing{course: x, c: chanceOf(x.seed, path), path: path, way: ways[x.premise.Route], session: s, nurse: s.Participants[1].RoleID}
	d.second = x.site.anyone(d.c, "nurse", d.nurse)
	start := s.StartedAt.Add(time.Duration(d.c.between(30, 45)) * time.Minute)
	d.dose = Administration{
		ID: x.id(path), OrderID: x.id(path + "/order"), SessionID: s.ID, PatientID: x.story.Patient.ID, Status: "completed",
		Category: Outpatient, StartedAt: start, Route: d.way.route, ReasonConditionID: x.condition,
		Performers: []DosePerformer{{d.nurse, Performer}, {d.second, Verifier}},
	}
	hundredths := d.amount()
	d.order = Order{
		ID: d.dose.OrderID, Status: "completed", Intent: "order", Category: ForOutpatient,
		PatientID: x.story.Patient.ID, EpisodeID: x.episode.ID, SessionID: s.ID,
		Product: productOf(d.product).code, Route: d.way.route, DoseMg: whole(d.mg), OrderedAt: s.StartedAt.Add(3 * time.Minute),
		PrescriberRoleID: x.prescriber, ReasonConditionID: x.condition,
	}
	d.order.DosageText = fmt.Sprintf(d.way.dosage, fmt.Sprintf("%d mg", d.mg))
	if d.way.perKg {
		d.order.DoseMgPerKg, d.order.WeightKg = decimal(int64(hundredths), 2), decimal(x.weight, 1)
		d.order.DosageText = fmt.Sprintf(d.way.dosage, fmt.Sprintf("%s mg/kg (%d mg)", d.order.DoseMgPerKg, d.mg))
	}
	if d.way.pumped {
		d.order.RateMlH, d.order.DurationMin = whole(bagRate), bagMinutes
	}
	return d
}

// amount decides on milligrams and product; for weighed routes it gives the
// hundredths of mg/kg.
func (d *dosing) amount() (hundredths int) {
	first := len(d.given) == 0
	switch d.premise.Route {
	case "intranasal":
		d.mg, d.product = 56, "esketamine-56"
		if !first && d.c.hit(0.6) {
			d.mg, d.product = 84, "esketamine-84"
		}
		return 0
	case "sublingual":
		d.mg, d.product = 50*d.c.between(2, 6), "lozenge-50"
		return 0
	case "oral":
		d.mg, d.product = 50*d.c.between(2, 6), "capsule-50"
		return 0
	}
	d.product = "ketamine-10"
	if d.way.injected {
		d.product = "ketamine-100"
	}
	hundredths = d.way.mgPerKg[0]
	if !first {
		hundredths += 10 * d.c.between(0, (d.way.mgPerKg[1]-hundredths)/10)
	}
	d.mg = int(math.Round(float64(hundredths) * float64(d.weight) / 1000))
	return hundredths
}

// withhold records that the ordered dose was not given.
func (d *dosing) withhold(reason *Concept) {
	d.dose.Status, d.dose.StatusReason, d.order.Status = "not-done", reason, "cancelled"
	d.dose.MedicationID = d.lot(d.site, d.product, d.dose.StartedAt, 0)
	d.dose.Performers = d.dose.Performers[:1]
	d.session.EndedAt = d.dose.StartedAt.Add(time.Duration(d.c.between(10, 25)) * time.Minute)
}
