package fhir

import (
	_ "embed" // the tables
	"slices"
	"strings"
	"sync"
)

//go:embed r4/codesystems.txt
var codeSystemsText string

// CodeSystem is a complete code system of the standard, one of those that the
// required value sets draw upon, with its hierarchy
// (http://hl7.org/fhir/R4/codesystem.html#hierarchy).
type CodeSystem struct {
	URL   string
	below map[string][]string // at any depth
}

// CodeSystemOf returns the code system of this url; ok is false for one that is
// not kept here.
func CodeSystemOf(url string) (c *CodeSystem, ok bool) {
	c, ok = codeSystems()[url]
	return c, ok
}

// Below lists a code and all codes that it subsumes.
func (c *CodeSystem) Below(code string) []string {
	return append([]string{code}, c.below[code]...)
}

// Above lists a code and all codes that subsume it, sorted.
func (c *CodeSystem) Above(code string) []string {
	above := []string{code}
	for parent, codes := range c.below {
		if slices.Contains(codes, code) {
			above = append(above, parent)
		}
	}
	slices.Sort(above)
	return above
}

var codeSystems = sync.OnceValue(func() map[string]*CodeSystem {
	all := map[string]*CodeSystem{}
	var current *CodeSystem
	for line := range strings.Lines(codeSystemsText) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] != "" {
			current = &CodeSystem{f[0], map[string][]string{}}
			all[current.URL] = current
			continue
		}
		current.below[f[1]] = f[2:]
	}
	return all
})
