package validate

import (
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/profile"
	"kapbridge/fhir/term"
)

// Validator finds what is wrong with resources by R4 and by profiles. It does not
// change once made, and may be asked by many at once.
type Validator struct {
	terms     *term.Terms
	held      map[string]*held // by url
	extension *fhir.TypeDef
}

// unusable lists the definitions of the standard that cannot be asked, and why.
var unusable = map[string]string{
	profile.TypePrefix + "familymemberhistory-genetic": "it has slices of FamilyMemberHistory.condition, and does not say how they are told apart",
}

// Unusable is why a definition that was given cannot be asked.
type Unusable struct {
	URL   string
	Cause error // names the definition, or the one that it is built on
}

func (u *Unusable) Error() string {
	text := u.Cause.Error()
	if strings.HasPrefix(text, u.URL+":") {
		return text
	}
	return u.URL + ": " + text
}

// Unwrap gives the cause.
func (u *Unusable) Unwrap() error { return u.Cause }

// New makes a validator that knows R4, with its profiles and extensions, and the
// StructureDefinitions among the definitions, by their urls; other resources are
// passed over. A definition that cannot be used is an error that names it; where
// that comes of what it says of elements, an *Unusable.
func New(terms *term.Terms, definitions ...*fhir.Tree) (*Validator, error) {
	library, err := profile.NewLibrary(definitions...)
	if err != nil {
		return nil, err
	}
	v := &Validator{terms: terms, held: map[string]*held{}}
	v.extension, _ = fhir.TypeOf("Extension")
	var given []*held
	library.All(func(d *profile.Definition, isGiven bool) {
		if !isGiven && unusable[d.URL] != "" {
			return
		}
		h := v.hold(library, d)
		v.held[d.URL] = h
		if isGiven {
			given = append(given, h)
		}
	})
	for _, h := range given {
		if _, err := h.plan(); err != nil {
			return nil, &Unusable{h.URL, err}
		}
	}
	return v, nil
}

// Holds tells whether a profile is known by its canonical url, so that a resource
// can be held to it.
func (v *Validator) Holds(canonical string) bool {
	return v.find(canonical) != nil || typeNamed(canonical) != ""
}

// Resource finds all that is wrong with a resource, and with those in it: by R4,
// its terminology included, by the profiles that it claims in meta.profile, by those that R4 has for vital
// signs, by the definitions of its extensions, and by the profiles given by their
// urls. An issue that comes of a profile names it.
func (v *Validator) Resource(t *fhir.Tree, profiles ...string) []fhir.Issue {
	return slices.Concat(tolerate(Resource(t)), prose(t), v.codes(t), v.claims(t, profiles, true))
}

// tolerate makes warnings of what is beyond the bounds of this program alone: it is
// no fault of the resource.
func tolerate(issues []fhir.Issue) []fhir.Issue {
	for i := range issues {
		if issues[i].Code == fhir.BeyondBounds {
			issues[i].Severity, issues[i].Text = "warning", issues[i].Text+"; R4 allows it, and this server refuses it"
		}
	}
	return issues
}

// Claims finds what Resource finds by profiles alone, without what they only
// prefer.
func (v *Validator) Claims(t *fhir.Tree, profiles ...string) []fhir.Issue {
	return v.claims(t, profiles, false)
}
