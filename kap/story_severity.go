package kap

import (
	"math"
	"time"
)

// severity is how ill the patient is and how the illness answers to doses.
type severity struct {
	base   map[string]float64 // instrument id -> total before treatment
	relief float64            // share of the base that full treatment takes away
	noise  map[string]float64 // instrument id -> state of its AR(1) noise
}

// baselines are means and standard deviations of the totals before treatment.
var baselines = map[string]map[string][2]float64{
	"depression": {"phq9": {18, 4}, "gad7": {12, 4.5}, "pcl5": {28, 13}},
	"ptsd":       {"phq9": {16, 4.5}, "gad7": {13, 4.5}, "pcl5": {50, 11}},
	"anxiety":    {"phq9": {14, 4.5}, "gad7": {16, 3.5}, "pcl5": {28, 13}},
	"mixed":      {"phq9": {18, 4}, "gad7": {15, 4}, "pcl5": {32, 13}},
}

// reliefs: the four courses that a treatment may take, each ± 0.1.
var reliefs = map[string]float64{"responder": 0.65, "partial": 0.35, "non-responder": 0.05, "worsening": -0.15}

// newSeverity draws the totals before treatment; GAD-7 and PCL-5 correlate 0.6
// with PHQ-9.
func newSeverity(c *chance, p Premise) severity {
	s := severity{base: map[string]float64{}, noise: map[string]float64{}, relief: c.normal(reliefs[p.Course], 0.1)}
	shared := c.normal(0, 1)
	for _, q := range Instruments() {
		z := shared
		if q != PHQ9 {
			z = 0.6*shared + 0.8*c.normal(0, 1)
		}
		b := baselines[p.Indication][q.ID]
		s.base[q.ID] = min(max(b[0]+b[1]*z, 3), float64(q.Rule.Most))
	}
	return s
}

const (
	doseConstant = 1.5                     // doses in which 63 % of the relief is reached
	firstDay     = 36 * time.Hour          // until then a dose has not worked in full
	relapseHalf  = 16 * 7 * 24 * time.Hour // in which half of the relief is lost without doses
)

// target is the total of that instrument at that time: relief grows with the
// doses given and fades after the last one; totals vary around it.
func (x *course) target(q *Questionnaire, at time.Time) int {
	n, last := 0, time.Time{}
	for _, dose := range x.given {
		if dose.Before(at) {
			n, last = n+1, dose
		}
	}
	s := &x.severity
	level := s.base[q.ID]
	if n > 0 {
		reached := 1 - math.Exp(-float64(n)/doseConstant)
		if at.Sub(last) < firstDay {
			reached *= 0.82 // so that 40 % of the relief is felt the day after the first dose
		}
		level *= 1 - s.relief*reached*math.Exp2(-float64(at.Sub(last))/float64(relapseHalf))
		s.noise[q.ID] = 0.5*s.noise[q.ID] + x.c.normal(0, 0.055*float64(q.Rule.Most))
	}
	return int(math.Round(min(max(level+s.noise[q.ID], 0), float64(q.Rule.Most))))
}

// spread answers the scored items so that they add up to the total exactly:
// points fall one by one on items that still have room, on the PHQ-9's last item
// and on the PCL-5's question on memory less often than on others.
func spread(c *chance, q *Questionnaire, total int) Answers {
	scored := q.Rule.Scored
	most := q.Rule.Most / len(scored)
	weights, answers := make([]share[int], len(scored)), Answers{}
	for i, id := range scored {
		weights[i] = share[int]{i, 0.5 + c.float()}
		if id == PHQ9Ideation || id == "pcl5-8" {
			weights[i].weight *= 0.35
		}
		answers[id] = 0
	}
	for range min(total, q.Rule.Most) {
		i := among(c, weights)
		answers[scored[i]]++
		if answers[scored[i]] == most {
			weights[i].weight = 0
		}
	}
	return answers
}
