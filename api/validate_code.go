package api

import (
	"cmp"
	"fmt"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

var (
	setCodeTakes = takes{"url": "text", "valueSet": "ValueSet", "valueSetVersion": "text", "code": "text", "system": "text", "systemVersion": "text",
		"display": "text", "coding": "Coding", "codeableConcept": "CodeableConcept", "abstract": "flag"}
	systemCodeTakes = takes{"url": "text", "version": "text", "code": "text", "display": "text", "coding": "Coding", "codeableConcept": "CodeableConcept", "abstract": "flag"}
)

// coded is a code that is asked about.
type coded struct{ system, version, code, display string }

func (c coded) String() string { return fmt.Sprintf("%q of %s", c.code, c.system) }

// coding reads a code by itself, of that system, or a Coding.
func (q *question) coding(code, coding, system string) (coded, error) {
	version := cmp.Or(q.text("version"), q.text("systemVersion"))
	switch {
	case q.has(code) == q.has(coding):
		return coded{}, fhir.Refuse(400, "required", "one code is needed: %s with its system, or %s", code, coding)
	case q.has(coding):
		c := codedOf(q.tree(coding))
		c.version = cmp.Or(c.version, version)
		return c, c.complete()
	}
	c := coded{system, version, q.text(code), q.text("display")}
	return c, c.complete()
}

func (c coded) complete() error {
	if c.system == "" || c.code == "" {
		return fhir.Refuse(400, "required", "a code needs the system that it is of, and a Coding both")
	}
	return nil
}

func codedOf(t *fhir.Tree) coded {
	return coded{t.Get("system").StringOr(""), t.Get("version").StringOr(""), t.Get("code").StringOr(""), t.Get("display").StringOr("")}
}

// codings reads all codes that are asked about: one, or those of a concept.
func (q *question) codings(system string) ([]coded, error) {
	if !q.has("codeableConcept") {
		c, err := q.coding("code", "coding", system)
		return []coded{c}, err
	}
	if q.has("code") || q.has("coding") {
		return nil, fhir.Refuse(400, "invalid", "one of code, coding and codeableConcept is asked about, not several")
	}
	var all []coded
	if list := q.tree("codeableConcept").Get("coding"); list != nil {
		for _, t := range list.Items {
			if c := codedOf(t); c.complete() == nil {
				all = append(all, c)
			}
		}
	}
	return all, nil
}

// systemURL is the code system that the address or a parameter names.
func (q *question) systemURL(parameter string) (string, error) {
	url, err := q.url()
	switch {
	case err != nil:
		return "", err
	case url != "" && q.has(parameter):
		return "", fhir.Refuse(400, "invalid", "the address names the code system; leave out %s", parameter)
	case url == "":
		url = q.text(parameter)
	}
	return url, nil
}

// validateInSystem answers CodeSystem/$validate-code: whether a code is in a code
// system (http://hl7.org/fhir/R4/codesystem-operation-validate-code.html).
func (q *question) validateInSystem() (*fhir.Tree, error) {
	url, err := q.systemURL("url")
	if err != nil {
		return nil, err
	}
	all, err := q.codings(url)
	if err != nil {
		return nil, err
	}
	if url == "" && len(all) > 0 {
		url = all[0].system
	}
	s, err := q.system(url, q.text("version"))
	if err != nil {
		return nil, err
	}
	return q.verdict(all, "the code system "+s.URL, func(c coded) (term.Concept, term.Answer) {
		if c.system != s.URL && c.system != canonical(s.URL, s.Version) {
			return term.Concept{}, term.No
		}
		return q.terms.Lookup(canonical(s.URL, s.Version), c.code)
	})
}

// validateInSet answers ValueSet/$validate-code: whether a code is in a value set
// (http://hl7.org/fhir/R4/valueset-operation-validate-code.html).
func (q *question) validateInSet() (*fhir.Tree, error) {
	v, err := q.set()
	if err != nil {
		return nil, err
	}
	all, err := q.codings(q.text("system"))
	if err != nil {
		return nil, err
	}
	name := "the value set " + v.URL
	if v.URL == "" {
		name = "the value set given"
	}
	return q.verdict(all, name, func(c coded) (term.Concept, term.Answer) {
		return q.terms.Member(v, c.system, c.code)
	})
}

// verdict is true when one code is in, is called by its name, and may be used.
// Where that cannot be told for want of a code system, there is none.
func (q *question) verdict(all []coded, in string, find func(coded) (term.Concept, term.Answer)) (*fhir.Tree, error) {
	var wrong []string
	var unsure error
	for _, c := range all {
		concept, has := find(c)
		switch {
		case has == term.No:
			wrong = append(wrong, fmt.Sprintf("%s is not in %s", c, in))
		case has == term.Unknown:
			unsure = fhir.Refuse(404, "not-found", "whether %s is in %s cannot be told: %s", c, in, q.want(c))
		case !q.isVersion(c):
			_, unsure = q.system(c.system, c.version)
		case concept.Abstract && !q.flag("abstract"):
			wrong = append(wrong, fmt.Sprintf("%s only groups other codes and is not for use by itself (notSelectable)", c))
		case !concept.Called(c.display) && q.knows(c):
			return ruling(false, fmt.Sprintf("%s is called %q, not %q", c, concept.Display, c.display), concept.Display), nil
		case !concept.Called(c.display):
			return ruling(true, fmt.Sprintf("whether %s is called %q cannot be told: its code system is not held here", c, c.display), concept.Display), nil
		case concept.Inactive:
			return ruling(true, c.String()+" is no longer for use", concept.Display), nil
		default:
			return ruling(true, "", concept.Display), nil
		}
	}
	switch {
	case unsure != nil:
		return nil, unsure
	case len(all) == 0:
		wrong = []string{"there is no coding with a system and a code"}
	}
	return ruling(false, strings.Join(wrong, "; "), ""), nil
}

// knows tells whether the code stands in a code system that is held.
func (q *question) knows(c coded) bool {
	s, held := q.terms.System(c.system)
	if !held {
		return false
	}
	_, ok := s.Concept(c.code)
	return ok
}

// want says what is not held that would tell of a code.
func (q *question) want(c coded) string {
	if s, held := q.terms.System(c.system); !held || s.Content != "complete" {
		return "the code system " + c.system + " is not held here, or not whole"
	}
	return "not all code systems and value sets that it takes in are held here"
}

// isVersion tells whether the version that a code names is that which is held.
func (q *question) isVersion(c coded) bool {
	_, held := q.terms.System(c.system)
	_, this := q.terms.System(canonical(c.system, c.version))
	return this || !held
}

// ruling makes the answer of both operations.
func ruling(result bool, message, display string) *fhir.Tree {
	list := []*fhir.Tree{output("result", "valueBoolean", fhir.Boolean(result))}
	if message != "" {
		list = append(list, output("message", "valueString", fhir.Str(message)))
	}
	if display != "" {
		list = append(list, output("display", "valueString", fhir.Str(display)))
	}
	return parametersOf(list...)
}
