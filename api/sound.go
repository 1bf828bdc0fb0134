package api

import (
	"fmt"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/fhir/validate"
	"kapbridge/mapping"
)

// Validation says what R4's invariants, or profiles, do to a write. The zero value
// is Enforce for invariants, and Warn for profiles.
type Validation string

// Whatever is chosen, what has not the structure of R4 is refused: the tables
// could not take it.
const (
	Off     Validation = "off"     // they are not asked
	Warn    Validation = "warn"    // a resource that breaks them is stored, and its writer told
	Enforce Validation = "enforce" // a resource that breaks one of severity error is refused
)

// examine is what every resource goes through before it is stored, alone or in a
// Bundle: what it is refused for, and what its writer is only told.
func (s *server) examine(t *fhir.Tree) (refused, advice []fhir.Issue) {
	refused, advice = s.asOfR4(t)
	if s.Profiles == Off {
		return refused, advice
	}
	for _, is := range s.claims(t) {
		if s.Profiles == Enforce && validate.IsError(is) {
			refused = append(refused, is)
		} else {
			advice = append(advice, is)
		}
	}
	return refused, advice
}

// claims finds what profiles do not allow, and counts it: the log and the metrics
// tell by profile what partners send that is not as they claim.
func (s *server) claims(t *fhir.Tree) []fhir.Issue {
	issues := ig.Validator().Claims(t)
	for _, is := range issues {
		s.metrics.breaches.WithLabelValues(is.Profile, is.Severity).Inc()
	}
	if len(issues) > 0 {
		s.Log.Info("not as profiles demand", "type", t.Get("resourceType").StringOr(""), "profile", issues[0].Profile, "issues", len(issues))
	}
	return issues
}

// asOfR4 asks what R4 itself demands.
func (s *server) asOfR4(t *fhir.Tree) (refused, advice []fhir.Issue) {
	modifiers := fhir.ModifierExtensions(t)
	switch s.Validation {
	case Off:
		return append(fhir.CheckStructure(t), modifiers...), nil
	case Warn:
		return append(fhir.CheckStructure(t), modifiers...), validate.Invariants(t)
	}
	return append(validate.Errors(t), modifiers...), nil
}

// sound refuses a resource with all that is wrong with it.
func (s *server) sound(t *fhir.Tree) error {
	refused, _ := s.examine(t)
	return unlessNone(refused)
}

// sound keeps besides what the writer is to be told.
func (r *request) sound(t *fhir.Tree) error {
	var refused []fhir.Issue
	refused, r.advice = r.server.examine(t)
	return unlessNone(refused)
}

func unlessNone(issues []fhir.Issue) error {
	if len(issues) > 0 {
		return fhir.Unprocessable(issues)
	}
	return nil
}

// stored tells what became of a write, and what was stored in spite of.
func (r *request) stored(w mapping.Written) []byte {
	issues := []fhir.Issue{{Severity: "information", Code: "informational", Text: told(w)}}
	if w.Result != mapping.Made && w.Result != mapping.Changed {
		return fhir.Encode(fhir.Outcome(issues...))
	}
	for _, is := range r.locate("", r.advice) {
		is.Severity = "warning"
		issues = append(issues, is)
	}
	return fhir.Encode(fhir.Outcome(issues...))
}

// checked refuses a choice that is none.
func (v Validation) checked() error {
	switch v {
	case "", Off, Warn, Enforce:
		return nil
	}
	return fmt.Errorf("api: Validation is off, warn or enforce, not %q", string(v))
}
