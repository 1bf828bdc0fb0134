package main

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kapbridge/mapping"
)

// TestDeclaredSearches loads each type's example resources and runs the lines
// of its search.txt: "param=value -> names of the files that match". Every
// declared parameter must occur.
func TestDeclaredSearches(t *testing.T) {
	for _, r := range mapping.All() {
		t.Run(r.Type, func(t *testing.T) {
			t.Parallel()
			c := newClinic(t, "placeholder")
			folder := filepath.Join("..", "..", "testdata", r.Type)
			names := map[string]string{}
			for file, tree := range resources(t, folder) {
				c.put(string(tree.JSON()))
				names[r.Type+"/"+tree.Get("id").Text] = strings.TrimSuffix(filepath.Base(file), ".json")
			}
			if len(names) < 3 {
				t.Fatalf("testdata/%s needs least.json, full.json and odd.json", r.Type)
			}
			text, err := os.ReadFile(filepath.Join(folder, "search.txt"))
			if err != nil {
				t.Fatal(err)
			}
			used := map[string]bool{}
			for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
				if line != "" && line[0] != '#' {
					used[runSearch(t, c, r.Type, names, line)] = true
				}
			}
			for _, p := range r.Params() {
				if !used[p.Code] {
					t.Errorf("no line of search.txt tries %q", p.Code)
				}
			}
		})
	}
}

func runSearch(t *testing.T, c *clinic, typeName string, names map[string]string, line string) string {
	t.Helper()
	query, expected, _ := strings.Cut(line, " ->")
	name, value, _ := strings.Cut(strings.TrimSpace(query), "=")
	a := c.ask("GET", typeName+"?"+url.QueryEscape(name)+"="+url.QueryEscape(value), nil)
	if a.StatusCode != 200 {
		t.Errorf("%s: %s", line, a.body)
		return ""
	}
	var got []string
	for _, id := range entries(t, a.tree(t)) {
		got = append(got, names[id])
	}
	slices.Sort(got)
	want := strings.Fields(expected)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: found %v", line, got)
	}
	code, _, _ := strings.Cut(name, ":")
	return code
}
