package bundle

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// The types of a Bundle that are requests.
const (
	Batch       = "batch"
	Transaction = "transaction"
)

// Entry is one request of a Bundle
// (http://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.request).
type Entry struct {
	Index    int    // in the Bundle, from 0
	FullURL  string // by which the other entries refer to the resource; "" for none
	Method   string // GET, HEAD, POST, PUT, PATCH or DELETE
	URL      string // as sent
	Target          // what the URL is about
	Resource *fhir.Tree

	IfNoneMatch, IfModifiedSince, IfMatch, IfNoneExist string // as the headers of the same names; "" for none

	Faults []fhir.Issue // of the entry, but for its resource; it is no request then
}

// Place is the FHIRPath of the entry.
func (e *Entry) Place() string { return fmt.Sprintf("Bundle.entry[%d]", e.Index) }

// String names the request for a reader, without criteria, which may name a
// patient: "PUT Patient/p1", "DELETE Patient?...".
func (e *Entry) String() string {
	if e.Query != "" {
		return e.Method + " " + brief(e.Path) + "?..."
	}
	return e.Method + " " + brief(e.Path)
}

// Kind tells whether a Bundle is a batch or a transaction, and refuses with 400
// what is neither.
func Kind(t *fhir.Tree) (string, error) {
	if got := t.Get("resourceType").StringOr(""); got != "Bundle" {
		return "", fhir.Refuse(400, "invalid", "the base of the server takes a Bundle of type batch or transaction; a resource goes to the address of its type")
	}
	switch kind := t.Get("type"); {
	case kind == nil:
		return "", fhir.Refuse(400, "required", "the Bundle needs a type: batch or transaction").At("Bundle.type")
	case kind.StringOr("") == Batch || kind.StringOr("") == Transaction:
		return kind.Text, nil
	case kind.Is(fhir.String) && slices.Contains(otherKinds, kind.Text):
		return "", fhir.Refuse(400, "not-supported", "a Bundle of type %s is no request; the base of the server takes batch and transaction", kind.Text).At("Bundle.type")
	}
	return "", fhir.Refuse(400, "code-invalid", "the type of the Bundle is none of R4; the base of the server takes batch and transaction").At("Bundle.type")
}

// otherKinds are the rest of http://hl7.org/fhir/R4/valueset-bundle-type.html.
var otherKinds = []string{"document", "message", "transaction-response", "batch-response", "history", "searchset", "collection"}

// Read gives the entries of a batch or transaction, most of them at most (413
// else). The base is that of the server, which the URLs of requests may have in
// front. It refuses with 422 a Bundle whose own elements are wrong; what is wrong
// in an entry is told there. The resources themselves are not looked at.
func Read(t *fhir.Tree, base string, most int) ([]Entry, error) {
	items := itemsOf(t)
	if len(items) > most {
		return nil, fhir.Refuse(413, "too-long", "a Bundle may have %d entries at most here, this one has %d", most, len(items)).At("Bundle.entry")
	}
	entries := make([]Entry, len(items))
	issues := fhir.CheckStructure(t.With("entry", bare(t.Get("entry"))))
	for _, issue := range issues {
		at := -1
		if _, err := fmt.Sscanf(issue.Expression, "Bundle.entry[%d]", &at); err != nil || at < 0 || at >= len(entries) {
			return nil, fhir.Unprocessable(issues)
		}
		entries[at].Faults = append(entries[at].Faults, issue)
	}
	for i, item := range items {
		if entries[i].Index = i; len(entries[i].Faults) == 0 {
			r := reader{entry: &entries[i], tree: item, base: base}
			r.read()
		}
	}
	return entries, nil
}

func itemsOf(t *fhir.Tree) []*fhir.Tree {
	if list := t.Get("entry"); list != nil {
		return list.Items
	}
	return nil
}

