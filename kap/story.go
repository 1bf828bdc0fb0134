package kap

import (
	"fmt"
	"math"
	"time"
)

// teller makes one patient's story. What it decides about the person stays the
// same through all episodes.
type teller struct {
	*world
	site       *site
	path       string
	c          *chance
	story      PatientStory
	enrolled   time.Time // local midnight of the first referral
	prescriber string    // role ids of those in charge
	therapist  string
	indication string
	condition  string // id of the condition treated
	pressure   string // id of the condition hypertension, if any
	weight     int64  // tenths of kg
	systolic   float64
	diastolic  float64
	pulse      float64
	oxygen     float64
}

// enrolment is over how many days after the opening first referrals spread.
const enrolment = 660

// story tells the story of patient k, counted from 0.
func (w *world) story(k int) PatientStory {
	path := fmt.Sprintf("patient/%d", k+1)
	t := &teller{world: w, site: w.sites[k/sitePatients], path: path, c: chanceOf(w.seed, path)}
	t.story.Number = k + 1
	t.enrolled = w.start.AddDate(0, 0, t.c.between(0, enrolment))
	t.prescriber = t.site.anyone(t.c, "prescriber")
	t.therapist = t.site.anyone(t.c, "therapist")
	t.person(k + 1)
	t.conditions()
	first := t.course(1, t.enrolled)
	if !first.EndedAt.IsZero() && first.Status == "finished" && t.c.hit(0.08) {
		t.course(2, midnight(first.EndedAt.In(w.zone), w.zone).AddDate(0, 0, t.c.between(60, 200)))
	}
	t.cut()
	return t.story
}

// person makes the patient: age about N(43, 13), 60 % women, weight about
// N(81, 18) kg, blood pressure about N(124, 12) over N(78, 8).
func (t *teller) person(number int) {
	c := t.c
	gender := among(c, []share[string]{{"female", 0.6}, {"male", 0.4}})
	born := t.enrolled.AddDate(-int(c.clipped(43, 13, 18, 79)), 0, -c.between(1, 364))
	p := Patient{
		ID: t.id(t.path), Active: true, Family: c.family(), Given: c.given(gender), Gender: gender, BirthDate: dateOf(born),
		Identifiers: []Identifier{{"usual", MedicalRecord, MRNSystem, fmt.Sprintf("SYN%07d", number)}},
		Phone:       c.phone(), AddressLine: c.street(), City: pick(c, towns), State: "CO", Country: "US", Language: English,
		ManagingOrganizationID: t.site.organization.ID, GeneralPractitionerID: t.prescriber,
	}
	p.Email = fmt.Sprintf("syn%d@example.org", number)
	t.story.Patient = p
	t.weight = int64(math.Round(c.clipped(81, 18, 45, 160) * 10))
	t.systolic = c.clipped(124, 12, 95, 138)
	t.diastolic = c.clipped(78, 8, 55, 88)
	t.pulse = c.clipped(74, 10, 50, 105)
	t.oxygen = c.clipped(98, 1, 95, 100)
	t.indication = among(c, []share[string]{{"depression", 0.62}, {"ptsd", 0.20}, {"anxiety", 0.14}, {"mixed", 0.04}})
}

// conditions makes the problem list: the indication, and hypertension in 18 %.
func (t *teller) conditions() {
	trials := t.c.poisson(2.6) + 1
	resistant := trials >= 2 && (t.indication == "depression" || t.indication == "mixed")
	code := map[string]*Concept{"depression": ModerateDepression, "ptsd": PTSD, "anxiety": Anxiety, "mixed": ModerateDepression}[t.indication]
	grade := ModerateGrade
	if resistant {
		code, grade = ResistantDepression, SevereGrade
	}
	t.condition = t.diagnose("indication", code, grade, t.c.between(1, 15)*365)
	treated := &t.story.Conditions[0]
	treated.TreatmentResistant = resistant
	treated.Note = fmt.Sprintf("Adequate trials failed: %d", trials)
	if t.indication == "mixed" {
		t.diagnose("anxiety", Anxiety, ModerateGrade, t.c.between(1, 10)*365)
	}
	if t.c.hit(0.18) {
		t.pressure = t.diagnose("hypertension", Hypertension, nil, t.c.between(1, 10)*365)
	}
}

// diagnose adds a condition that began that many days ago, and gives its id.
func (t *teller) diagnose(name string, code, severity *Concept, days int) string {
	c := Condition{
		ID: t.id(t.path + "/condition/" + name), PatientID: t.story.Patient.ID, ClinicalStatus: ActiveProblem,
		VerificationStatus: ConfirmedTruth, Category: ProblemList, Severity: severity, Code: code,
		OnsetDate: dateOf(t.enrolled.AddDate(0, 0, -days)), RecordedDate: t.enrolled.Add(9 * time.Hour).UTC(), RecorderRoleID: t.prescriber,
	}
	t.story.Conditions = append(t.story.Conditions, c)
	return c.ID
}
