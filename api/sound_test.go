package api

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/store"
)

// attempt is a write that wants to be told what became of it.
type attempt struct{ method, path, contentType, body string }

func (w attempt) send(t *testing.T, base string) (status int, body string) {
	t.Helper()
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
	data, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(data)
}

// What breaks an invariant is refused, told or stored as the clinic chose, in
// every way to write it; what is advised against never refuses, and what has not
// the structure of R4 always does.
func TestValidationOfWrites(t *testing.T) {
	t.Parallel()
	const broken = `{"resourceType":"Patient","id":"a","contact":[{"gender":"male"}]}`
	writes := map[string]attempt{
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
		send := func(w attempt) (int, string) { return w.send(t, base) }
		status, body := send(attempt{"PUT", "/Patient/sound", mediaFHIR, `{"resourceType":"Patient","id":"sound"}`})
		if status != 201 || strings.Contains(body, "dom-6") != (c.validation == Warn) {
			t.Errorf("%q: a patient without narrative: %d %s", c.validation, status, body)
		}
		if status, body := send(attempt{"PUT", "/Patient/b", mediaFHIR, `{"resourceType":"Patient","id":"b","gender":"man"}`}); status != 422 {
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
			// What a patch leads to has no line in the patch.
			if inDocument := name == "create" || name == "update"; c.told != "" && strings.Contains(body, "operationoutcome-issue-line") != inDocument {
				t.Errorf("%q: %s tells of a line: %s", c.validation, name, body)
			}
		}
		_, kept := fetch(t, base+"/Patient/a")
		if is := kept.Get("contact").Is(fhir.Array); is == c.refused {
			t.Errorf("%q: kept is %s", c.validation, kept.JSON())
		}
	}
}

// What is not as a profile demands is refused, told or stored as the clinic chose,
// and counted by profile; a resource that claims nothing is never told of any.
func TestProfilesOfWrites(t *testing.T) {
	t.Parallel()
	const (
		broken = `{"resourceType":"Observation","id":"a","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}}`
		plain  = `{"resourceType":"Observation","id":"a","status":"final","code":{"text":"pulse"}}`
	)
	for _, c := range []struct {
		profiles      Validation
		refused, told bool
	}{{"", false, true}, {Warn, false, true}, {Enforce, true, true}, {Off, false, false}} {
		server := onTablesWith(t, store.Options{}, Options{Profiles: c.profiles})
		base := server.URL + root
		for _, w := range []attempt{
			{"PUT", "/Observation/a", mediaFHIR, broken},
			{"POST", "", mediaFHIR, `{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"PUT","url":"Observation/a"},"resource":` + broken + `}]}`},
		} {
			status, body := w.send(t, base)
			if (status == 422) != c.refused || !c.refused && status > 201 {
				t.Errorf("%q: %s: %d %s", c.profiles, w.method, status, body)
			}
			if told := strings.Contains(body, "effective"); told != c.told && w.method == "PUT" || c.refused && !told {
				t.Errorf("%q: %s: %s", c.profiles, w.method, body)
			}
		}
		if status, body := (attempt{"PUT", "/Observation/b", mediaFHIR, strings.Replace(plain, `"a"`, `"b"`, 1)}).send(t, base); status != 201 || strings.Contains(body, "profile") {
			t.Errorf("%q: what claims nothing: %d %s", c.profiles, status, body)
		}
		_, metrics := attempt{"GET", "/metrics", "", ""}.send(t, server.URL)
		if counted := strings.Contains(metrics, `kapbridge_profile_issues_total{profile="http://hl7.org/fhir/StructureDefinition/heartrate"`); counted != (c.profiles != Off) {
			t.Errorf("%q: counted by profile: %t", c.profiles, counted)
		}
	}
}

func TestValidationIsOneOfThree(t *testing.T) {
	t.Parallel()
	if err := Validation("loose").checked(); err == nil {
		t.Error("a choice that is none passes")
	}
}
