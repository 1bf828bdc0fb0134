package kap

import (
	"strings"
	"testing"
	"time"

	"kapbridge/fhir"
)

// laws checks what must hold in every story, row by row.
type laws struct {
	t        *testing.T
	clinic   Clinic
	ids      map[string]string // id -> table, of shared rows and the story at hand
	lots     map[string]Medication
	sessions map[string]Session
	doses    map[string]Administration
	places   map[string]Response
}

func TestEveryStoryIsConsistent(t *testing.T) {
	t.Parallel()
	c := Generate(Options{Seed: 11, Patients: 420, Start: opening})
	l := &laws{t: t, clinic: c, lots: map[string]Medication{}}
	for s := range c.Stories {
		l.begin(s)
		l.references(s)
		l.episodes(s)
		l.visits(s)
		for _, a := range s.Administrations {
			l.dose(s, a)
		}
		l.readings(s)
		l.responses(s)
		if t.Failed() {
			t.Fatalf("patient %d breaks a law", s.Number)
		}
	}
}

// begin collects ids; each must be new and valid.
func (l *laws) begin(s PatientStory) {
	l.ids, l.sessions, l.doses, l.places = map[string]string{}, map[string]Session{}, map[string]Administration{}, map[string]Response{}
	add := func(table, id string) {
		if l.ids[id] != "" || !fhir.ValidID(id) {
			l.t.Errorf("%s %s is not a new valid id", table, id)
		}
		l.ids[id] = table
	}
	for _, o := range l.clinic.Organizations {
		add("organization", o.ID)
	}
	for _, x := range l.clinic.Locations {
		add("location", x.ID)
	}
	for _, x := range l.clinic.Devices {
		add("device", x.ID)
	}
	for _, x := range l.clinic.Practitioners {
		add("practitioner", x.ID)
	}
	for _, x := range l.clinic.Roles {
		add("role", x.ID)
	}
	for _, x := range l.clinic.Medications {
		add("medication", x.ID)
		l.lots[x.ID] = x
	}
	add("patient", s.Patient.ID)
	for _, x := range s.Conditions {
		add("condition", x.ID)
	}
	for _, x := range s.Episodes {
		add("episode", x.ID)
	}
	for _, x := range s.Sessions {
		add("session", x.ID)
		l.sessions[x.ID] = x
	}
	for _, x := range s.Orders {
		add("order", x.ID)
	}
	for _, x := range s.Administrations {
		add("administration", x.ID)
		l.doses[x.ID] = x
	}
	for _, x := range s.Responses {
		add("response", x.ID)
		l.places[x.ID] = x
	}
	for _, x := range s.Observations {
		add("observation", x.ID)
	}
}

// points checks that an id, unless NULL, names a row of that table.
func (l *laws) points(id, table string) {
	if id != "" && l.ids[id] != table {
		l.t.Errorf("%s is %q, not %s", id, l.ids[id], table)
	}
}

func (l *laws) references(s PatientStory) {
	l.points(s.Patient.ManagingOrganizationID, "organization")
	l.points(s.Patient.GeneralPractitionerID, "role")
	for _, c := range s.Conditions {
		l.points(c.PatientID, "patient")
		l.points(c.RecorderRoleID, "role")
	}
	for _, e := range s.Episodes {
		l.points(e.CareManagerID, "practitioner")
		for _, d := range e.Diagnoses {
			l.points(d.ConditionID, "condition")
		}
	}
	for _, x := range s.Sessions {
		l.points(x.EpisodeID, "episode")
		l.points(x.LocationID, "location")
		l.points(x.ReasonConditionID, "condition")
		for _, p := range x.Participants {
			l.points(p.RoleID, "role")
		}
	}
	for _, o := range s.Orders {
		l.points(o.SessionID, "session")
		l.points(o.PrescriberRoleID, "role")
	}
	for _, o := range s.Observations {
		l.points(o.SessionID, "session")
		l.points(o.EpisodeID, "episode")
		l.points(o.AdministrationID, "administration")
		l.points(o.ResponseID, "response")
		l.points(o.ObserverRoleID, "role")
	}
}

func (l *laws) episodes(s PatientStory) {
	for i, e := range s.Episodes {
		h := e.StatusHistory
		for j := range h[1:] {
			if !h[j].EndedAt.Equal(h[j+1].StartedAt) || h[j].EndedAt.Before(h[j].StartedAt) || h[j].Status == h[j+1].Status {
				l.t.Errorf("status history of %s has a gap or goes back: %v", e.ID, h)
			}
		}
		last := h[len(h)-1]
		if last.Status != e.Status || !last.EndedAt.IsZero() || !h[0].StartedAt.Equal(e.StartedAt) {
			l.t.Errorf("episode %s is %s, its history ends with %v", e.ID, e.Status, last)
		}
		if over := e.Status == "finished" || e.Status == "cancelled"; over == e.EndedAt.IsZero() {
			l.t.Errorf("episode %s is %s and ends %v", e.ID, e.Status, e.EndedAt)
		}
		if i > 0 && !e.StartedAt.After(s.Episodes[i-1].EndedAt) {
			l.t.Errorf("episode %s overlaps the one before", e.ID)
		}
	}
}

