package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/jmoiron/sqlx"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// refsOf lists the resources that the foreign keys of rows name, each once.
func refsOf(t *typeSQL, rows *mapping.Rows) []fhir.Key {
	var refs []fhir.Key
	add := func(cells mapping.Cells, columns []mapping.Column) {
		for _, c := range columns {
			id, ok := cells[c.Name]
			if !ok || c.To == "" || c.To == "concept" {
				continue
			}
			if key := (fhir.Key{Type: t.targets[c.To], ID: id}); !slices.Contains(refs, key) {
				refs = append(refs, key)
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

// storeGhosts makes placeholders for missing references, where policy lets
// them be missing.
func (g *group) storeGhosts(ctx context.Context, tx *sqlx.Tx) error {
	missing := map[*typeSQL][]string{}
	for _, j := range g.jobs {
		for _, key := range j.refs {
			if t := g.s.types[key.Type]; j.writes() && slices.Contains(j.head.missing, key.String()) && !slices.Contains(missing[t], key.ID) {
				missing[t] = append(missing[t], key.ID)
			}
		}
	}
	for _, t := range inOrder(missing) {
		slices.Sort(missing[t])
		if err := g.s.run(ctx, tx, t.ghostsSQL(), array(missing[t])); err != nil {
			return err
		}
	}
	return nil
}
