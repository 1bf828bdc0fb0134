package patch

import (
	"strings"
	"testing"

	"kapbridge/fhir"
)

// A text goes where it was made of data that changed, and is never wrong in silence.
func TestNarrative(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ status, merge, text, refused string }{
		{"generated", `{"active":false}`, "", ""},
		{"extensions", `{"active":false}`, "", ""},
		{"empty", `{"active":false}`, "stays", ""},
		{"additional", `{"active":false}`, "", "Patient.text"},
		{"additional", `{"active":true}`, "stays", ""},
		{"generated", `{"meta":{"tag":[{"code":"a"}]}}`, "stays", ""},
		{"additional", `{"active":false,"text":null}`, "", ""},
		{"additional", `{"active":false,"text":{"div":"new"}}`, "new", ""},
		{"generated", `{"active":false,"text":{"div":"new"}}`, "new", ""},
	} {
		old, err := fhir.Decode([]byte(`{"resourceType":"Patient","id":"p1","text":{"status":"` + c.status + `","div":"stays"},"active":true}`))
		if err != nil {
			t.Fatal(err)
		}
		patched, err := applied(t, Merge, []byte(c.merge), old)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Narrative(old, patched)
		if c.refused != "" {
			if err == nil || !strings.HasPrefix(err.Error(), c.refused) {
				t.Errorf("%+v: %v", c, err)
			}
			continue
		}
		if err != nil || got.At("text", "div").StringOr("") != c.text || !got.Without("text").Equal(patched.Without("text")) {
			t.Errorf("%+v: %s, %v", c, got.JSON(), err)
		}
	}
}
