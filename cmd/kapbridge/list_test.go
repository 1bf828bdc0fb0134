package main

import (
	"strings"
	"testing"
)

// TestListsNarrowSearches asks for what is on lists, also behind references,
// inside a compartment and after edits by SQL.
func TestListsNarrowSearches(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	for _, id := range []string{"p1", "p2", "p3"} {
		c.put(`{"resourceType":"Patient","id":"` + id + `"}`)
		c.put(`{"resourceType":"Observation","id":"o-` + id + `","status":"final","code":{"text":"pulse"},"subject":{"reference":"Patient/` + id + `"}}`)
	}
	list := func(id string, entries ...string) {
		c.put(`{"resourceType":"List","id":"` + id + `","status":"current","mode":"changes","entry":[` + strings.Join(entries, ",") + `]}`)
	}
	list("study", `{"item":{"reference":"Patient/p1/_history/1"}}`, `{"item":{"reference":"Observation/o-p2"}}`,
		`{"item":{"reference":"Patient/p2"},"deleted":false}`, `{"item":{"reference":"Patient/p3"},"deleted":true}`)
	list("other", `{"item":{"reference":"Patient/p3"}}`, `{"item":{"display":"somebody"}}`, `{"item":{"reference":"Patient/p33"}}`)
	list("gone", `{"item":{"reference":"Patient/p1"}}`)
	c.want(204, c.ask("DELETE", "List/gone", nil))
	c.expectFound(map[string]string{
		"Patient?_list=study":                               "p1 p2",
		"Patient?_list=other":                               "p3",
		"Patient?_list=study,other":                         "p1 p2 p3",
		"Patient?_list=study&_list=other":                   "",
		"Patient?_list=study&_id=p2,p3":                     "p2",
		"Patient?_list=gone":                                "",
		"Patient?_list=nowhere":                             "",
		"Observation?_list=study":                           "o-p2",
		"Observation?subject:Patient._list=study":           "o-p1 o-p2",
		"Patient?_has:Observation:subject:_list=study":      "p2",
		"Encounter?_list=study":                             "",
		"Observation?_list=study&subject:Patient._id=p1,p2": "o-p2",
	})
	if found := entries(t, c.get("Patient/p2/Observation?_list=study").tree(t)); len(found) != 1 {
		t.Errorf("in a compartment: %v", found)
	}
	c.sql("update list_entry set deleted = not deleted where list_id = 'study' and deleted is not null")
	c.expectFound(map[string]string{"Patient?_list=study": "p1 p3"})
	for _, wrong := range []string{"$current-problems", "List/study", "a|b", ""} {
		c.want(400, c.ask("GET", "Patient?_list="+wrong, nil))
	}
}
