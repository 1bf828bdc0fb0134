package main

import (
	"path"
	"slices"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/kap"
)

// applicable lists the supported profiles that a resource of the demo clinic is
// meant to conform to: those of its type, but those of a part of the type only
// when it is of that part.
func applicable(r *fhir.Tree) (profiles []string) {
	for _, url := range ig.Supported(r.Get("resourceType").Text) {
		if part := parts[path.Base(url)]; part == nil || part(r) {
			profiles = append(profiles, url)
		}
	}
	return profiles
}

// parts tell which resources of its type a profile is about.
var parts = map[string]func(r *fhir.Tree) bool{
	"kap-dosing-session":       either(typed("dosing"), typed("maintenance-dosing")),
	"kap-blood-pressure":       coded(kap.BloodPressure),
	"kap-heart-rate":           coded(kap.HeartRate),
	"kap-respiratory-rate":     coded(kap.RespiratoryRate),
	"kap-oxygen-saturation":    coded(kap.OxygenSaturation),
	"kap-sedation":             coded(kap.Sedation),
	"kap-dissociation":         coded(kap.Dissociation),
	"kap-eligibility-decision": coded(kap.Eligibility),
	"kap-score":                func(r *fhir.Tree) bool { return r.Get("derivedFrom") != nil },

	"us-core-condition-problems-health-concerns": categorized("problem-list-item"),
	"us-core-condition-encounter-diagnosis":      categorized("encounter-diagnosis"),
	"us-core-vital-signs":                        categorized("vital-signs"),
	"us-core-blood-pressure":                     coded(kap.BloodPressure),
	"us-core-heart-rate":                         coded(kap.HeartRate),
	"us-core-respiratory-rate":                   coded(kap.RespiratoryRate),
	"us-core-pulse-oximetry":                     coded(kap.OxygenSaturation),
	"us-core-body-weight":                        coded(kap.BodyWeight),
	"us-core-body-height":                        codedAs("8302-2"),
	"us-core-body-temperature":                   codedAs("8310-5"),
	"us-core-observation-screening-assessment":   categorized("survey"),
	"us-core-simple-observation":                 categorized("exam"),
}

// typed tells whether one of the types has that code.
func typed(code string) func(r *fhir.Tree) bool {
	return func(r *fhir.Tree) bool { return hasCode(code, r.Get("type").Items...) }
}

func either(a, b func(r *fhir.Tree) bool) func(r *fhir.Tree) bool {
	return func(r *fhir.Tree) bool { return a(r) || b(r) }
}

// categorized tells whether one of the categories has that code.
func categorized(code string) func(r *fhir.Tree) bool {
	return func(r *fhir.Tree) bool { return hasCode(code, r.Get("category").Items...) }
}

// coded tells whether the code is that concept.
func coded(c *kap.Concept) func(r *fhir.Tree) bool { return codedAs(c.Codings[0].Code) }

func codedAs(code string) func(r *fhir.Tree) bool {
	return func(r *fhir.Tree) bool { return hasCode(code, r.Get("code")) }
}

func hasCode(code string, concepts ...*fhir.Tree) bool {
	return slices.ContainsFunc(concepts, func(concept *fhir.Tree) bool {
		codings := concept.Get("coding")
		return codings != nil && slices.ContainsFunc(codings.Items, func(c *fhir.Tree) bool { return c.Get("code").StringOr("") == code })
	})
}
