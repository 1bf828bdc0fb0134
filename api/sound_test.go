package api

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/store"
)

// What breaks an invariant is refused, told or stored as the clinic chose, in
// every way to write it; what is advised against never refuses, and what has not
// the structure of R4 always does.
func TestValidationOfWrites(t *testing.T) {
	t.Parallel()
	const broken = `{"resourceType":"Patient","id":"a","contact":[{"gender":"male"}]}`
	type write struct{ method, path, contentType, body string }
	writes := map[string]write{
		"create":      {"POST", "/Patient", mediaFHIR, broken},
		"update":      {"PUT", "/Patient/a", mediaFHIR, broken},
		"patch":       {"PATCH", "/Patient/sound", mediaMergePatch, `{"contact":[{"gender":"male"}]}`},
		"transaction": {"POST", "", mediaFHIR, `{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"PUT","url":"Patient/c"},"resource":` + strings.Replace(broken, `"id":"a"`, `"id":"c"`, 1) + `}]}`},
	}
	for _, c := range []struct {
		validation Validation
		refused    bool
		told       string
	}{{"", true, ""}, {Enforce, true, ""}, {Warn, false, "pat-1"}, {Off, false, ""}} {
		base := onTablesWith(t, store.Options{}, Options{Validation: c.validation}).URL + root
		send := func(w write) (int, string) {
			q, err := http.NewRequest(w.method, base+w.path, strings.NewReader(w.body))
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set("Content-Type", w.contentType)
			q.Header.Set("Prefer", "return=OperationOutcome")
			a, err := http.DefaultClient.Do(q)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Body.Close()
			body, err := io.ReadAll(a.Body)
			if err != nil {
				t.Fatal(err)
			}
			return a.StatusCode, string(body)
		}
		status, body := send(write{"PUT", "/Patient/sound", mediaFHIR, `{"resourceType":"Patient","id":"sound"}`})
		if status != 201 || strings.Contains(body, "dom-6") != (c.validation == Warn) {
			t.Errorf("%q: a patient without narrative: %d %s", c.validation, status, body)
		}
		if status, body := send(write{"PUT", "/Patient/b", mediaFHIR, `{"resourceType":"Patient","id":"b","gender":"man"}`}); status != 422 {
			t.Errorf("%q: a code that is none: %d %s", c.validation, status, body)
		}
		for name, w := range writes {
			status, body := send(w)
			if (status == 422) != c.refused || c.refused && !strings.Contains(body, "pat-1") || !c.refused && status > 201 {
				t.Errorf("%q: %s: %d %s", c.validation, name, status, body)
			}
			if c.told != "" && name != "transaction" && !strings.Contains(body, c.told) {
				t.Errorf("%q: %s tells nothing of %s: %s", c.validation, name, c.told, body)
			}
		}
		_, kept := fetch(t, base+"/Patient/a")
		if is := kept.Get("contact").Is(fhir.Array); is == c.refused {
			t.Errorf("%q: kept is %s", c.validation, kept.JSON())
		}
	}
}

func TestValidationIsOneOfThree(t *testing.T) {
	t.Parallel()
	if err := Validation("loose").checked(); err == nil {
		t.Error("a choice that is none passes")
	}
}
