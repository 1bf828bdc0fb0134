package main

import (
	"fmt"
	"strings"
	"testing"

	"kapbridge/api"
	"kapbridge/store"
)

// TestDeleteSeveral deletes by criteria as many as the clinic allows, each with a
// version and an audit record of its own, and not one where there are more.
func TestDeleteSeveral(t *testing.T) {
	c := newClinicServing(t, store.Options{}, api.Options{DeleteSeveral: 3})
	const criteria = "Organization?name=Several"
	for i := range 4 {
		c.put(fmt.Sprintf(`{"resourceType":"Organization","id":"o%d","name":"Several"}`, i))
	}
	outcome := c.want(412, c.ask("DELETE", criteria, nil)).tree(t)
	if text := outcome.Get("issue").Items[0].Get("diagnostics").Text; !strings.Contains(text, "3 Organization") {
		t.Errorf("the bound is not told: %s", text)
	}
	if n := len(entries(t, c.get(criteria).tree(t))); n != 4 {
		t.Fatalf("%d are left after a refusal", n)
	}
	c.want(204, c.ask("DELETE", "Organization/o3", nil))
	done := c.want(200, c.ask("DELETE", criteria, nil, "Prefer: return=OperationOutcome", "Idempotency-Key: d"))
	again := c.want(200, c.ask("DELETE", criteria, nil, "Prefer: return=OperationOutcome", "Idempotency-Key: d"))
	if string(done.body) != string(again.body) || done.Header.Get("ETag") != "" {
		t.Errorf("first %v %s, then %s", done.Header, done.body, again.body)
	}
	for i := range 3 {
		path := fmt.Sprintf("Organization/o%d", i)
		if !strings.Contains(string(done.body), path) {
			t.Errorf("%s is not named: %s", path, done.body)
		}
		c.want(410, c.ask("GET", path, nil))
		if n := len(c.get(path + "/_history").tree(t).Get("entry").Items); n != 2 {
			t.Errorf("%s has %d versions", path, n)
		}
		if n := len(entries(t, c.get("AuditEvent?action=D&entity="+path).tree(t))); n < 1 {
			t.Errorf("%s has no record of its deletion", path)
		}
	}
	if a := c.want(204, c.ask("DELETE", criteria, nil)); a.Header.Get("ETag") != "" {
		t.Errorf("nothing was there, but %v", a.Header)
	}
}
