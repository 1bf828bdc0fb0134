package term

import "kapbridge/fhir"

// Terms is a set of code systems and value sets. It does not change once made,
// and may be asked by many at once.
type Terms struct{}

// Answer is what can be said of a code.
type Answer uint8

// The zero Answer says that what would have to be asked is not held here.
const (
	Unknown Answer = iota
	Yes
	No
)

// Concept is one code of a code system
// (http://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.concept).
type Concept struct{ Code, Display, Definition string }

// Standard is what R4 itself defines.
func Standard() *Terms { return &Terms{} }

// With is t together with the CodeSystem and ValueSet resources given, which go
// before those of the same url in t; resources of other types are passed over.
func (t *Terms) With(resources ...*fhir.Tree) (*Terms, error) { return t, nil }

// Has tells whether a value set, by its url with or without "|version", has a
// code of a system. The system "" stands for that of an element of type code.
func (t *Terms) Has(valueSet, system, code string) Answer {
	set, ok := fhir.RequiredCodes(valueSet)
	switch {
	case !ok || set.Open:
		return Unknown
	case system == "" && set.Has(code), set.HasIn(system, code):
		return Yes
	}
	return No
}

// Lookup finds a code in its system. No means that the system is held whole and
// lacks the code.
func (t *Terms) Lookup(system, code string) (Concept, Answer) { return Concept{}, Unknown }

// Nearest names the code of a value set that somebody most likely meant, or "".
func (t *Terms) Nearest(valueSet, code string) string { return "" }
