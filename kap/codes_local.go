package kap

import (
	"kapbridge/fhir"
	"kapbridge/fhir/ig"
)

// CodeSystem is a code system that the project defines, whole. It exists where
// no standard code could be verified or none exists.
type CodeSystem struct {
	URL, Name, Title string
	Codes            []Code
}

// Code is one entry of a CodeSystem.
type Code struct{ Code, Display, Definition string }

// The code systems of the project, as the implementation guide defines them. R4's
// episodeofcare-type has five codes, none for psychotherapy, and no standard KAP
// code exists.
var (
	SessionKinds         = codeSystem("kap-session-kind")
	EpisodeTypes         = codeSystem("kap-episode-type")
	StaffRoles           = codeSystem("kap-staff-role")
	ReadingKinds         = codeSystem("kap-reading-kind")
	EligibilityDecisions = codeSystem("kap-eligibility")
	StepKinds            = codeSystem("kap-step-kind")
	WasteMethods         = codeSystem("kap-waste-method")
	ScoreBands           = codeSystem("kap-score-band")
	ResponseTimings      = codeSystem("kap-response-timing")
	DiagnosisQualifiers  = codeSystem("kap-diagnosis-qualifier")
	CancelReasons        = codeSystem("kap-cancel-reason")
	DoseReasons          = codeSystem("kap-dose-reason")
	Products             = codeSystem("kap-product")
	PCL5Answers          = codeSystem("pcl5-answer")
	PCL5Items            = codeSystem("pcl5-item")
)

// CodeSystems lists the code systems that the clinic's records use.
func CodeSystems() []CodeSystem {
	return []CodeSystem{SessionKinds, EpisodeTypes, StaffRoles, ReadingKinds, EligibilityDecisions, StepKinds,
		WasteMethods, ScoreBands, ResponseTimings, DiagnosisQualifiers, CancelReasons, DoseReasons, Products,
		PCL5Answers, PCL5Items}
}

// codeSystem reads a code system of the guide.
func codeSystem(id string) CodeSystem {
	t := ig.Resource("CodeSystem", id)
	text := func(t *fhir.Tree, name string) string { return t.Get(name).StringOr("") }
	s := CodeSystem{URL: text(t, "url"), Name: text(t, "name"), Title: text(t, "title")}
	for _, c := range t.Get("concept").Items {
		s.Codes = append(s.Codes, Code{text(c, "code"), text(c, "display"), text(c, "definition")})
	}
	return s
}

// Coding returns the coding of one of the system's own codes. It panics on a
// code that the system lacks: such a code is a fault of the program.
func (s CodeSystem) Coding(code string) Coding {
	for _, c := range s.Codes {
		if c.Code == code {
			return Coding{s.URL, c.Code, c.Display}
		}
	}
	panic("kap: no code " + code + " in " + s.URL)
}

// Concept returns the concept whose words are the code's display.
func (s CodeSystem) Concept(code string) *Concept {
	c := s.Coding(code)
	return concept(c.Display, c)
}

// concepts gives the concept of every code, made once to be shared by many rows.
func (s CodeSystem) concepts() map[string]*Concept {
	m := make(map[string]*Concept, len(s.Codes))
	for _, c := range s.Codes {
		m[c.Code] = s.Concept(c.Code)
	}
	return m
}
