package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/kap"
	"kapbridge/mapping"
)

// reference is a search parameter by which resources of one type point to those of another.
type reference struct {
	source, code, target string
	to                   map[string][]string // ids of targets by id of the source
}

// back turns the reference round.
func (r reference) back() map[string][]string {
	from := map[string][]string{}
	for source, targets := range r.to {
		for _, target := range targets {
			from[target] = append(from[target], source)
		}
	}
	return from
}

// references reads every pointer out of the bodies of a clinic, the slow way.
func references(c *clinic) (all []reference) {
	resources := c.world()
	for _, r := range mapping.All() {
		for _, p := range r.Params() {
			for _, target := range p.Leads() {
				ref := reference{r.Type, p.Code, target, map[string][]string{}}
				for _, resource := range resources[r.Type] {
					id := resource.tree.Get("id").Text
					for _, f := range find(p.Expression, resource, resource) {
						if name := named(f.tree, target, resources[target]); name != "" && !slices.Contains(ref.to[id], name) {
							ref.to[id] = append(ref.to[id], name)
						}
					}
				}
				if len(ref.to) > 0 {
					all = append(all, ref)
				}
			}
		}
	}
	return all
}

// named gives the id of the resource of a type that a Reference or canonical names, "" for none.
func named(v *fhir.Tree, target string, all []finding) string {
	for _, resource := range all {
		r := resource.tree
		id := r.Get("id").Text
		if literal := v.Get("reference").StringOr(""); literal == target+"/"+id {
			return id
		}
		if url := r.Get("url").StringOr(""); url != "" && (v.StringOr("") == url || v.StringOr("") == url+"|"+r.Get("version").StringOr("")) {
			return id
		}
	}
	return ""
}

// TestJoinsAgreeWithBodies compares chains, _has and includes over the demo
// clinic with the pointers that stand in its resources.
func TestJoinsAgreeWithBodies(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	loadInto(c, kap.Options{Seed: 11, Patients: 2, Start: demoStart})
	all := references(c)
	if len(all) < 30 {
		t.Fatalf("only %d kinds of reference in the demo clinic", len(all))
	}
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SampledFrom(all).Draw(t, "reference")
		source := rapid.SampledFrom(keysOf(a.to)).Draw(t, "source")
		target := rapid.SampledFrom(keysOf(a.back())).Draw(t, "target")
		via := a.source + ":" + a.code
		agree(t, c, "match", a.back()[target], "%s?%s:%s._id=%s", a.source, a.code, a.target, target)
		agree(t, c, "match", a.to[source], "%s?_has:%s:_id=%s", a.target, via, source)
		agree(t, c, "include", others(a.to[source], a.source == a.target, source), "%s?_id=%s&_include=%s:%s", a.source, source, via, a.target)
		agree(t, c, "include", others(a.back()[target], a.source == a.target, target), "%s?_id=%s&_revinclude=%s:%s", a.target, target, via, a.target)
		onward := slices.DeleteFunc(slices.Clone(all), func(b reference) bool { return b.source != a.target })
		if len(onward) == 0 {
			return
		}
		b := rapid.SampledFrom(onward).Draw(t, "onward")
		end := rapid.SampledFrom(keysOf(b.back())).Draw(t, "end")
		var want []string
		for _, middle := range b.back()[end] {
			want = append(want, a.back()[middle]...)
		}
		agree(t, c, "match", want, "%s?%s:%s.%s:%s._id=%s", a.source, a.code, a.target, b.code, b.target, end)
		want = nil
		for _, middle := range a.to[source] {
			want = append(want, b.to[middle]...)
		}
		agree(t, c, "match", want, "%s?_has:%s:%s:_has:%s:_id=%s", b.target, b.source, b.code, via, source)
	})
}

func keysOf(m map[string][]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// others leaves out the match itself, which is not included once more.
func others(ids []string, same bool, itself string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return same && id == itself })
}

func agree(t *rapid.T, c *clinic, mode string, want []string, format string, args ...any) {
	query := fmt.Sprintf(format, args...) + "&_count=1000"
	a := c.ask("GET", query, nil)
	if a.StatusCode != 200 {
		t.Fatalf("%s: %s %s", query, a.Status, a.body)
	}
	var got []string
	for _, id := range byMode(a.tree(c.t), mode) {
		_, bare, _ := strings.Cut(id, "/")
		got = append(got, bare)
	}
	want = slices.Clone(want)
	slices.Sort(want)
	slices.Sort(got)
	if want = slices.Compact(want); len(got) == 1000 { // a page and what is included have no room for more
		want = slices.DeleteFunc(want, func(id string) bool { return !slices.Contains(got, id) })
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: found %d, the bodies say %d", query, len(got), len(want))
	}
}
