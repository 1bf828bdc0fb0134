package main

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/kap"
	"kapbridge/mapping"
)

var (
	modelQueries = flag.Int("modelqueries", 400, "searches that are compared with the model")
	modelSeed    = flag.Uint64("modelseed", 1, "where the random searches begin")
)

// TestSearchIsWhatTheStandardSays asks random searches by every declared
// parameter and modifier, and compares what they find with a second, slow
// reading of the standard: the official FHIRPath expressions on the JSON of
// every resource. It knows nothing of tables and lenses.
func TestSearchIsWhatTheStandardSays(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "placeholder")
	random := rand.New(rand.NewPCG(*modelSeed, 0))
	loadInto(c, kap.Options{Seed: 3, Patients: 3, Start: demoStart})
	for _, r := range mapping.All() { // the official examples, too, where they are at hand
		for _, folder := range []string{filepath.Join("..", "..", "testdata", r.Type), filepath.Join(sharedRoot(), "r4-examples", r.Type)} {
			examples := resources(t, folder)
			for _, file := range slices.Sorted(maps.Keys(examples)) {
				c.put(string(adorn(random, examples[file]).JSON()))
			}
		}
	}
	models, all := map[string]*drawer{}, c.world()
	for _, r := range mapping.All() {
		models[r.Type] = &drawer{random, all[r.Type]}
	}
	found := 0
	for range *modelQueries {
		r := mapping.All()[random.IntN(len(mapping.All()))]
		d := models[r.Type]
		q := d.search(r)
		if random.IntN(4) == 0 {
			f := d.filter(r, 2)
			q = append(q, term{values: []string{f.String()}, filter: f})
		}
		if len(q) == 0 {
			continue
		}
		found += c.compare(r.Type, q, d.order(r), pick(d, 1, 3), d.all)
	}
	t.Logf("%d searches, %d matches", *modelQueries, found)
}

// world reads all resources.
func (c *clinic) world() world {
	all := world{}
	for _, r := range mapping.All() {
		def, _ := fhir.TypeOf(r.Type)
		for _, tree := range c.pages(r.Type + "?_count=1000") {
			all[r.Type] = append(all[r.Type], finding{tree, r.Type, def, nil, all})
		}
	}
	return all
}

// pages follows a search to its end; it fails the test where a page is refused.
func (c *clinic) pages(query string) (all []*fhir.Tree) {
	for query != "" {
		a := c.ask("GET", query, nil)
		if a.StatusCode != 200 {
			c.t.Errorf("%s: %s", query, a.body)
			return nil
		}
		bundle := a.tree(c.t)
		for _, e := range below(bundle.Get("entry"), fhir.TypeRef{}, nil) {
			all = append(all, e.tree.Get("resource"))
		}
		query = ""
		for _, l := range bundle.Get("link").Items {
			if l.Get("relation").Text == "next" {
				query = l.Get("url").Text
			}
		}
	}
	return all
}

// term is one parameter of a search.
type term struct {
	parameter fhir.SearchParameter
	modifier  string
	values    []string
	filter    *filter // of _filter, in place of a parameter
}

func (t term) matches(r finding) bool {
	if t.filter != nil {
		return t.filter.matches(r)
	}
	return matches(t.parameter, t.modifier, t.values, r)
}

func (t term) name() string {
	if t.filter != nil {
		return "_filter"
	}
	if t.modifier == "" {
		return t.parameter.Code
	}
	return t.parameter.Code + ":" + t.modifier
}

// parameter draws one of a type, the rare kinds more often, and perhaps one that
// every type has.
func (d *drawer) parameter(r *mapping.Resource, universal bool) (*mapping.Param, fhir.SearchParameter) {
	p := pick(d, r.Params()...)
	if universal && d.IntN(2) == 0 {
		p = pick(d, universals(r)...)
	}
	if kind := pick(d, p.Type, "quantity", "composite", "uri", "date", "special"); kind != p.Type {
		if rare := ofKind(r, kind); len(rare) > 0 {
			p = pick(d, rare...)
		}
	}
	official := fhir.SearchParameters(r.Type)
	return p, official[slices.IndexFunc(official, func(o fhir.SearchParameter) bool { return o.Code == p.Code })]
}

// search draws one or two terms.
func (d *drawer) search(r *mapping.Resource) (terms []term) {
	for range pick(d, 1, 1, 1, 2) {
		p, official := d.parameter(r, true)
		t := term{parameter: official}
		if modifiers := p.Modifiers(); len(modifiers) > 0 && d.IntN(3) == 0 {
			t.modifier = pick(d, modifiers...)
		}
		if p.Code == "deceased" && t.modifier == "missing" { // its expression is true or false, never nothing
			continue
		}
		if t.values = d.values(p, t); len(t.values) > 0 {
			terms = append(terms, t)
		}
	}
	return terms
}

// universals are the parameters of every type that have an expression to compare with.
func universals(r *mapping.Resource) []*mapping.Param {
	return slices.DeleteFunc(slices.Clone(mapping.Universal(r)), func(p *mapping.Param) bool { return p.Type == "special" })
}

func ofKind(r *mapping.Resource, kind string) []*mapping.Param {
	return slices.DeleteFunc(slices.Clone(r.Params()), func(p *mapping.Param) bool { return p.Type != kind })
}

func (d *drawer) values(p *mapping.Param, t term) (values []string) {
	if t.modifier == "missing" || len(p.Places) > 0 && !slices.ContainsFunc(p.Places, isNotYesOrNo) {
		return []string{pick(d, "true", "false")}
	}
	for range pick(d, 1, 1, 2) {
		if v := d.value(t.parameter, t.modifier); v != "" {
			values = append(values, v)
		}
	}
	return values
}

func isNotYesOrNo(at mapping.Place) bool {
	return at.Shape() != mapping.ShapeFlag && at.Shape() != mapping.ShapeWhether
}

// compare asks the server, for so many pages, and the model, and returns how
// many they found. The order counts, too: that of the ids where none is asked for.
func (c *clinic) compare(typeName string, terms []term, order []key, pages int, all []finding) int {
	c.t.Helper()
	var matching []finding
	for _, r := range all {
		if !slices.ContainsFunc(terms, func(t term) bool { return !t.matches(r) }) {
			matching = append(matching, r)
		}
	}
	query := fmt.Sprintf("%s?_count=%d", typeName, max(1, len(matching)/pages))
	for _, t := range terms {
		query += fmt.Sprintf("&%s=%s", url.QueryEscape(t.name()), url.QueryEscape(strings.Join(t.values, ",")))
	}
	if len(order) > 0 {
		query += "&_sort=" + strings.Join(names(order), ",")
	}
	got, want := []string{}, namesOf(inOrder(matching, order))
	for _, tree := range c.pages(query) {
		got = append(got, typeName+"/"+tree.Get("id").Text)
	}
	if !slices.Equal(got, want) {
		plainly, _ := url.QueryUnescape(query)
		c.t.Errorf("%s\n  only the server: %s\n  only the model: %s\n  %s", plainly, without(got, want), without(want, got), apart(got, want))
	}
	return len(want)
}

// without lists what of all is not in less, some of it.
func without(all, less []string) []string {
	rest := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(less, s) })
	return rest[:min(len(rest), 4)]
}
