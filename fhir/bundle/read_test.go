package bundle_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
)

const base = "http://here.example/fhir"

// entry writes an entry; more holds further members of its request.
func entry(method, url, resource string, more ...string) string {
	request := fmt.Sprintf(`{"method":%q,"url":%q%s}`, method, url, strings.Join(append([]string{""}, more...), ","))
	if resource == "" {
		return `{"request":` + request + `}`
	}
	return `{"request":` + request + `,"resource":` + resource + `}`
}

func transaction(entries ...string) string {
	return `{"resourceType":"Bundle","type":"transaction","entry":[` + strings.Join(entries, ",") + `]}`
}

const patient = `{"resourceType":"Patient"}`

// The URL of an entry may be relative, with a slash in front, or absolute.
func TestTargets(t *testing.T) {
	for url, want := range map[string]bundle.Target{
		"Patient/p1":                      {Path: "Patient/p1", Key: fhir.Key{Type: "Patient", ID: "p1"}},
		"/Patient/p1":                     {Path: "Patient/p1", Key: fhir.Key{Type: "Patient", ID: "p1"}},
		base + "/Patient/p1":              {Path: "Patient/p1", Key: fhir.Key{Type: "Patient", ID: "p1"}},
		"Patient?identifier=a|b/c?d":      {Path: "Patient", Query: "identifier=a|b/c?d", Key: fhir.Key{Type: "Patient"}},
		base + "/Patient/?identifier=a|b": {Path: "Patient", Query: "identifier=a|b", Key: fhir.Key{Type: "Patient"}},
	} {
		entries, err := bundle.Read(decode(t, transaction(entry("PUT", url, patient))), base, 1)
		if err != nil || entries[0].Target != want {
			t.Errorf("%s: %v %+v", url, err, entries)
		}
	}
}

// What is wrong is named with its place, all of it at once; with a status where
// it is about the Bundle as a whole.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		text   string
		status int
		places string
	}{
		{transaction(`{"resource":` + patient + `}`), 0, "[0].request"},
		{transaction(entry("POST", "Patient", patient), entry("BREW", "Patient", patient)), 0, "[1].request.method"},
		{transaction(entry("PUT", "Patient", patient), entry("DELETE", "Patient/a_b", ""), entry("DELETE", "Patient", "")), 0, "[0].request.url [1].request.url [2].request.url"},
		{transaction(entry("POST", "Patient?identifier=1", patient), entry("POST", "Patient/p1", patient)), 0, "[0].request.url [1].request.url"},
		{transaction(entry("POST", "Pateint", patient), entry("PUT", "http://there.example/fhir/Patient/p1", patient)), 0, "[0].request.url [1].request.url"},
		{transaction(entry("POST", "Patient", ""), entry("DELETE", "Patient/p1", patient), entry("GET", "Patient/p1", patient)), 0, "[0].resource [1].resource [2].resource"},
		{transaction(entry("POST", "Patient", patient, `"ifMatch":"1"`), entry("PUT", "Patient/p1", patient, `"ifNoneExist":"a=b"`)), 0, "[0].request.ifMatch [1].request.ifNoneExist"},
		{transaction(entry("GET", "Patient/p1#x", "")), 0, "[0].request.url"},
		{transaction(`{"request":{"method":"GET","url":"Patient"},"response":{"status":"200"}}`), 0, "[0].response"},
		{transaction(`{"request":{"method":"GET"}}`), 0, "[0].request.url"},
		{transaction(entry("POST", "Patient", `[]`), entry("POST", "Patient", `{"id":"x"}`)), 0, "[0].resource [1].resource"},
		{transaction(`1`), 0, "[0]"},
		{`{"resourceType":"Bundle","type":"batch","entry":{}}`, 422, ""},
		{transaction(entry("GET", "Patient", ""), entry("GET", "Patient", ""), entry("GET", "Patient", ""), entry("GET", "Patient", "")), 413, ""},
	} {
		entries, err := bundle.Read(decode(t, c.text), base, 3)
		var p *fhir.Problem
		if errors.As(err, &p) != (c.status > 0) || p != nil && p.Status != c.status {
			t.Errorf("%s: %v, want %d", c.text, err, c.status)
			continue
		}
		var places []string
		for _, issue := range bundle.Faults(entries) {
			places = append(places, strings.TrimPrefix(issue.Expression, "Bundle.entry"))
		}
		if got := strings.Join(places, " "); got != c.places {
			t.Errorf("%s:\n %s, want %s", c.text, got, c.places)
		}
	}
}

