package main

import (
	"slices"

	"kapbridge/fhir"
)

// valueSet is that to which the element is bound, or another one.
func (d *drawer) valueSet(f finding) string {
	const standard = "http://hl7.org/fhir/ValueSet/"
	if set, ok := fhir.RequiredCodes(bindingOf(f)); ok && !set.Open && d.IntN(3) > 0 {
		return escapes.Replace(set.URL) + pick(d, "", `\|4.0.1`)
	}
	return standard + pick(d, "condition-clinical", "condition-ver-status", "observation-status", "administrative-gender", "event-status", "publication-status", "all-types")
}

// around is a code whose hierarchy is known, where possible the one given.
func (d *drawer) around(system, code string) string {
	if _, ok := fhir.CodeSystemOf(system); ok && code != "" && d.IntN(3) > 0 {
		return escapes.Replace(system) + "|" + escapes.Replace(code)
	}
	return pick(d, "http://terminology.hl7.org/CodeSystem/condition-clinical|", "http://hl7.org/fhir/observation-status|") +
		pick(d, "active", "inactive", "relapse", "remission", "amended", "corrected", "final", "nothing")
}

// isAmong tells whether a code is in a value set, or above or below another code.
// An element of type code is of the systems of its binding.
func isAmong(modifier, value string, f finding) bool {
	set, _ := fhir.RequiredCodes(splitAt(plain(value), '|')[0])
	system, code, _ := token(value)
	holds := func(hasSystem, hasCode string) bool {
		if modifier == "in" {
			return set.HasIn(hasSystem, hasCode)
		}
		known, _ := fhir.CodeSystemOf(system)
		if modifier == "above" {
			return hasSystem == system && slices.Contains(known.Above(code), hasCode)
		}
		return hasSystem == system && slices.Contains(known.Below(code), hasCode)
	}
	switch f.kind {
	case "CodeableConcept":
		return slices.ContainsFunc(below(f.tree.Get("coding"), fhir.TypeRef{Code: "Coding"}, nil), func(c finding) bool { return isAmong(modifier, value, c) })
	case "Coding":
		return f.tree.Get("system") != nil && holds(f.tree.Get("system").Text, f.tree.Get("code").StringOr(""))
	case "code":
		bound, ok := fhir.RequiredCodes(bindingOf(f))
		return ok && slices.ContainsFunc(bound.Codes, func(c fhir.SystemCode) bool { return c.Code == f.tree.Text && holds(c.System, c.Code) })
	}
	return false
}
