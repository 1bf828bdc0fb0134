package store

import (
	"fmt"
	"slices"
	"strconv"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// refsByTable lists ids that foreign keys name, by the table they point to.
type refsByTable map[string][]string

// refsOf gathers the foreign keys of a resource's rows.
func refsOf(t *typeSQL, rows *mapping.Rows) refsByTable {
	refs := refsByTable{}
	add := func(cells mapping.Cells, columns []mapping.Column) {
		for _, c := range columns {
			if id, ok := cells[c.Name]; ok && c.To != "" && c.To != "concept" && !slices.Contains(refs[c.To], id) {
				refs[c.To] = append(refs[c.To], id)
			}
		}
	}
	add(rows.Main, t.Columns())
	for _, child := range t.Children() {
		for _, row := range rows.Lists[child.Name] {
			add(row.Cells, child.Columns)
		}
	}
	return refs
}

// of returns the ids to look for in a target table: a resource may refer to
// itself before it is there.
func (r refsByTable) of(target target, t *typeSQL, self string) []string {
	if target.table != t.Table {
		return r[target.table]
	}
	return slices.DeleteFunc(slices.Clone(r[target.table]), func(id string) bool { return id == self })
}

// only keeps the references that are missing, as "Type/id".
func (r refsByTable) only(t *typeSQL, missing []string) refsByTable {
	kept := refsByTable{}
	for _, target := range t.targets {
		for _, id := range r[target.table] {
			if slices.Contains(missing, target.typeName+"/"+id) {
				kept[target.table] = append(kept[target.table], id)
			}
		}
	}
	return kept
}

// dangling words the missing references for the writer, each where it stands.
func dangling(t *fhir.Tree, missing []string) error {
	var issues []fhir.Issue
	eachReference(t, t.Get("resourceType").StringOr(""), func(place, literal string) {
		for _, m := range missing {
			if literal == m || len(literal) > len(m) && literal[:len(m)+1] == m+"/" {
				issues = append(issues, fhir.Issue{Severity: "error", Code: "not-found", Expression: place,
					Text: fmt.Sprintf("%s is not known here; store it first, or start the server with --missing-references=placeholder", m)})
			}
		}
	})
	return fhir.Unprocessable(issues)
}

// eachReference visits every literal reference with its FHIRPath.
func eachReference(t *fhir.Tree, place string, visit func(place, literal string)) {
	if literal := t.Get("reference"); literal.Is(fhir.String) {
		visit(place+".reference", literal.Text)
	}
	for _, m := range t.Members {
		inner := place + "." + m.Name
		if m.Value.Kind == fhir.Array {
			for i, item := range m.Value.Items {
				eachReference(item, inner+"["+strconv.Itoa(i)+"]", visit)
			}
		} else {
			eachReference(m.Value, inner, visit)
		}
	}
}
