package kap

import (
	"math"
	"testing"
	"time"
)

// sample is a series of numbers.
type sample []float64

func (s sample) mean() float64 {
	sum := 0.0
	for _, x := range s {
		sum += x
	}
	return sum / float64(len(s))
}

func (s sample) sd() float64 {
	m, sum := s.mean(), 0.0
	for _, x := range s {
		sum += (x - m) * (x - m)
	}
	return math.Sqrt(sum / float64(len(s)-1))
}

// near fails unless the value is within the tolerance.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	t.Logf("%-44s %8.2f", what, got)
	if math.Abs(got-want) > tolerance || math.IsNaN(got) {
		t.Errorf("%s is %.2f, want %.2f ± %.2f", what, got, want, tolerance)
	}
}

// survey counts what the plausibility checks look at.
type survey struct {
	counts    map[string]float64
	totals    map[string]sample // by instrument and timing
	paired    map[string]sample // totals at baseline of those measured at that time too
	responded sample            // 1 or 0 at the end of induction, by PHQ-9
	peaks     sample            // rise of systolic pressure at 40 minutes
}

func newSurvey(c Clinic) *survey {
	v := &survey{counts: map[string]float64{}, totals: map[string]sample{}, paired: map[string]sample{}}
	for s := range c.Stories {
		v.counts["patients"]++
		v.people(s)
		v.courses(s)
		v.doses(s)
		v.instruments(s)
	}
	return v
}

func (v *survey) people(s PatientStory) {
	if s.Patient.Gender == "female" {
		v.counts["female"]++
	}
	for _, c := range s.Conditions {
		if c.Code == Hypertension {
			v.counts["hypertension"]++
		}
	}
}

func (v *survey) courses(s PatientStory) {
	for _, p := range s.Premises {
		v.counts["episodes"]++
		v.counts["route "+p.Route]++
		v.counts["course "+p.Course]++
		v.counts["indication "+p.Indication]++
		if !p.Eligible {
			v.counts["not eligible"]++
		}
	}
	for _, x := range s.Sessions {
		v.counts["sessions"]++
		if x.CancelReason != nil {
			v.counts["cancelled "+x.CancelReason.Codings[0].Code]++
		}
	}
}

func (v *survey) doses(s PatientStory) {
	systolic := map[string]float64{}
	for _, a := range s.Administrations {
		v.counts["dose "+a.Status]++
		if len(a.Wastes) > 0 {
			v.counts["wasted"]++
		}
		if a.StockDraws != nil && a.Route != Nasal && a.Route != Sublingual && a.Route != Oral {
			v.counts["from vial"]++
		}
	}
	lowest := map[string]float64{}
	for _, o := range s.Observations {
		switch {
		case !o.Monitored:
		case o.Code == BloodPressure && o.OffsetMin < -5:
			systolic[o.AdministrationID] = o.Components[0].ValueNum.Float()
		case o.Code == BloodPressure && o.OffsetMin >= 36 && o.OffsetMin <= 44:
			v.peaks = append(v.peaks, o.Components[0].ValueNum.Float()-systolic[o.AdministrationID])
		case o.Code == Dissociation && o.OffsetMin <= 44:
			v.counts["rated"]++
			if o.ValueNum != "0" {
				v.counts["dissociated"]++
			}
		case o.Code == Sedation && o.OffsetMin > 0:
			lowest[o.AdministrationID] = max(lowest[o.AdministrationID], 5-o.ValueNum.Float())
		}
	}
	for _, depth := range lowest {
		if depth > 0 {
			v.counts["sedated"]++
		}
	}
}

// instruments keeps totals of first episodes.
func (v *survey) instruments(s PatientStory) {
	base, key := map[string]float64{}, map[string]string{}
	for _, r := range s.Responses {
		key[r.ID] = r.Timing
	}
	for _, o := range s.Observations {
		timing, ok := key[o.ResponseID]
		if !ok || len(s.Episodes) == 0 || o.EpisodeID != s.Episodes[0].ID || timing == "pre_dose" {
			continue
		}
		code, total := o.Code.Code(LOINC), o.ValueNum.Float()
		v.totals[code+timing] = append(v.totals[code+timing], total)
		if timing == "baseline" {
			base[code] = total
			continue
		}
		b, ok := base[code]
		if !ok {
			continue
		}
		v.paired[code+timing] = append(v.paired[code+timing], b-total)
		if code == PHQ9.Total.Code(LOINC) && timing == "end_induction" {
			hit := 0.0
			if Responded(int(b), int(total)) {
				hit = 1
			}
			v.responded = append(v.responded, hit)
		}
	}
}

