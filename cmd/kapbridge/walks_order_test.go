package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kapbridge/kap"
	"kapbridge/mapping"
)

// TestOrderOfChangedResources begins a walk by every parameter that a type can
// be ordered by, then writes every resource anew, and goes on: those that have
// changed stand where their rows stood.
func TestOrderOfChangedResources(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "placeholder")
	loadInto(c, kap.Options{Seed: 5, Patients: 1, Start: demoStart})
	for _, r := range mapping.All() {
		for _, tree := range resources(t, filepath.Join("..", "..", "testdata", r.Type)) {
			c.put(string(tree.JSON()))
		}
	}
	for _, r := range mapping.All() {
		var walks []*startedWalk
		for i, p := range r.Params() {
			if p.Sortable() {
				walks = append(walks, c.start(r.Type, []string{"", "-"}[i%2]+p.Code))
			}
		}
		walks = append(walks, c.start(r.Type, "-_lastUpdated"), c.start(r.Type, "_id"))
		c.writeAnew(r)
		for _, w := range walks {
			if w.next == "" {
				continue
			}
			rest := entries(t, c.get(strings.Replace(w.next, "_count=2", "_count=1000", 1)).tree(t))
			if got := append(w.first, rest...); !slices.Equal(got, w.whole) {
				t.Errorf("%s: the walk has %v, not %v", w.query, got, w.whole)
			}
		}
	}
}

// startedWalk is a search of which the first page was read, and what all of it was then.
type startedWalk struct {
	query        string
	first, whole []string
	next         string
}

func (c *clinic) start(typeName, order string) *startedWalk {
	query := fmt.Sprintf("%s?_sort=%s&_count=", typeName, order)
	page := c.get(query + "2").tree(c.t)
	return &startedWalk{query, entries(c.t, page), entries(c.t, c.get(query+"1000").tree(c.t)), link(page, "next")}
}

// writeAnew updates half of the resources of a type, and lets the clinic edit the
// rows of the others without changing anything.
func (c *clinic) writeAnew(r *mapping.Resource) {
	for i, tree := range c.pages(r.Type + "?_count=1000") {
		if i%2 == 0 {
			c.put(string(tree.JSON()))
		} else {
			c.sql(fmt.Sprintf(`update %s set id = id where id = $1`, r.Table), tree.Get("id").Text)
		}
	}
}
