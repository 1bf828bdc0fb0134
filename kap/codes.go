package kap

import "kapbridge/fhir"

// Base is the canonical base of everything the project defines. It names
// things, it need not resolve.
const Base = fhir.Canonical

// Code systems of others (http://hl7.org/fhir/R4/terminologies-systems.html).
const (
	LOINC  = "http://loinc.org"
	SNOMED = "http://snomed.info/sct"
	RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm"
	ICD10  = "http://hl7.org/fhir/sid/icd-10-cm"
	NDC    = "http://hl7.org/fhir/sid/ndc"
	UCUM   = "http://unitsofmeasure.org"

	terminology = "http://terminology.hl7.org/CodeSystem/"
)

// Coding is one code of one system (http://hl7.org/fhir/R4/datatypes.html#Coding).
type Coding struct{ System, Code, Display string }

// Concept is a meaning in words and in zero or more code systems
// (http://hl7.org/fhir/R4/datatypes.html#CodeableConcept). Rows point to
// concepts; two rows that mean the same often share one pointer. Concepts are
// never changed once made.
type Concept struct {
	Text    string
	Codings []Coding
}

// concept makes a concept from its words and codings.
func concept(text string, codings ...Coding) *Concept { return &Concept{text, codings} }

// Code returns the first code of the system, or "". A nil concept has none.
func (c *Concept) Code(system string) string {
	if c == nil {
		return ""
	}
	for _, coding := range c.Codings {
		if coding.System == system {
			return coding.Code
		}
	}
	return ""
}

// Tree gives the coding as FHIR JSON.
func (c Coding) Tree() *fhir.Tree {
	t := fhir.Obj()
	for _, m := range []fhir.Member{
		{Name: "system", Value: fhir.Str(c.System)},
		{Name: "code", Value: fhir.Str(c.Code)},
		{Name: "display", Value: fhir.Str(c.Display)},
	} {
		if m.Value.Text != "" {
			t.Set(m.Name, m.Value)
		}
	}
	return t
}

// Tree gives the concept as a FHIR CodeableConcept, nil for a nil concept.
func (c *Concept) Tree() *fhir.Tree {
	if c == nil {
		return nil
	}
	t := fhir.Obj()
	if len(c.Codings) > 0 {
		list := fhir.List()
		for _, coding := range c.Codings {
			list.Items = append(list.Items, coding.Tree())
		}
		t.Set("coding", list)
	}
	if c.Text != "" {
		t.Set("text", fhir.Str(c.Text))
	}
	return t
}
