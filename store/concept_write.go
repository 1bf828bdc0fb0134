package store

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/jmoiron/sqlx"

	"kapbridge/mapping"
)

// storeConcepts stores the concepts that may not be stored yet, in one order
// for all, so that no two transactions wait for each other.
func (g *group) storeConcepts(ctx context.Context, tx *sqlx.Tx) error {
	fresh := mapping.Dictionary{}
	for _, j := range g.jobs {
		if j.rows == nil || !j.writes() {
			continue
		}
		for id, concept := range j.rows.Concepts {
			if g.s.concepts.get(id) == nil {
				fresh[id] = concept
			}
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	concepts, codings := &rowsJSON{}, &rowsJSON{}
	for _, id := range slices.Sorted(maps.Keys(fresh)) {
		concepts.begin()
		concepts.text("id", id)
		concepts.member("text", fresh[id].Get("text"))
		list := fresh[id].Get("coding")
		if list == nil {
			continue
		}
		for i, coding := range list.Items {
			codings.begin()
			codings.text("concept_id", id)
			codings.text("position", strconv.Itoa(i))
			for _, name := range []string{"system", "version", "code", "display"} {
				codings.member(name, coding.Get(name))
			}
			codings.member("user_selected", coding.Get("userSelected"))
		}
	}
	return g.s.run(ctx, tx, conceptsSQL, concepts.end(), codings.end())
}
