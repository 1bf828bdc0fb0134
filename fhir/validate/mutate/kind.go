package mutate

import (
	"fmt"
	"slices"

	"kapbridge/fhir"
)

// Kind is one way to change a resource.
type Kind struct {
	Name string // "array for a single value"
	Rule string // where the specification has the rule, below http://hl7.org/fhir/R4/
	maker
}

// maker makes the mutants of a kind.
type maker interface {
	// Count tells how many mutants of a resource there may be; Make may still
	// find that one of them cannot be.
	Count(resource []byte) int
	// Make gives the mutant of a number below Count, as JSON or XML; nil when the
	// resource has no place for it.
	Make(resource []byte, n int) []byte
}

// Kinds lists all kinds, those of one theme together.
func Kinds() []Kind {
	return slices.Concat(same, structure, siblings, primitives, codes, references, extensions, narratives, bundles, invariants, questionnaires, vitalSigns, texts)
}

// same changes nothing.
var same = []Kind{{"as it is", "validation.html", edits(func(*fhir.Tree) []func() bool {
	return []func() bool{func() bool { return true }}
})}}

// edits lists the changes that a kind can make to a resource. The resource is a
// copy, of which one change is made; it tells whether it changed anything.
type edits func(resource *fhir.Tree) []func() bool

func (e edits) Count(resource []byte) int { return len(e(read(resource))) }

func (e edits) Make(resource []byte, n int) []byte {
	t := read(resource)
	if !e(t)[n]() {
		return nil
	}
	return t.JSON()
}

// read makes a tree of a resource that is known to be one.
func read(data []byte) *fhir.Tree {
	t, err := fhir.Decode(data)
	if err != nil {
		panic(fmt.Sprintf("mutate: %v in %.80s", err, data))
	}
	return t
}
