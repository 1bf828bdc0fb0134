package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// A cursor leads on in its own search only, and not when it was altered.
func TestCursorsOfOthers(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for n := range 6 {
		c.put(fmt.Sprintf(`{"resourceType":"Patient","id":"p%d","active":true}`, n))
		c.put(fmt.Sprintf(`{"resourceType":"Practitioner","id":"p%d","active":true}`, n))
	}
	cursors := map[string]string{}
	for _, query := range []string{"Patient?_count=2", "Patient?active=true&_count=2", "Patient?_sort=-_id&_count=2", "Practitioner?_count=2",
		"AuditEvent?_count=2", "AuditEvent?action=C&_count=2", "_history?_count=2", "Patient/_history?_count=2", "Patient?_elements=active&_count=2"} {
		next, err := url.Parse(link(c.get(query).tree(t), "next"))
		if err != nil {
			t.Fatal(err)
		}
		cursors[query] = next.Query().Get("_cursor")
	}
	for query, cursor := range cursors {
		for of, foreign := range cursors {
			want := 400
			if of == query {
				want = 200
			}
			a := c.want(want, c.ask("GET", query+"&_cursor="+foreign, nil))
			if want == 400 && !strings.Contains(string(a.body), "begin again without _cursor") {
				t.Errorf("%s with the cursor of %s: %s", query, of, a.body)
			}
		}
		c.get(strings.Replace(query, "_count=2", "_count=1", 1) + "&_cursor=" + cursor)
		for _, altered := range []string{cursor[1:], cursor[:len(cursor)-1], "A" + cursor, strings.ToUpper(cursor), "~" + cursor, "x", "%00", strings.Repeat("A", 5000)} {
			c.want(400, c.ask("GET", query+"&_cursor="+altered, nil))
		}
	}
}
