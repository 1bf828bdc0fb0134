package api

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"kapbridge/fhir"
	"kapbridge/store"
)

// TestStatementHoldsOfWrites tries what is said of conditional writes and reads
// on a resource of each type, with and without the deletion of several.
func TestStatementHoldsOfWrites(t *testing.T) {
	t.Parallel()
	for _, several := range []int{0, 3} {
		base := onTablesWith(t, store.Options{Placeholders: true}, Options{DeleteSeveral: several}).URL + root
		_, card := fetch(t, base+"/metadata")
		tried := 0
		for _, r := range card.At("rest").Items[0].Get("resource").Items {
			typeName, says := r.Get("type").Text, r.Get("conditionalDelete").Text
			w := writer{t, base + "/" + typeName}
			if r.Get("conditionalCreate").Text == "false" {
				w.want(405, "POST", "", []byte("{}"), "If-None-Exist", "_tag=held")
				w.want(405, "PUT", "?_tag=held", []byte("{}"))
				w.want(405, "DELETE", "?_tag=held", nil)
				if says != "not-supported" || r.Get("conditionalUpdate").Text != "false" {
					t.Errorf("%s: %s", typeName, r.JSON())
				}
				continue
			}
			w.conditions(least(t, typeName), says, several)
			tried++
		}
		if tried < 15 {
			t.Errorf("only %d types are written", tried)
		}
	}
}

// conditions tries each conditional interaction on one resource.
func (w writer) conditions(least *fhir.Tree, says string, several int) {
	w.t.Helper()
	tag := func(code string) []byte {
		return least.Without("id").With("meta", fhir.Obj(fhir.Member{Name: "tag", Value: fhir.List(
			fhir.Obj(fhir.Member{Name: "code", Value: fhir.Str("held")}), fhir.Obj(fhir.Member{Name: "code", Value: fhir.Str(code)}))})).JSON()
	}
	made := w.want(201, "POST", "", tag("a"), "If-None-Exist", "_tag=held")
	w.want(200, "POST", "", tag("b"), "If-None-Exist", "_tag=held")
	if changed := w.want(200, "PUT", "?_tag=held", tag("c")); changed.Header.Get("ETag") != `W/"2"` {
		w.t.Errorf("%s: %v", w.address, changed.Header)
	}
	w.want(200, "GET", "/"+made.id, nil, "If-None-Match", `W/"1"`)
	w.want(304, "GET", "/"+made.id, nil, "If-None-Match", `W/"2"`)
	w.want(201, "PUT", "?_tag=other", tag("other"))
	expect := map[string]int{"single": 412, "multiple": 204}[says]
	if (several > 1) != (says == "multiple") {
		w.t.Errorf("%s: %q where %d may be deleted", w.address, says, several)
	}
	w.want(expect, "DELETE", "?_tag=held", nil)
	w.want(204, "DELETE", "?_tag=other", nil)
	w.want(204, "DELETE", "?_tag=held", nil)
	w.want(410, "GET", "/"+made.id, nil)
}

// writer sends requests about one type.
type writer struct {
	t       *testing.T
	address string
}

type wrote struct {
	*http.Response
	id string
}

// want sends a request, with one header at most, and fails when the status is another one.
func (w writer) want(status int, method, behind string, body []byte, header ...string) wrote {
	w.t.Helper()
	r, err := http.NewRequest(method, w.address+behind, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if len(header) > 0 {
		r.Header.Set(header[0], header[1])
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer a.Body.Close()
	got, err := io.ReadAll(a.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if a.StatusCode != status {
		w.t.Fatalf("%s %s%s: %s, not %d: %.500s", method, w.address, behind, a.Status, status, got)
	}
	id := ""
	if t, err := fhir.DecodeStored(got); err == nil {
		id = t.Get("id").StringOr("")
	}
	return wrote{a, id}
}

// least is the smallest example of a type.
func least(t *testing.T, typeName string) *fhir.Tree {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", typeName, "least.json"))
	if err != nil {
		t.Fatal(err)
	}
	tree, err := fhir.DecodeResource(data)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