// Only a batch or transaction is a request.
func TestKind(t *testing.T) {
	for text, want := range map[string]string{
		transaction(): "transaction", `{"resourceType":"Bundle","type":"batch"}`: "batch", `{"resourceType":"Bundle","type":"collection"}`: "",
		`{"resourceType":"Bundle","type":"heap"}`: "", `{"resourceType":"Bundle"}`: "", patient: "", `{"resourceType":"Bundle","type":["batch"]}`: "",
	} {
		kind, err := bundle.Kind(decode(t, text))
		var p *fhir.Problem
		if kind != want || (err == nil) != (want != "") || err != nil && (!errors.As(err, &p) || p.Status != 400) {
			t.Errorf("%s: %q, %v", text, kind, err)
		}
	}
}

// A transaction is carried out in the order of R4, whatever order it was sent in.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var entries []bundle.Entry
		for i, method := range rapid.SliceOf(rapid.SampledFrom([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})).Draw(t, "methods") {
			entries = append(entries, bundle.Entry{Index: i, Method: method})
		}
		ordered := bundle.Order(entries)
		rank := func(e *bundle.Entry) int {
			return slices.IndexFunc([]string{"DELETE", "POST", "PUT PATCH", "GET HEAD"}, func(step string) bool { return strings.Contains(step, e.Method) })
		}
		for i := 1; i < len(ordered); i++ {
			a, b := ordered[i-1], ordered[i]
			if rank(a) > rank(b) || rank(a) == rank(b) && a.Index >= b.Index {
				t.Fatalf("%s of %d before %s of %d", a.Method, a.Index, b.Method, b.Index)
			}
		}
		if len(ordered) != len(entries) {
			t.Fatalf("%d of %d", len(ordered), len(entries))
		}
	})
}

// One resource is written once, and one name borne by one entry.
func TestTwice(t *testing.T) {
	entries, err := bundle.Read(decode(t, transaction(
		entry("PUT", "Patient/p1", patient), entry("DELETE", base+"/Patient/p1", ""), entry("GET", "Patient/p1", ""), entry("PUT", "Device/p1", `{"resourceType":"Device"}`),
		entry("POST", "Patient", patient), entry("POST", "Patient", patient),
		`{"fullUrl":"urn:uuid:1",`+entry("POST", "Patient", patient)[1:], `{"fullUrl":"urn:uuid:1",`+entry("POST", "Patient", patient)[1:],
	)), base, 10)
	if err != nil {
		t.Fatal(err)
	}
	issues := bundle.Twice(entries)
	if len(issues) != 2 || issues[0].Expression != "Bundle.entry[1].request.url" || issues[1].Expression != "Bundle.entry[7].fullUrl" {
		t.Errorf("%v", issues)
	}
}

// Whatever a client sends, it is read or refused; what is read can be placed,
// ordered and linked.
func FuzzRead(f *testing.F) {
	f.Add(transaction(entry("PUT", "Patient/p1", patient, `"ifMatch":"W/\"1\""`), entry("DELETE", "Patient?x=1", "")))
	f.Add(`{"resourceType":"Bundle","type":"batch","entry":[null,{"request":{"method":"GET","url":"/"}},{"resource":{"resourceType":"Patient","text":{"div":"<div><a href='x"}}}]}`)
	f.Add(transaction(`{"fullUrl":"http://a.example/Patient/1",` + entry("POST", "Patient", `{"resourceType":"Patient","link":[{"other":{"reference":"Patient/1#/_history/"}}],"text":{"div":"<a href=\"Patient/1\"<img src="}}`)[1:]))
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := fhir.DecodeResource([]byte(text))
		if err != nil {
			return
		}
		entries, err := bundle.Read(tree, base, 100)
		var p *fhir.Problem
		if err != nil && (!errors.As(err, &p) || p.Status < 400 || len(p.Issues) == 0) {
			t.Fatalf("not a refusal: %v", err)
		}
		bundle.Twice(entries)
		for _, e := range bundle.Order(entries) {
			if len(e.Faults) > 0 {
				continue
			}
			if e.Writes() == (e.Key == fhir.Key{}) {
				t.Fatalf("%s writes %v", e, e.Key)
			}
			if e.Resource == nil {
				continue
			}
			for _, issue := range bundle.Unknown(e, func(string) bool { return false }) {
				if !strings.HasPrefix(issue.Expression, e.Place()+".resource.") {
					t.Fatalf("place %s", issue.Expression)
				}
			}
			bundle.Conditional(e.Resource)
			if again := bundle.Relink(e.Resource, e.FullURL, func(s string) (string, bool) { return s, true }); len(again.JSON()) == 0 {
				t.Fatal("nothing left")
			}
		}
	})
}
