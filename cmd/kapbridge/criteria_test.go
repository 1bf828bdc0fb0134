package main

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
)

// TestOneAtMostByCriteria lets several partners create, update, patch and delete
// by the same criteria at once, in a random order: what was made and not deleted
// is there in the end, and it is one at most.
func TestOneAtMostByCriteria(t *testing.T) {
	const writers, each = 8, 30
	c := newClinic(t, "refuse")
	var made, removed, changed atomic.Int64
	var all sync.WaitGroup
	for w := range writers {
		chance := rand.New(rand.NewPCG(uint64(w), 5))
		all.Go(func() {
			for i := range each {
				body := fmt.Appendf(nil, `{"resourceType":"Organization","name":"The one","alias":["%d of %d"]}`, i, w)
				var a answer
				switch chance.IntN(4) {
				case 0:
					a = c.ask("POST", "Organization", body, "If-None-Exist: name:exact=The one")
				case 1:
					a = c.ask("PUT", "Organization?name:exact=The+one", body)
				case 2:
					a = c.ask("PATCH", "Organization?name:exact=The+one", fmt.Appendf(nil, `{"alias":["patched %d of %d"]}`, i, w), "Content-Type: application/merge-patch+json")
				case 3:
					a = c.ask("DELETE", "Organization?name:exact=The+one", nil)
				}
				switch {
				case a.StatusCode == 201:
					made.Add(1)
				case a.StatusCode == 204 && a.Header.Get("ETag") != "":
					removed.Add(1)
				case a.StatusCode == 200 && a.Request.Method != "POST":
					changed.Add(1)
				case a.StatusCode >= 500 || a.StatusCode == 400 || a.StatusCode == 412:
					t.Errorf("%s %s: %s %s", a.Request.Method, a.Request.URL, a.Status, a.body)
				}
			}
		})
	}
	all.Wait()
	left := len(entries(t, c.get("Organization?name:exact=The+one").tree(t)))
	if left > 1 || made.Load()-removed.Load() != int64(left) || made.Load() < 2 || removed.Load() < 2 {
		t.Errorf("%d are left of %d made and %d deleted", left, made.Load(), removed.Load())
	}
	var versions int64
	if err := c.db.Get(&versions, `select count(*) from fhir_version where type = 'Organization'`); err != nil || versions != made.Load()+removed.Load()+changed.Load() {
		t.Errorf("%d versions of %d made, %d changed, %d deleted (%v)", versions, made.Load(), changed.Load(), removed.Load(), err)
	}
}
