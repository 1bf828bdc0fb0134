package fhir

import (
	_ "embed" // the table
	"slices"
	"strings"
	"sync"
)

//go:embed r4/invariants.txt
var invariantsText string

// Invariant is a rule that R4 has for values of a type or element
// (http://hl7.org/fhir/R4/conformance-rules.html#constraints).
type Invariant struct {
	Path       string // of the type or element, "Patient.contact"; all that specialise the type have it too
	Key        string // "pat-1"
	Severity   string // error | warning
	Text       string // for people
	Expression string // FHIRPath, with the value in focus
}

// Invariants returns those that R4 defines at a path; none of a type's bases.
func Invariants(path string) []Invariant { return slices.Clone(invariants()[path]) }

// InvariantPaths lists the paths that have invariants, sorted.
func InvariantPaths() []string {
	var paths []string
	for path := range invariants() {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

var invariants = sync.OnceValue(func() map[string][]Invariant {
	all := map[string][]Invariant{}
	var current Invariant
	for line := range strings.Lines(invariantsText) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] != "" {
			current = Invariant{Path: f[0], Key: f[1], Severity: f[2], Text: f[3]}
			continue
		}
		current.Expression = f[1]
		all[current.Path] = append(all[current.Path], current)
	}
	return all
})
