package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Walking forwards by next and back by previous shows the same pages, whatever
// the order, also where many have the same key or none.
func TestPagesBothWays(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for n := range 23 {
		birth, gender := "", `,"gender":"female"`
		if n%4 != 0 {
			birth = fmt.Sprintf(`,"birthDate":"19%d0-01-01"`, n%3+5)
		}
		if n%5 == 0 {
			gender = ""
		}
		names := ""
		if n%3 != 0 {
			names = fmt.Sprintf(`,"name":[{"family":"Öz%d","given":["A%d","b"]},{"family":"Ash"}]`, n%2, n%4)
		}
		c.put(fmt.Sprintf(`{"resourceType":"Patient","id":"p%d"%s%s%s}`, n, birth, gender, names))
	}
	for _, order := range []string{"", "_sort=birthdate&", "_sort=-birthdate&", "_sort=-_lastUpdated&", "_sort=gender,-birthdate&", "_sort=-_id&", "_sort=-gender,_lastUpdated&",
		"_sort=given,-family&", "_sort=-name&", "_sort=active&", "_sort=deceased,-organization&"} {
		for _, count := range []int{1, 4, 23} {
			walkBothWays(t, c, fmt.Sprintf("Patient?%s_count=%d", order, count), count)
		}
	}
}

func walkBothWays(t *testing.T, c *clinic, query string, count int) {
	t.Helper()
	whole := entries(t, c.get(strings.Replace(query, fmt.Sprintf("_count=%d", count), "_count=100", 1)).tree(t))
	var pages [][]string
	var backTo string
	for next := query; next != ""; {
		page := c.get(next).tree(t)
		pages = append(pages, entries(t, page))
		next = link(page, "next")
		if backTo = link(page, "previous"); (backTo == "") != (len(pages) == 1) {
			t.Fatalf("%s: page %d has the previous link %q", query, len(pages), backTo)
		}
	}
	if got := slices.Concat(pages...); len(whole) != 23 || !slices.Equal(got, whole) {
		t.Fatalf("%s: the pages have %v, all at once %v", query, got, whole)
	}
	for n := len(pages) - 2; n >= 0; n-- {
		page := c.get(backTo).tree(t)
		if got := entries(t, page); !slices.Equal(got, pages[n]) {
			t.Fatalf("%s: page %d backwards has %v, not %v", query, n, got, pages[n])
		}
		if again := entries(t, c.get(link(page, "next")).tree(t)); !slices.Equal(again, pages[n+1]) {
			t.Fatalf("%s: next of page %d has %v, not %v", query, n, again, pages[n+1])
		}
		if backTo = link(page, "previous"); (backTo == "") != (n == 0) {
			t.Fatalf("%s: page %d backwards has the previous link %q", query, n, backTo)
		}
	}
}
