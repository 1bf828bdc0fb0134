package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// expectFound asks each search, written "Type?name=value&...", for the ids of
// its matches, in any order.
func (c *clinic) expectFound(searches map[string]string) {
	c.t.Helper()
	for query, want := range searches {
		typeName, terms, _ := strings.Cut(query, "?")
		var asked []string
		for _, term := range strings.Split(terms, "&") {
			name, value, _ := strings.Cut(term, "=")
			asked = append(asked, url.QueryEscape(name)+"="+url.QueryEscape(value))
		}
		a := c.ask("GET", typeName+"?"+strings.Join(asked, "&"), nil)
		if a.StatusCode != 200 {
			c.t.Errorf("%s: %s %s", query, a.Status, a.body)
			continue
		}
		var got []string
		for _, e := range entries(c.t, a.tree(c.t)) {
			got = append(got, strings.TrimPrefix(e, typeName+"/"))
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			c.t.Errorf("%s: found %v, not %s", query, got, want)
		}
	}
}

func TestSearchByIdAndTime(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, id := range []string{"a", "b", "c"} {
		c.put(`{"resourceType":"Patient","id":"` + id + `"}`)
	}
	c.expectFound(map[string]string{
		"Patient?_id=a":                      "a",
		"Patient?_id=a,c":                    "a c",
		"Patient?_id=|a":                     "a",
		"Patient?_id=http://x.example|a":     "",
		"Patient?_id:not=a":                  "b c",
		"Patient?_id:not=a,b":                "c",
		"Patient?_id:missing=true":           "",
		"Patient?_id:missing=false":          "a b c",
		"Patient?_lastUpdated=gt2020":        "a b c",
		"Patient?_lastUpdated=lt2020":        "",
		"Patient?_lastUpdated:missing=false": "a b c",
		"Patient?_lastUpdated:missing=true":  "",
	})
}
