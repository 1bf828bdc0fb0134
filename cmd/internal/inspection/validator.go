package inspection

import (
	"errors"
	"slices"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/fhir/profile"
	"kapbridge/fhir/term"
	"kapbridge/fhir/validate"
)

// Validator knows what the guide knows, and the definitions given. Those that
// cannot be used are left out, since a package has many that are not asked: unusable
// names each, and why.
func Validator(given []*fhir.Tree) (v *validate.Validator, unusable []error, err error) {
	given = slices.DeleteFunc(slices.Clone(given), func(t *fhir.Tree) bool {
		_, _, wrong := profile.Read(t)
		if _, none := new(term.Terms).With(t); wrong == nil {
			wrong = none
		}
		if wrong != nil {
			unusable = append(unusable, wrong)
		}
		return wrong != nil
	})
	terms, err := ig.Terms().With(given...)
	if err != nil {
		return nil, nil, err
	}
	for {
		v, err = validate.New(terms, slices.Concat(ig.Known(), given)...)
		var one *validate.Unusable
		if !errors.As(err, &one) {
			return v, unusable, err
		}
		unusable = append(unusable, one)
		rest := slices.DeleteFunc(slices.Clone(given), func(t *fhir.Tree) bool { return t.Get("url").StringOr("") == one.URL })
		if len(rest) == len(given) {
			return nil, nil, err // it is the guide's
		}
		given = rest
	}
}
