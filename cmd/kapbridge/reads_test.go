package main

import (
	"fmt"
	"sync"
	"testing"
)

// TestReadsTogether reads many resources at once, some of them unknown, deleted
// or just edited by SQL: each request gets its own, and leaves its own record.
func TestReadsTogether(t *testing.T) {
	c := newClinic(t, "refuse")
	for n := range 10 {
		c.put(fmt.Sprintf(`{"resourceType":"Patient","id":"p%d","gender":"female"}`, n))
	}
	c.want(204, c.ask("DELETE", "Patient/p8", nil))
	c.sql(`update patient set gender = 'other' where id = 'p9'`)
	const rounds = 20
	var all sync.WaitGroup
	for range rounds {
		for n := range 11 { // p10 never was
			all.Go(func() {
				id := fmt.Sprintf("p%d", n)
				a := c.ask("GET", "Patient/"+id, nil)
				want, gender := 200, "female"
				switch n {
				case 8:
					want = 410
				case 9:
					gender = "other"
				case 10:
					want = 404
				}
				if a.StatusCode != want {
					t.Errorf("%s: %s, not %d", id, a.Status, want)
				} else if got := a.tree(t); want == 200 && (got.Get("id").Text != id || got.Get("gender").Text != gender) {
					t.Errorf("%s: got %s", id, a.body)
				}
			})
		}
	}
	all.Wait()
	for n := range 11 {
		var found, distinct int
		if err := c.db.QueryRow(`select count(*), count(distinct request) from fhir_audit where interaction = 'read' and entity_id = $1 and outcome = $2
			and (outcome <> '0' or patients = array[entity_id] and entity_version > 0)`, fmt.Sprintf("p%d", n), map[bool]string{true: "0", false: "4"}[n != 8 && n != 10]).Scan(&found, &distinct); err != nil {
			t.Fatal(err)
		}
		if found != rounds || distinct != rounds {
			t.Errorf("p%d: %d records of %d requests, %d reads", n, found, distinct, rounds)
		}
	}
}
