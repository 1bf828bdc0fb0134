package ig

import (
	"sync"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
	"kapbridge/fhir/validate"
)

// Resources are the definitions of the guide, each a valid R4 resource with a
// canonical url under fhir.Canonical.
func Resources() []*fhir.Tree { return nil }

// Terms are the code systems and value sets of R4 and of the guide.
var Terms = sync.OnceValue(func() *term.Terms {
	t, err := term.Standard().With(Resources()...)
	if err != nil {
		panic("ig: " + err.Error())
	}
	return t
})

// Validator knows R4 and the profiles of the guide.
var Validator = sync.OnceValue(func() *validate.Validator {
	v, err := validate.New(Terms(), Resources()...)
	if err != nil {
		panic("ig: " + err.Error())
	}
	return v
})
