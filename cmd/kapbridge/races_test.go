package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"kapbridge/fhir"
)

// TestNoWriteIsLost lets partners add to one resource under If-Match while the
// clinic edits its row: each addition is there in the end, the versions are
// without a gap, and searches look at the last one.
func TestNoWriteIsLost(t *testing.T) {
	const writers, each, edits = 6, 12, 25
	c := newClinic(t, "refuse")
	c.put(`{"resourceType":"Patient","id":"p1","gender":"unknown"}`)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				for !c.addIdentifier(t, fmt.Sprintf("%d-%d", w, i)) {
				}
			}
		})
	}
	all.Go(func() {
		for i := range edits {
			if _, err := c.db.Exec(`update patient set birth_date = date '1980-01-01' + $1::integer where id = 'p1'`, i); err != nil {
				t.Errorf("the clinic's edit: %v", err)
			}
		}
	})
	all.Wait()
	now := c.get("Patient/p1").tree(t)
	if got := len(now.Get("identifier").Items); got != writers*each {
		t.Errorf("%d additions are there, not %d", got, writers*each)
	}
	if got := now.Get("birthDate").Text; got != "1980-01-25" {
		t.Errorf("the clinic's last edit shows %s", got)
	}
	c.cards("Patient", nil)
	var gaps int
	if err := c.db.Get(&gaps, `select count(*) - max(version) from fhir_version where id = 'p1'`); err != nil || gaps != 0 {
		t.Errorf("the versions have gaps: %d (%v)", gaps, err)
	}
}

// tagged puts a tag in the place of those that are there.
func tagged(t *fhir.Tree, code string) *fhir.Tree {
	return t.With("meta", fhir.Obj(fhir.Member{Name: "tag", Value: fhir.List(fhir.Obj(fhir.Member{Name: "code", Value: fhir.Str(code)}))}))
}

// addIdentifier reads, adds and writes back; false when another was faster.
func (c *clinic) addIdentifier(t *testing.T, value string) bool {
	a := c.ask("GET", "Patient/p1", nil)
	tree, err := fhir.Decode(a.body)
	if err != nil {
		t.Error(err)
		return true
	}
	list := fhir.List(fhir.Obj(fhir.Member{Name: "value", Value: fhir.Str(value)}))
	if had := tree.Get("identifier"); had != nil {
		list.Items = append(list.Items, had.Items...)
	}
	a = c.ask("PUT", "Patient/p1", tagged(tree.With("identifier", list), value).JSON(), "If-Match: "+a.Header.Get("ETag"))
	switch a.StatusCode {
	case http.StatusOK:
		return true
	case http.StatusPreconditionFailed, http.StatusServiceUnavailable:
		return false
	}
	t.Errorf("PUT: %s %s", a.Status, a.body)
	return true
}

// TestOneOfManyCreates lets several partners create the same id at once.
func TestOneOfManyCreates(t *testing.T) {
	c := newClinic(t, "refuse")
	for round := range 10 {
		var made, refused atomic.Int64
		var all sync.WaitGroup
		for w := range 8 {
			all.Go(func() {
				body := fmt.Sprintf(`{"resourceType":"Patient","id":"new%d","meta":{"tag":[{"code":"%d"}]}}`, round, w)
				switch a := c.ask("PUT", fmt.Sprintf("Patient/new%d", round), []byte(body), "If-None-Match: *"); a.StatusCode {
				case http.StatusCreated:
					made.Add(1)
				case http.StatusPreconditionFailed:
					refused.Add(1)
				default:
					t.Errorf("PUT: %s %s", a.Status, a.body)
				}
			})
		}
		all.Wait()
		if made.Load() != 1 || refused.Load() != 7 {
			t.Errorf("%d created, %d refused", made.Load(), refused.Load())
		}
	}
	c.cards("Patient", nil)
}
