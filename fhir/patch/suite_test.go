package patch

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// declined lists cases that are answered otherwise here, and why.
var declined = map[string]string{}

// HL7's cases of JSON Patch on plain JSON.
func TestOfficialCases(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(fhirtest.Shared(t, "fhir-suites/patch/json-patch-tests.json"))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := fhir.Decode(data)
	if err != nil || len(cases.Items) < 15 {
		t.Fatalf("%d cases, %v", len(cases.Items), err)
	}
	for _, c := range cases.Items {
		name := c.Get("comment").StringOr("")
		got, err := applied(t, JSON, c.Get("patch").JSON(), c.Get("doc"))
		good := err == nil && got.Equal(c.Get("expected"))
		if c.Get("error") != nil {
			good = err != nil
		}
		if reason := declined[name]; good == (reason != "") {
			t.Errorf("%s (%s): %s, %v; expected %s, %s", name, reason, got.JSON(), err, c.Get("expected").JSON(), c.Get("error").JSON())
		}
	}
	t.Logf("%d cases, %d declined", len(cases.Items), len(declined))
}

// From each official example to each other of its type.
func TestPatchFromOneExampleToAnother(t *testing.T) {
	t.Parallel()
	examples := map[string][]*fhir.Tree{}
	err := filepath.WalkDir(fhirtest.Shared(t, "r4-examples"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			return err
		}
		name := tree.Get("resourceType").Text
		examples[name] = append(examples[name], tree)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	pairs := 0
	for _, list := range examples {
		for _, a := range list {
			for _, b := range list {
				gives(t, a, b.With("id", a.Get("id")))
				pairs++
			}
		}
	}
	if pairs < 1000 {
		t.Errorf("%d pairs only", pairs)
	}
	t.Logf("%d pairs of %d types", pairs, len(examples))
}
