package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// A transaction of the clinic may end long after its edits. Who asks again and
// again for what is new since the last time gets them all the same, and the audit
// log has the instant of the edit.
func TestLateCommitsAreNew(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	c.put(`{"resourceType":"Patient","id":"p1"}`)
	tx, err := c.db.Beginx()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(`update patient set gender = 'female' where id = 'p1'`); err != nil {
		t.Fatal(err)
	}
	edited := time.Now()
	time.Sleep(30 * time.Millisecond)
	c.put(`{"resourceType":"Patient","id":"p2"}`)
	since := c.get("Patient/p2").tree(t).At("meta", "lastUpdated").Text
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.store.Sweep(t.Context(), []string{"Patient"}, 10); err != nil {
		t.Fatal(err)
	}
	if got := entries(t, c.get("Patient?_lastUpdated=gt"+url.QueryEscape(since)).tree(t)); !slices.Equal(got, []string{"Patient/p1"}) {
		t.Errorf("new since %s are %v", since, got)
	}
	event := c.get("AuditEvent?entity=Patient/p1&subtype=clinic-edit").tree(t).Get("entry").Items[0]
	recorded, err := time.Parse(time.RFC3339Nano, event.At("resource", "recorded").Text)
	if err != nil || recorded.After(edited.Add(time.Second/50)) {
		t.Errorf("the edit before %s is recorded at %s (%v)", edited, recorded, err)
	}
	if !strings.Contains(string(c.get("Patient/p1").body), `"gender":"female"`) {
		t.Error("the edit does not show")
	}
}
