package kap

import (
	"testing"

	"kapbridge/fhir/ig"
	"kapbridge/fhir/term"
	"pgregory.net/rapid"
)

// places looks the codes of a clinic up in the value sets that the guide binds
// their places to.
type places struct{ t *rapid.T }

// concept wants one of the codings in the set; a concept that is not there, or
// has words alone, says nothing.
func (p places) concept(set string, c *Concept) {
	if c == nil || len(c.Codings) == 0 {
		return
	}
	for _, coding := range c.Codings {
		if has(set, coding.System, coding.Code) == term.Yes {
			return
		}
	}
	p.t.Errorf("%s has none of %v", set, c.Codings)
}

func (p places) code(set, code string) {
	if code != "" && has(set, "", code) != term.Yes {
		p.t.Errorf("%s lacks %s", set, code)
	}
}

func has(set, system, code string) term.Answer {
	return ig.Terms().Has(Base+"/ValueSet/"+set, system, code)
}

// TestCodesAreInTheirValueSets draws small clinics.
func TestCodesAreInTheirValueSets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := Generate(Options{Seed: rapid.Uint64().Draw(t, "seed"), Patients: rapid.IntRange(1, 4).Draw(t, "patients"), Start: opening})
		p := places{t}
		for _, m := range c.Medications {
			p.concept("kap-medication", m.Code)
		}
		for _, r := range c.Roles {
			p.concept("kap-staff-role", r.Role)
		}
		for s := range c.Stories {
			p.course(s)
			p.doses(s)
			p.findings(s)
		}
	})
}

func (p places) course(s PatientStory) {
	for _, e := range s.Episodes {
		p.concept("kap-episode-type", e.Type)
	}
	for _, x := range s.Sessions {
		p.concept("kap-session-kind", x.Type)
		p.concept("kap-cancel-reason", x.CancelReason)
		p.concept("kap-session-class", concept("", x.Class))
	}
	for _, o := range s.Orders {
		p.concept("kap-medication", o.Product)
		p.concept("kap-route", o.Route)
	}
}

func (p places) doses(s PatientStory) {
	for _, a := range s.Administrations {
		p.concept("kap-route", a.Route)
		p.concept("kap-injection-site", a.Site)
		p.concept("kap-dose-status-reason", a.StatusReason)
		for _, step := range a.Steps {
			p.code("kap-step-kind", step.Kind)
		}
		for _, w := range a.Wastes {
			p.code("kap-waste-method", w.Method)
		}
	}
}

func (p places) findings(s PatientStory) {
	for _, r := range s.Responses {
		p.code("kap-response-timing", r.Timing)
	}
	for _, o := range s.Observations {
		switch {
		case o.ResponseID != "":
			p.concept("kap-total-score", o.Code)
			p.concept("kap-score-band", o.Interpretation)
		case o.ValueConcept != nil:
			p.concept("kap-reading-kind", o.Code)
			p.concept("kap-eligibility", o.ValueConcept)
		case o.Code == Sedation || o.Code == Dissociation:
			p.concept("kap-reading-kind", o.Code)
		}
	}
}

// TestCodeSystemsServeThemselves looks each code up by the terms of the guide.
func TestCodeSystemsServeThemselves(t *testing.T) {
	t.Parallel()
	for _, s := range CodeSystems() {
		for _, c := range s.Codes {
			if found, answer := ig.Terms().Lookup(s.URL, c.Code); answer != term.Yes || found.Display != c.Display {
				t.Errorf("%s: %s is %q (%v), not %q", s.URL, c.Code, found.Display, answer, c.Display)
			}
		}
	}
}
