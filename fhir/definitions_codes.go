package fhir

import (
	"fmt"
	"strings"
)

// ValueSet is the expansion of a value set that R4 binds an element to with
// strength "required" (http://hl7.org/fhir/R4/terminologies.html#strength).
type ValueSet struct {
	URL   string
	Open  bool // has codes of systems outside the standard, such as currencies or media types
	Codes []SystemCode

	has map[SystemCode]bool // also with System "" for elements of type code
}

// SystemCode is a code and the system it belongs to.
type SystemCode struct{ System, Code string }

// RequiredCodes returns the value set of this url, when some element of R4 has
// a required binding to it.
func RequiredCodes(url string) (*ValueSet, bool) {
	v, ok := definitions().codes[url]
	return v, ok
}

// Has tells whether a value of type code may be this one. An open value set
// admits all.
func (v *ValueSet) Has(code string) bool { return v.Open || v.has[SystemCode{"", code}] }

// HasIn tells whether a Coding may have this system and code.
func (v *ValueSet) HasIn(system, code string) bool { return v.Open || v.has[SystemCode{system, code}] }

// advice names the code that somebody most likely meant, as part of a sentence.
func (v *ValueSet) advice(code string) string {
	near := nearest(code, func(yield func(string) bool) {
		for _, c := range v.Codes {
			if !yield(c.Code) {
				return
			}
		}
	})
	if near == "" || near == code {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", near)
}

func readValueSets(text string) map[string]*ValueSet {
	sets := map[string]*ValueSet{}
	var current *ValueSet
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] != "" {
			current = &ValueSet{URL: f[0], Open: len(f) > 1, has: map[SystemCode]bool{}}
			sets[current.URL] = current
			continue
		}
		for _, code := range f[2:] {
			current.Codes = append(current.Codes, SystemCode{f[1], code})
			current.has[SystemCode{f[1], code}] = true
			current.has[SystemCode{"", code}] = true
		}
	}
	return sets
}