// Faults lists those of all entries.
func Faults(entries []Entry) []fhir.Issue {
	var all []fhir.Issue
	for _, e := range entries {
		all = append(all, e.Faults...)
	}
	return all
}

// bare gives the entries without their resources, which may be wrong without
// harm to the other entries of a batch.
func bare(list *fhir.Tree) *fhir.Tree {
	if !list.Is(fhir.Array) {
		return list
	}
	out := &fhir.Tree{Kind: fhir.Array, Items: make([]*fhir.Tree, len(list.Items))}
	for i, item := range list.Items {
		if out.Items[i] = item; item.Is(fhir.Object) && item.Get("resource") != nil && len(item.Members) > 1 {
			out.Items[i] = item.Without("resource")
		}
	}
	return out
}

// reader reads one entry whose structure has been checked.
type reader struct {
	entry *Entry
	tree  *fhir.Tree
	base  string
}

func (r *reader) refuse(member, code, format string, args ...any) {
	place := r.entry.Place()
	if member != "" {
		place += "." + member
	}
	r.entry.Faults = append(r.entry.Faults, fhir.Issue{Severity: "error", Code: code, Expression: place, Text: fmt.Sprintf(format, args...)})
}

func (r *reader) read() {
	e, t := r.entry, r.tree
	e.FullURL, e.Resource = t.Get("fullUrl").StringOr(""), t.Get("resource")
	for _, name := range []string{"search", "response"} { // bdl-2, bdl-4
		if t.Get(name) != nil {
			r.refuse(name, "invariant", "an entry of a batch or transaction has no %s; it has a request", name)
		}
	}
	request := t.Get("request")
	if request == nil { // bdl-3
		r.refuse("request", "required", "each entry of a batch or transaction has a request with method and url")
		return
	}
	e.Method, e.URL = request.Get("method").StringOr(""), request.Get("url").StringOr("")
	e.IfNoneMatch, e.IfMatch = request.Get("ifNoneMatch").StringOr(""), request.Get("ifMatch").StringOr("")
	e.IfModifiedSince, e.IfNoneExist = request.Get("ifModifiedSince").StringOr(""), request.Get("ifNoneExist").StringOr("")
	r.target()
	r.resource()
	r.conditions()
}

// resource holds an entry to a resource where the method sends one, and to none
// where it does not.
func (r *reader) resource() {
	e := r.entry
	switch sends := e.Method == "POST" || e.Method == "PUT" || e.Method == "PATCH"; {
	case e.Resource == nil && sends:
		r.refuse("resource", "required", "%s sends a resource, which is missing", e.Method)
	case e.Resource != nil && !sends:
		r.refuse("resource", "invariant", "%s sends no resource; leave it out", e.Method)
	case e.Resource != nil && !e.Resource.Is(fhir.Object):
		r.refuse("resource", "structure", "a resource is a JSON object")
	case e.Resource != nil && !e.Resource.Get("resourceType").Is(fhir.String):
		r.refuse("resource", "structure", `the member "resourceType" is missing; it names the type, such as "Patient"`)
	}
}

// conditions refuses conditions that the method does not know, rather than
// doing without them what was meant to depend on them.
func (r *reader) conditions() {
	e := r.entry
	for _, c := range []struct{ member, value, methods string }{
		{"ifNoneMatch", e.IfNoneMatch, "GET HEAD PUT PATCH DELETE"},
		{"ifModifiedSince", e.IfModifiedSince, "GET HEAD"},
		{"ifMatch", e.IfMatch, "PUT PATCH DELETE"},
		{"ifNoneExist", e.IfNoneExist, "POST"},
	} {
		if c.value != "" && !slices.Contains(strings.Fields(c.methods), e.Method) {
			r.refuse("request."+c.member, "invalid", "%s is a condition of %s, not of %s", c.member, strings.ReplaceAll(c.methods, " ", ", "), e.Method)
		}
	}
}

// brief cuts what a client sent for use in a text.
func brief(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}
