package term

import (
	"strings"

	"kapbridge/fhir"
)

// Nearest names the code of a value set that somebody most likely meant, or "".
// What differs by case, blanks and hyphens alone from a code or its display is
// meant. So is what one in three letters are wrong of, if no other code is as
// near; but not among codes with digits, of which many are near each other.
func (t *Terms) Nearest(valueSet, code string) string {
	v, ok := t.Set(valueSet)
	if !ok {
		return ""
	}
	l := listing{terms: t}
	return likeliest(l.set(v, 0), code)
}

// NearestIn is Nearest for a code system, by url with or without "|version".
func (t *Terms) NearestIn(system, code string) string {
	s, ok := t.System(system)
	if !ok {
		return ""
	}
	return likeliest(s.Concepts(), code)
}

func likeliest(all []Concept, code string) string {
	plain := fold(code)
	for _, text := range []func(Concept) string{Concept.code, Concept.display} {
		for _, c := range all {
			if fold(text(c)) == plain {
				return c.Code
			}
		}
	}
	if strings.ContainsAny(code, "0123456789") {
		return ""
	}
	for _, text := range []func(Concept) string{Concept.code, Concept.display} {
		if near := nearest(all, plain, text); near != "" {
			return near
		}
	}
	return ""
}

func (c Concept) code() string    { return c.Code }
func (c Concept) display() string { return c.Display }

// most is how much of a text the distance looks at.
const most = 40

// nearest finds the one code whose text is nearest.
func nearest(all []Concept, plain string, text func(Concept) string) string {
	best, least := "", 1+len(plain)/3
	for _, c := range all {
		other := fold(text(c))
		if len(other) > most || len(plain) > most || other == "" {
			continue
		}
		switch n := fhir.EditDistance(other, plain); {
		case n < least:
			best, least = c.Code, n
		case n == least && best != c.Code:
			best = "" // no one knows which
		}
	}
	return best
}

// fold takes away what people vary.
func fold(text string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "_", "").Replace(text))
}
