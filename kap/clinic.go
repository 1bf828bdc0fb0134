package kap

import (
	"iter"
	"time"
	_ "time/tzdata" // the same local times on machines without zone files
)

// GeneratorVersion changes whenever the same Options give another clinic.
const GeneratorVersion = "2"

// TZ is where the synthetic clinic is: local hours, with summer time.
const TZ = "America/Denver"

// Options say which synthetic clinic to make.
type Options struct {
	Seed     uint64
	Patients int
	Start    time.Time // the day the clinic opens; only year, month and day count
	// Until is the day on whose first moment the books are read: later events are
	// not there, but for sessions planned within the following two weeks. The zero
	// value stands for two years after Start.
	Until time.Time
}

// Clinic is a synthetic clinic. Its slices hold what patients share; Stories
// makes the patients one at a time while they are read, and may be read again.
type Clinic struct {
	Organizations  []Organization
	Locations      []Location
	Devices        []Device
	Practitioners  []Practitioner
	Roles          []PractitionerRole
	Medications    []Medication
	Questionnaires []*Questionnaire
	Patients       int
	Stories        iter.Seq[PatientStory]
}

// PatientStory is everything about one patient, rows in the order in which
// references permit to insert them.
type PatientStory struct {
	Number          int // from 1
	Patient         Patient
	Conditions      []Condition
	Episodes        []Episode
	Sessions        []Session
	Orders          []Order
	Administrations []Administration
	Responses       []Response
	Observations    []Observation
	Premises        []Premise
}

// Premise is what the generator decided of an episode and no table shows.
type Premise struct {
	Route      string // iv | im | intranasal | sublingual | oral
	Indication string // depression | ptsd | anxiety | mixed
	Course     string // responder | partial | non-responder | worsening
	Eligible   bool
	DroppedOut bool
}

// Generate makes the synthetic clinic: a pure function of its options. Patient k
// is the same for every number of patients.
func Generate(o Options) Clinic {
	w := newWorld(o)
	c := Clinic{Questionnaires: Instruments(), Patients: o.Patients}
	for _, s := range w.sites {
		c.Organizations = append(c.Organizations, s.organization)
		c.Locations = append(append(c.Locations, s.building), s.rooms...)
		c.Devices = append(c.Devices, s.pumps...)
		c.Practitioners = append(c.Practitioners, s.practitioners...)
		c.Roles = append(c.Roles, s.roles...)
		c.Medications = append(c.Medications, s.lots...)
	}
	c.Stories = func(yield func(PatientStory) bool) {
		for k := range o.Patients {
			if !yield(w.story(k)) {
				return
			}
		}
	}
	return c
}

// sitePatients is how many patients one site serves.
const sitePatients = 400

// world is what all stories may look at and none changes.
type world struct {
	seed  uint64
	start time.Time // local midnight
	until time.Time
	zone  *time.Location
	sites []*site
}

func newWorld(o Options) *world {
	zone, err := time.LoadLocation(TZ)
	if err != nil {
		panic("kap: the embedded time zones lack " + TZ) // a fault of the build, no input causes it
	}
	w := &world{seed: o.Seed, zone: zone, start: midnight(o.Start, zone)}
	w.until = w.start.AddDate(2, 0, 0)
	if !o.Until.IsZero() {
		w.until = midnight(o.Until, zone)
	}
	for i := range (o.Patients + sitePatients - 1) / sitePatients {
		w.sites = append(w.sites, w.site(i))
	}
	return w
}

// midnight is the first moment of that calendar day in the zone.
func midnight(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}
