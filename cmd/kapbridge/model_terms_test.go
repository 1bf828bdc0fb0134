package main

import (
	"slices"
	"sync"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	terms "kapbridge/fhir/term"
)

// listable are the value sets that can be searched by.
var listable = sync.OnceValue(func() []*terms.Set {
	return slices.DeleteFunc(ig.Terms().Sets(), func(v *terms.Set) bool {
		_, err := ig.Terms().Expand(v)
		return err != nil
	})
})

// valueSet is that to which the element is bound, or one with a code that the
// element has, or any other.
func (d *drawer) valueSet(f finding) string {
	sets := listable()
	switch d.IntN(4) {
	case 0, 1:
		if set, ok := fhir.RequiredCodes(bindingOf(f)); ok && !set.Open {
			return escapes.Replace(set.URL) + pick(d, "", `\|4.0.1`)
		}
		if having := slices.DeleteFunc(slices.Clone(sets), func(v *terms.Set) bool { return !isIn(v.URL, f) }); len(having) > 0 {
			sets = having
		}
	case 2:
		return "http://hl7.org/fhir/ValueSet/" + pick(d, "condition-clinical", "condition-ver-status", "observation-status", "administrative-gender", "event-status", "publication-status", "all-types")
	}
	v := pick(d, sets...)
	return escapes.Replace(v.URL) + pick(d, "", `\|`+escapes.Replace(v.Version))
}

// around is a code whose hierarchy is held: where possible the one given, or one
// above or below it.
func (d *drawer) around(system, code string) string {
	if s, ok := ig.Terms().System(system); ok && s.Content == "complete" && code != "" && d.IntN(3) > 0 {
		if others := append(s.Above(code), s.Below(code)...); len(others) > 0 {
			code = pick(d, others...).Code
		}
		return escapes.Replace(system) + "|" + escapes.Replace(code)
	}
	return pick(d, "http://terminology.hl7.org/CodeSystem/condition-clinical|", "http://hl7.org/fhir/observation-status|") +
		pick(d, "active", "inactive", "relapse", "remission", "amended", "corrected", "final", "nothing")
}

// isAmong tells whether a code is in a value set, or above or below another code.
func isAmong(modifier, value string, f finding) bool {
	if modifier == "in" {
		return isIn(plain(value), f)
	}
	system, code, _ := token(value)
	return someCode(f, func(hasSystem, hasCode string) bool {
		if hasSystem != system {
			return false
		}
		s, _ := ig.Terms().System(system)
		if modifier == "above" {
			return hasCode == code || s.Subsumes(hasCode, code) == terms.Yes
		}
		return hasCode == code || s.Subsumes(code, hasCode) == terms.Yes
	})
}

func isIn(valueSet string, f finding) bool {
	return someCode(f, func(system, code string) bool { return ig.Terms().Has(valueSet, system, code) == terms.Yes })
}

// someCode tells whether something holds for a code of a value and its system. An
// element of type code is of the systems of its binding.
func someCode(f finding, holds func(system, code string) bool) bool {
	switch f.kind {
	case "CodeableConcept":
		return slices.ContainsFunc(below(f.tree.Get("coding"), fhir.TypeRef{Code: "Coding"}, nil), func(c finding) bool { return someCode(c, holds) })
	case "Coding":
		return f.tree.Get("system") != nil && holds(f.tree.Get("system").Text, f.tree.Get("code").StringOr(""))
	case "code":
		bound, ok := fhir.RequiredCodes(bindingOf(f))
		return ok && slices.ContainsFunc(bound.Codes, func(c fhir.SystemCode) bool { return c.Code == f.tree.Text && holds(c.System, c.Code) })
	}
	return false
}
