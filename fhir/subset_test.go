package fhir

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever is cut out of an official example is valid R4, says that it is a
// part, and shows nothing that the whole does not.
func TestSubsetsOfExamples(t *testing.T) {
	t.Parallel()
	n := 0
	err := filepath.WalkDir(shared(t, "r4-examples"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		whole, err := DecodeStored(data)
		if err != nil {
			return err
		}
		d, _ := TypeOf(whole.Get("resourceType").Text)
		for _, s := range []Subset{{Summary: "true"}, {Summary: "text"}, {Summary: "data"}, {Elements: []string{"id"}}, {Elements: []string{d.Elements[n%len(d.Elements)].Name}}} {
			part := cut(t, s, data)
			if issues := CheckStructure(part); len(issues) > 0 && broken[e.Name()] == "" {
				t.Errorf("%s %+v: %v", e.Name(), s, issues)
			}
			for _, m := range part.Members {
				if m.Name != "meta" && !partOf(m.Value, whole.Get(m.Name)) {
					t.Errorf("%s %+v: %s is not that of the whole", e.Name(), s, m.Name)
				}
			}
			if tag := part.At("meta", "tag"); tag == nil || tag.Items[len(tag.Items)-1].Get("code").StringOr("") != "SUBSETTED" {
				t.Errorf("%s %+v: no tag", e.Name(), s)
			}
		}
		n++
		return nil
	})
	if err != nil || n < 100 {
		t.Errorf("%d examples read, %v", n, err)
	}
}

func cut(t *testing.T, s Subset, data []byte) *Tree {
	t.Helper()
	body, err := s.Cut(data)
	if err != nil {
		t.Fatal(err)
	}
	part, err := DecodeStored(body)
	if err != nil {
		t.Fatal(err)
	}
	return part
}

// partOf tells whether whole has all that part has, list items in order.
func partOf(part, whole *Tree) bool {
	switch {
	case whole == nil || part.Kind != whole.Kind:
		return false
	case part.Is(Object):
		for _, m := range part.Members {
			if !partOf(m.Value, whole.Get(m.Name)) {
				return false
			}
		}
		return true
	case part.Is(Array):
		rest := whole.Items
		for _, item := range part.Items {
			for len(rest) > 0 && !partOf(item, rest[0]) {
				rest = rest[1:]
			}
			if len(rest) == 0 {
				return false
			}
			rest = rest[1:]
		}
		return true
	}
	return part.Equal(whole)
}

func TestSubset(t *testing.T) {
	t.Parallel()
	whole := `{"resourceType":"Observation","id":"b","meta":{"versionId":"2","tag":[{"code":"x"}]},"text":{"status":"generated"},` +
		`"contained":[{"resourceType":"Patient","id":"p","managingOrganization":{"reference":"#o"}},{"resourceType":"Organization","id":"o"},{"resourceType":"Device","id":"d"}],` +
		`"status":"final","code":{"text":"BP"},"subject":{"reference":"#p"},"effectiveDateTime":"2025","_effectiveDateTime":{"id":"e"},"valueQuantity":{"value":5E1},` +
		`"device":{"reference":"#d"},"note":[{"text":"n"}],"component":[{"code":{"text":"c"},"valueInteger":1,"referenceRange":[{"text":"r"}]}]}`
	const head = `{"resourceType":"Observation","id":"b","meta":{"versionId":"2","tag":[{"code":"x"},{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}]}`
	const people = `,"contained":[{"resourceType":"Patient","id":"p","managingOrganization":{"reference":"#o"}},{"resourceType":"Organization","id":"o"}]`
	for want, s := range map[string]Subset{
		whole: {},
		head + `,"text":{"status":"generated"},"status":"final","code":{"text":"BP"}}`: {Summary: "text"},
		head + `,"status":"final","code":{"text":"BP"},"subject":{"reference":"#p"},"effectiveDateTime":"2025","_effectiveDateTime":{"id":"e"},"valueQuantity":{"value":5E1},` +
			`"component":[{"code":{"text":"c"},"valueInteger":1}]` + people + `}`: {Summary: "true"},
		head + `,"status":"final","code":{"text":"BP"},"effectiveDateTime":"2025","_effectiveDateTime":{"id":"e"}}`: {Elements: []string{"effective", "category"}},
		head + `,"status":"final","code":{"text":"BP"},"subject":{"reference":"#p"}` + people + `}`:                 {Elements: []string{"subject"}},
	} {
		if err := s.Check("Observation"); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
		if got := cut(t, s, []byte(whole)); string(got.Canonical()) != canonical(t, want) {
			t.Errorf("%+v: %s", s, got.JSON())
		}
	}
	for _, s := range []Subset{{Summary: "some"}, {Elements: []string{"nothing"}}, {Elements: []string{"code.text"}}, {Summary: "true", Elements: []string{"code"}}} {
		if s.Check("Observation") == nil {
			t.Errorf("%+v was let pass", s)
		}
	}
}

func canonical(t *testing.T, text string) string {
	t.Helper()
	tree, err := DecodeStored([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return string(tree.Canonical())
}
