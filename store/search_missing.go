package store

import (
	"fmt"
	"strings"

	"kapbridge/mapping"
)

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
	target, system := p.OnlyTarget(), ofSystem.FindStringSubmatch(p.Expression)
	switch {
	case place.Shape() == mapping.ShapeRef && target != "":
		local, elsewhere := place.Targets()
		there = fmt.Sprintf(`%s%s ~ '(^|/)%s/[^/]+(/_history/[^/]+)?$'`, row, elsewhere, target)
		if local[target] != "" {
			there = fmt.Sprintf("(%s%s is not null or %s)", row, local[target], there)
		}
	case place.Shape() == mapping.ShapeContact && system != nil:
		there = fmt.Sprintf("(%s and %ssystem = '%s')", there, row, system[1])
	case place.Shape() == mapping.ShapeConcept && p.Type == "string":
		there = names[0] + " in (" + wordsOf(p, func(text string) string { return text + " is not null" }) + ")"
	}
	return there
}