// effectSize is the mean fall from baseline over the baseline's spread.
func (v *survey) effectSize(q *Questionnaire, timing string) float64 {
	code := q.Total.Code(LOINC)
	return v.paired[code+timing].mean() / v.totals[code+"baseline"].sd()
}

func TestClinicIsPlausible(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("makes 1500 patients")
	}
	v := newSurvey(Generate(Options{Seed: 20, Patients: 1500, Start: opening, Until: opening.AddDate(6, 0, 0)}))
	n, episodes := v.counts["patients"], v.counts["episodes"]
	part := func(what string, of, want, tolerance float64) { near(t, what, v.counts[what]/of, want, tolerance) }
	part("female", n, 0.60, 0.05)
	part("hypertension", n, 0.18, 0.04)
	part("not eligible", episodes, 0.09, 0.03)
	part("route iv", episodes, 0.40, 0.05)
	part("route intranasal", episodes, 0.30, 0.05)
	part("indication depression", episodes, 0.62, 0.05)
	part("course responder", episodes, 0.55, 0.05)
	near(t, "sessions an episode", v.counts["sessions"]/episodes, 16, 6)
	part("cancelled no-show", v.counts["sessions"], 0.06, 0.015)
	doses := v.counts["dose completed"] + v.counts["dose stopped"]
	near(t, "doses an episode", doses/episodes, 8, 2.5)
	near(t, "withheld", v.counts["dose not-done"]/(doses+v.counts["dose not-done"]), 0.04, 0.02)
	near(t, "wasted of vials", v.counts["wasted"]/v.counts["from vial"], 0.85, 0.03)
	near(t, "sedated", v.counts["sedated"]/doses, 0.50, 0.04)
	near(t, "dissociated at 40 min", v.counts["dissociated"]/v.counts["rated"], 0.68, 0.04)
	near(t, "rise of systolic pressure at 40 min", v.peaks.mean(), 14, 3)
	v.outcomes(t)
}

// outcomes compares with published figures, widely: real-world IV effect sizes
// of 1.17 (GAD-7) and 1.56 (QIDS) after induction, 0.6 to 0.9 after three to six
// months in a KAP cohort.
func (v *survey) outcomes(t *testing.T) {
	phq := PHQ9.Total.Code(LOINC)
	near(t, "PHQ-9 at baseline", v.totals[phq+"baseline"].mean(), 17, 0.8)
	near(t, "PHQ-9 at baseline, spread", v.totals[phq+"baseline"].sd(), 4.5, 0.6)
	near(t, "effect on PHQ-9 after induction", v.effectSize(PHQ9, "end_induction"), 1.55, 0.4)
	near(t, "effect on GAD-7 after induction", v.effectSize(GAD7, "end_induction"), 1.2, 0.4)
	near(t, "effect on PHQ-9 a day after a dose", v.effectSize(PHQ9, "plus_24h"), 1.4, 0.5)
	near(t, "effect on PHQ-9 after 3 months", v.effectSize(PHQ9, "month_3"), 0.95, 0.35)
	near(t, "effect on PHQ-9 after 6 months", v.effectSize(PHQ9, "month_6"), 0.65, 0.35)
	near(t, "responded by the end of induction", v.responded.mean(), 0.50, 0.15)
	near(t, "3 month answers of baseline's", float64(len(v.totals[phq+"month_3"]))/float64(len(v.totals[phq+"baseline"])), 0.35, 0.08)
}

// The clinic keeps local hours: the same hour on the wall is another instant in
// summer and in winter, and both occur.
func TestSummerTime(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation(TZ)
	if err != nil {
		t.Fatal(err)
	}
	offsets := map[int]int{}
	for s := range Generate(Options{Seed: 5, Patients: 30, Start: opening}).Stories {
		for _, x := range s.Sessions {
			_, offset := x.PlannedStart.In(zone).Zone()
			offsets[offset/3600]++
			if x.PlannedStart.Location() != time.UTC {
				t.Fatalf("%v is not in UTC", x.PlannedStart)
			}
		}
	}
	if offsets[-7] == 0 || offsets[-6] == 0 || len(offsets) != 2 {
		t.Errorf("hours from UTC: %v", offsets)
	}
}