func (l *laws) visits(s PatientStory) {
	numbers := map[string]int{}
	zone, err := time.LoadLocation(TZ)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, x := range s.Sessions {
		local := x.PlannedStart.In(zone)
		if h := local.Hour(); h < 8 || h >= 17 || local.Weekday() == time.Sunday || local.Weekday() == time.Saturday {
			l.t.Errorf("session %s is planned for %v", x.ID, local)
		}
		key := x.EpisodeID + x.Kind
		if numbers[key]++; x.SequenceNo != numbers[key] {
			l.t.Errorf("session %s is number %d, should be %d", x.ID, x.SequenceNo, numbers[key])
		}
		if held := x.Status == "finished"; held == x.StartedAt.IsZero() || held && !x.EndedAt.After(x.StartedAt) ||
			(x.Status == "cancelled") != (x.CancelReason != nil) {
			l.t.Errorf("session %s is %s from %v to %v because of %v", x.ID, x.Status, x.StartedAt, x.EndedAt, x.CancelReason)
		}
		for _, y := range s.Sessions {
			if x.ID != y.ID && x.StartedAt.Before(y.EndedAt) && y.StartedAt.Before(x.EndedAt) {
				l.t.Errorf("sessions %s and %s overlap", x.ID, y.ID)
			}
		}
	}
}

// responses: a submitted total is what the rule makes of the answers, and has an
// Observation; a response given up has neither.
func (l *laws) responses(s PatientStory) {
	scores := map[string]Observation{}
	for _, o := range s.Observations {
		if o.ResponseID != "" {
			scores[o.ResponseID] = o
		}
	}
	for _, r := range s.Responses {
		q, ok := InstrumentOf(r.Questionnaire)
		if !ok {
			l.t.Fatalf("response %s: no questionnaire %s", r.ID, r.Questionnaire)
		}
		score, submitted := q.Score(r.Answers(), Missing{}), Decimal("")
		for i, row := range r.Items {
			item, ok := q.Item(row.LinkID)
			if !ok || row.Text != item.Text || row.Position != i {
				l.t.Errorf("response %s: item %+v is not of %s", r.ID, row, q.ID)
			}
			if row.Decimal != "" {
				submitted = row.Decimal
			}
		}
		o, scored := scores[r.ID]
		if score.Known != scored || score.Known == (r.Status == "stopped") {
			l.t.Errorf("response %s is %s, scored %v", r.ID, r.Status, scored)
		}
		if score.Known && (submitted != whole(score.Total) || o.ValueNum != submitted || o.Code != q.Total ||
			o.Interpretation.Codings[0].Code != score.Band || !o.TakenAt.Equal(r.AuthoredAt)) {
			l.t.Errorf("response %s: total %d, submitted %s, observed %s", r.ID, score.Total, submitted, o.ValueNum)
		}
		if at, ok := l.sessions[r.SessionID]; ok && (r.AuthoredAt.Before(at.StartedAt) || r.AuthoredAt.After(at.EndedAt)) {
			l.t.Errorf("response %s lies outside its session", r.ID)
		}
	}
}

// Whoever copies the clinic must not find somebody's number in it: numbers in the
// form of an NPI are not in the system of NPIs.
func TestNumbersAreNobodys(t *testing.T) {
	t.Parallel()
	c := Generate(Options{Seed: 5, Patients: 401, Start: opening})
	owners := map[string][]Identifier{}
	for _, o := range c.Organizations {
		owners[o.ID] = o.Identifiers
	}
	for _, p := range c.Practitioners {
		owners[p.ID] = p.Identifiers
	}
	for s := range c.Stories {
		owners[s.Patient.ID] = s.Patient.Identifiers
	}
	seen := map[string]bool{}
	for id, list := range owners {
		if len(list) == 0 {
			t.Errorf("%s has no number", id)
		}
		for _, i := range list {
			if !strings.HasPrefix(i.System, Base) || i.Value == "" || seen[i.System+"|"+i.Value] {
				t.Errorf("%s has the number %q of %s, or shares it", id, i.Value, i.System)
			}
			seen[i.System+"|"+i.Value] = true
		}
	}
}
