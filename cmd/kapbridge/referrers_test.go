package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestReferrersAreNamed deletes what others refer to, from their main rows, from
// their child rows, and from within: it is refused and says who does, until
// nobody does any more.
func TestReferrersAreNamed(t *testing.T) {
	c := newClinic(t, "refuse")
	refused := func(path string, names ...string) {
		t.Helper()
		a := c.want(409, c.ask("DELETE", path, nil))
		text := a.tree(t).Get("issue").Items[0].Get("diagnostics").Text
		if told := c.want(200, c.ask("GET", path+"/$validate?mode=delete", nil)).tree(t).Get("issue").Items; len(told) != 1 ||
			told[0].Get("code").Text != "conflict" || told[0].Get("diagnostics").Text != text {
			t.Errorf("$validate tells of the deletion of %s: %v, not %s", path, told, text)
		}
		for _, name := range names {
			if !strings.Contains(text, name) {
				t.Errorf("DELETE %s does not name %s: %s", path, name, text)
			}
		}
		if n := strings.Count(text, "Observation/"); n > 10 {
			t.Errorf("DELETE %s names %d: %s", path, n, text)
		}
	}
	c.put(`{"resourceType":"Patient","id":"p1","link":[{"other":{"reference":"Patient/p1"},"type":"seealso"}]}`)
	for i := range 14 {
		c.put(fmt.Sprintf(`{"resourceType":"Observation","id":"o%d","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"}}`, i))
	}
	c.put(`{"resourceType":"Observation","id":"group","status":"final","code":{"text":"x"},"hasMember":[{"reference":"Observation/o3"}]}`)
	refused("Patient/p1", "Patient/p1 is not deleted", "Observation/o0", "and others")
	refused("Observation/o3", "Observation/group")

	deletes := []string{`{"request":{"method":"DELETE","url":"Patient/p1"}}`}
	for i := range 14 {
		deletes = append(deletes, fmt.Sprintf(`{"request":{"method":"DELETE","url":"Observation/o%d"}}`, i))
	}
	transaction := func() answer {
		return c.ask("POST", "", []byte(`{"resourceType":"Bundle","type":"transaction","entry":[`+strings.Join(deletes, ",")+`]}`))
	}
	text := c.want(409, transaction()).tree(t).Get("issue").Items[0].Get("diagnostics").Text
	if !strings.Contains(text, "Observation/group") || !strings.Contains(text, "Bundle.entry[4]") {
		t.Errorf("a transaction that leaves one referrer: %s", text)
	}
	c.put(`{"resourceType":"Observation","id":"group","status":"final","code":{"text":"x"}}`)
	free := c.want(200, c.ask("POST", "Observation/o3/$validate?mode=delete", nil)).tree(t).Get("issue").Items
	if len(free) != 1 || free[0].Get("severity").Text != "information" {
		t.Errorf("nothing refers to it, and $validate tells %v", free)
	}
	c.want(200, c.ask("GET", "Observation/o3", nil)) // to ask is not to delete
	c.want(200, transaction())
	c.want(410, c.ask("GET", "Patient/p1", nil))
	c.want(410, c.ask("GET", "Observation/o3", nil))
}
