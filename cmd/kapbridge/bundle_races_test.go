package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"kapbridge/fhir"
)

// Transactions that write the same resources at once, each in an order of its
// own, neither stop each other for good nor mix: each resource shows the one that
// wrote last, whole, and the versions are without a gap. What all of them make by
// the same criteria is made once.
func TestTransactionsAtOnce(t *testing.T) {
	const writers, rounds, resources = 8, 12, 6
	c := newClinic(t, "refuse")
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			chance := rand.New(rand.NewPCG(1, uint64(w)))
			for round := range rounds {
				name := fmt.Sprintf("%d-%d", w, round)
				list := fhir.List(entryOf("POST", "Patient", fmt.Sprintf(`{"resourceType":"Patient","identifier":[{"system":"http://a.example/round","value":"%d"}]}`, round), "urn:uuid:p",
					fmt.Sprintf("identifier=http://a.example/round|%d", round)))
				for _, i := range chance.Perm(resources) {
					kind, text := "Organization", `{"resourceType":"Organization","id":"r%d","name":%q}`
					if i%2 == 1 {
						kind, text = "Device", `{"resourceType":"Device","id":"r%d","lotNumber":%q,"patient":{"reference":"urn:uuid:p"}}`
					}
					list.Items = append(list.Items, entryOf("PUT", fmt.Sprintf("%s/r%d", kind, i), fmt.Sprintf(text, i, name), "", ""))
				}
				body := fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Bundle")}, fhir.Member{Name: "type", Value: fhir.Str("transaction")}, fhir.Member{Name: "entry", Value: list}).JSON()
				if a := c.ask("POST", c.base, body); a.StatusCode != 200 {
					t.Errorf("transaction %s: %s %s", name, a.Status, a.body)
				}
			}
		})
	}
	all.Wait()
	last := map[string]bool{}
	for i := range resources {
		if i%2 == 0 {
			last[c.get(fmt.Sprintf("Organization/r%d", i)).tree(t).Get("name").Text] = true
		} else {
			last[c.get(fmt.Sprintf("Device/r%d", i)).tree(t).Get("lotNumber").Text] = true
		}
	}
	if len(last) != 1 {
		t.Errorf("the resources are of %d transactions, not all of the last", len(last))
	}
	var versions []struct{ Count, Max int }
	if err := c.db.Select(&versions, `select count(*), max(version) from kap.fhir_version where id like 'r%' group by type, id`); err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		if v.Count != v.Max || v.Max != writers*rounds {
			t.Errorf("%d versions up to %d of %d writes", v.Count, v.Max, writers*rounds)
		}
	}
	if got := len(entries(t, c.get("Patient?_count=100").tree(t))); got != rounds || len(versions) != resources {
		t.Errorf("%d patients of %d rounds, %d resources", got, rounds, len(versions))
	}
}

func entryOf(method, url, resource, fullURL, ifNoneExist string) *fhir.Tree {
	var more strings.Builder
	if fullURL != "" {
		fmt.Fprintf(&more, `"fullUrl":%q,`, fullURL)
	}
	condition := ""
	if ifNoneExist != "" {
		condition = fmt.Sprintf(`,"ifNoneExist":%q`, ifNoneExist)
	}
	entry, err := fhir.Decode(fmt.Appendf(nil, `{%s"resource":%s,"request":{"method":%q,"url":%q%s}}`, more.String(), resource, method, url, condition))
	if err != nil {
		panic(err)
	}
	return entry
}
