package store

import (
	"fmt"
	"regexp"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// ofTarget is the filter in the expression of a parameter such as patient.
var ofTarget = regexp.MustCompile(`resolve\(\) is (\w+)\)`)

// present says, for :missing, that the element is there and passes the filter of
// the parameter's expression: a subject that is a room leaves patient missing. An
// element without any of its columns is missing
// (http://hl7.org/fhir/R4/search.html#missing).
func present(p *mapping.Param, place mapping.Place, row string) string {
	var names []string
	for _, col := range place.Columns() {
		names = append(names, row+col.Name)
	}
	there := "num_nonnulls(" + strings.Join(names, ", ") + ") > 0"
	target, system := ofTarget.FindStringSubmatch(p.Expression), ofSystem.FindStringSubmatch(p.Expression)
	switch {
	case place.Shape() == mapping.ShapeRef && target != nil && fhir.IsResource(target[1]):
		local, elsewhere := place.Targets()
		there = fmt.Sprintf(`%s%s ~ '(^|/)%s/[^/]+(/_history/[^/]+)?$'`, row, elsewhere, target[1])
		if local[target[1]] != "" {
			there = fmt.Sprintf("(%s%s is not null or %s)", row, local[target[1]], there)
		}
	case place.Shape() == mapping.ShapeContact && system != nil:
		there = fmt.Sprintf("(%s and %ssystem = '%s')", there, row, system[1])
	case place.Shape() == mapping.ShapeConcept && p.Type == "string":
		there = names[0] + " in (" + wordsOf(p, func(text string) string { return text + " is not null" }) + ")"
	}
	return there
}
