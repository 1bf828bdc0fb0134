package store

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// within is the condition that row m is in the compartment of a resource.
func (t *typeSQL) within(b *builder, of fhir.Key) string {
	id := b.arg(of.ID, "text")
	params, itself := mapping.Membership(t.Type, t.Resource, of.Type)
	var direct, rows []string
	if itself {
		direct = append(direct, "m.id = "+id)
	}
	for _, via := range params {
		for _, p := range t.pointers(via, of.Type) {
			condition := p.column + " = " + id
			if p.kind == spelled {
				condition = fmt.Sprintf("%s = '%s/' || %s", p.column, of.Type, id)
			}
			if p.owner == "id" {
				direct = append(direct, "m."+condition)
			} else {
				rows = append(rows, fmt.Sprintf("select p.%s from %s p where p.%s", p.owner, p.table, condition))
			}
		}
	}
	slices.Sort(direct)
	direct = slices.Compact(direct) // subject and patient look at the same column
	if len(rows) == 0 {
		return t.ofRow("(" + strings.Join(direct, " or ") + ")")
	}
	for _, condition := range direct {
		rows = append(rows, fmt.Sprintf("select m.id from %s m where %s", t.Table, condition))
	}
	return "m.id in (" + strings.Join(rows, " union all ") + ")"
}
