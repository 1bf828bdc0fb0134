package validate

import (
	"slices"

	"kapbridge/fhir"
)

// contains tells whether a value has all that a pattern has: an object its
// members, a list for each item of the pattern's one that contains it, in any
// order (http://hl7.org/fhir/R4/elementdefinition.html#pattern).
func contains(value, pattern *fhir.Tree) bool {
	switch {
	case value == nil || value.Kind != pattern.Kind:
		return false
	case pattern.Kind == fhir.Object:
		return !slices.ContainsFunc(pattern.Members, func(m fhir.Member) bool { return !contains(value.Get(m.Name), m.Value) })
	case pattern.Kind == fhir.Array:
		return !slices.ContainsFunc(pattern.Items, func(p *fhir.Tree) bool {
			return !slices.ContainsFunc(value.Items, func(item *fhir.Tree) bool { return contains(item, p) })
		})
	}
	return value.Text == pattern.Text
}

// brief writes a value for an issue.
func brief(t *fhir.Tree) string {
	const most = 200
	text := string(fhir.AppendJSON(nil, t))
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}
