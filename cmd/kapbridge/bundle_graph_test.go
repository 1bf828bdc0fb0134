package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
)

// A graph of resources is drawn, written as a transaction in a random order, and
// must be found in the tables as it was drawn: whatever stands first, whatever
// names the entries go by, and whether or not the links lead in circles.

// edge is an element through which a resource of one type refers to others; none
// means to any type.
type edge struct {
	from string
	to   []string
	add  func(resource, reference *fhir.Tree)
}

var edges = []edge{
	{"Patient", []string{"Organization"}, set("managingOrganization")},
	{"Patient", []string{"Patient"}, each("link", as("other", "type", "seealso"))},
	{"Organization", []string{"Organization"}, set("partOf")},
	{"Encounter", []string{"Patient"}, set("subject")},
	{"Encounter", []string{"Encounter"}, set("partOf")},
	{"Encounter", []string{"Condition"}, each("diagnosis", as("condition"))},
	{"Condition", []string{"Encounter"}, set("encounter")},
	{"Condition", nil, each("evidence", func(reference *fhir.Tree) *fhir.Tree { return as("detail")(fhir.List(reference)) })},
	{"Observation", []string{"Patient", "Device"}, set("subject")},
	{"Observation", []string{"Encounter"}, set("encounter")},
	{"Observation", []string{"Observation"}, each("hasMember", itself)},
	{"Observation", nil, each("focus", itself)},
	{"Device", []string{"Patient"}, set("patient")},
	{"Device", []string{"Organization"}, set("owner")},
	{"", nil, each("extension", as("valueReference", "url", "http://a.example/see"))},
	{"", nil, each("extension", func(reference *fhir.Tree) *fhir.Tree {
		return as("valueUrl", "url", "http://a.example/at")(reference.Get("reference"))
	})},
}

func push(resource *fhir.Tree, name string, item *fhir.Tree) {
	list := fhir.List(item)
	if old := resource.Get(name); old != nil {
		list = fhir.List(append(old.Items, item)...)
	}
	resource.Set(name, list)
}

// set fills an element that a resource has once.
func set(name string) func(resource, reference *fhir.Tree) {
	return func(resource, reference *fhir.Tree) { resource.Set(name, reference) }
}

// each adds to a list: the reference itself, or what is made of it.
func each(name string, of func(reference *fhir.Tree) *fhir.Tree) func(resource, reference *fhir.Tree) {
	return func(resource, reference *fhir.Tree) { push(resource, name, of(reference)) }
}

func itself(reference *fhir.Tree) *fhir.Tree { return reference }

// as makes an object of the reference and further members, in pairs.
func as(member string, more ...string) func(reference *fhir.Tree) *fhir.Tree {
	return func(reference *fhir.Tree) *fhir.Tree {
		item := fhir.Obj(fhir.Member{Name: member, Value: reference})
		for i := 0; i < len(more); i += 2 {
			item.Set(more[i], fhir.Str(more[i+1]))
		}
		return item
	}
}

// node is a resource of the graph.
type node struct {
	kind, url, id string
	resource      *fhir.Tree
}

var starts = map[string]string{
	"Patient": `{"resourceType":"Patient"}`, "Organization": `{"resourceType":"Organization","name":"A"}`, "Device": `{"resourceType":"Device"}`,
	"Encounter":   `{"resourceType":"Encounter","status":"planned","class":{"code":"AMB"}}`,
	"Observation": `{"resourceType":"Observation","status":"final","code":{"text":"a"}}`,
	"Condition":   `{"resourceType":"Condition"}`,
}

// drawGraph makes up to eight resources; the first is a patient, whom conditions need.
func drawGraph(t *rapid.T, run int) []*node {
	kinds := append([]string{"Patient"}, rapid.SliceOfN(rapid.SampledFrom([]string{"Patient", "Organization", "Encounter", "Observation", "Condition", "Device"}), 1, 7).Draw(t, "types")...)
	nodes := make([]*node, len(kinds))
	for i, kind := range kinds {
		n := &node{kind: kind}
		if rapid.Bool().Draw(t, "id of its own") {
			n.id = fmt.Sprintf("g%d-%d", run, i)
		}
		n.url = rapid.SampledFrom([]string{fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", i), fmt.Sprintf("urn:oid:1.2.%d", i), fmt.Sprintf("http://ehr.example/fhir/%s/%d", kind, i)}).Draw(t, "fullUrl")
		n.resource, _ = fhir.Decode([]byte(starts[kind]))
		n.resource.Set("id", fhir.Str(n.id))
		if n.id == "" {
			n.resource = n.resource.Without("id")
		}
		nodes[i] = n
	}
	for _, n := range nodes {
		if n.kind == "Condition" {
			n.resource.Set("subject", n.reference(t, nodes[0]))
		}
		for _, e := range rapid.SliceOfN(rapid.SampledFrom(edges), 0, 4).Draw(t, "links") {
			to := rapid.SampledFrom(nodes).Draw(t, "to")
			if (e.from == "" || e.from == n.kind) && (e.to == nil || slices.Contains(e.to, to.kind)) {
				e.add(n.resource, n.reference(t, to))
			}
		}
	}
	return nodes
}

// reference writes a link to another entry by its fullUrl; between two that were
// on one server it may be relative.
func (n *node) reference(t *rapid.T, to *node) *fhir.Tree {
	const server = "http://ehr.example/fhir/"
	link := to.url
	if strings.HasPrefix(n.url, server) && strings.HasPrefix(link, server) && rapid.Bool().Draw(t, "relative") {
		link = strings.TrimPrefix(link, server)
	}
	return fhir.Obj(fhir.Member{Name: "reference", Value: fhir.Str(link)})
}

func (n *node) entry() *fhir.Tree {
	method, url := "POST", n.kind
	if n.id != "" {
		method, url = "PUT", n.kind+"/"+n.id
	}
	return fhir.Obj(fhir.Member{Name: "fullUrl", Value: fhir.Str(n.url)}, fhir.Member{Name: "resource", Value: n.resource},
		fhir.Member{Name: "request", Value: fhir.Obj(fhir.Member{Name: "method", Value: fhir.Str(method)}, fhir.Member{Name: "url", Value: fhir.Str(url)})})
}

func TestTransactionOfAnyOrder(t *testing.T) {
	c := newClinic(t, "refuse")
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		list := fhir.List()
		for _, n := range rapid.Permutation(drawGraph(t, run)).Draw(t, "order") {
			list.Items = append(list.Items, n.entry())
		}
		sent := fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Bundle")}, fhir.Member{Name: "type", Value: fhir.Str("transaction")}, fhir.Member{Name: "entry", Value: list})
		a := c.ask("POST", c.base, sent.JSON())
		if a.StatusCode != 200 {
			t.Fatalf("%s\n%s\n%s", a.Status, sent.JSON(), a.body)
		}
		answer, err := fhir.DecodeStored(a.body)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.kept(sent, answer); err != nil {
			t.Fatal(err)
		}
	})
}
