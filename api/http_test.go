package api

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"kapbridge/audit"
	"kapbridge/fhir"
)

// outcomeCode reads an answer as an OperationOutcome and gives its first code.
func outcomeCode(t *testing.T, body []byte) string {
	t.Helper()
	o, err := fhir.DecodeResource(body)
	if err != nil || o.Get("resourceType").Text != "OperationOutcome" {
		t.Fatalf("not an OperationOutcome: %v %s", err, body)
	}
	if issues := fhir.CheckStructure(o); len(issues) > 0 {
		t.Errorf("the OperationOutcome is not valid R4: %v", issues)
	}
	return o.Get("issue").Items[0].Get("code").Text
}

// Whatever is wrong with a request, the answer is an OperationOutcome with the
// right status, and the server stays silent about its inside.
func TestRefusals(t *testing.T) {
	t.Parallel()
	h, _ := stand(t, &canned{}, nil)
	good := `{"resourceType":"EpisodeOfCare","id":"e1","status":"active","patient":{"reference":"Patient/p1"}}`
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		code                     string
	}{
		{"unknown path", "GET", "/nowhere", "", nil, 404, "not-found"},
		{"unknown type", "GET", "/fhir/Pateint/1", "", nil, 404, "not-supported"},
		{"type not kept", "GET", "/fhir/Claim/1", "", nil, 404, "not-supported"},
		{"operation", "GET", "/fhir/EpisodeOfCare/$everything", "", nil, 404, "not-supported"},
		{"too many segments", "GET", "/fhir/EpisodeOfCare/e1/x/y", "", nil, 404, "not-found"},
		{"patch of no media type", "PATCH", "/fhir/EpisodeOfCare/e1", "[]", nil, 415, "not-supported"},
		{"a resource for a patch", "PATCH", "/fhir/EpisodeOfCare/e1", `{"resourceType":"EpisodeOfCare"}`, []string{"Content-Type: application/fhir+json"}, 400, "structure"},
		{"patch in gzip", "PATCH", "/fhir/EpisodeOfCare/e1", "[]", []string{"Content-Type: application/json-patch+json", "Content-Encoding: gzip"}, 415, "not-supported"},
		{"malformed patch", "PATCH", "/fhir/EpisodeOfCare/e1", "{}", []string{"Content-Type: application/json-patch+json"}, 400, "structure"},
		{"patch of nothing", "PATCH", "/fhir/EpisodeOfCare/e1", "", []string{"Content-Type: application/merge-patch+json"}, 400, "structure"},
		{"patch of a type", "PATCH", "/fhir/EpisodeOfCare", "{}", []string{"Content-Type: application/merge-patch+json"}, 400, "required"},
		{"invented method", "BREW", "/fhir/EpisodeOfCare/e1", "", nil, 405, "not-supported"},
		{"no Bundle", "POST", "/fhir", "{}", nil, 400, "structure"},
		{"update of nothing in particular", "PUT", "/fhir/EpisodeOfCare", good, nil, 400, "required"},
		{"conditional update by the unknown", "PUT", "/fhir/EpisodeOfCare?nonsense=1", good, []string{"Prefer: handling=lenient"}, 400, "not-supported"},
		{"conditional update under no id", "PUT", "/fhir/EpisodeOfCare?status=active", strings.Replace(good, "e1", "..", 1), nil, 400, "value"},
		{"delete all of a type", "DELETE", "/fhir/EpisodeOfCare", "", nil, 400, "required"},
		{"delete all of a type, in JSON", "DELETE", "/fhir/EpisodeOfCare?_format=json", "", nil, 400, "required"},
		{"conditional delete by the unknown", "DELETE", "/fhir/EpisodeOfCare?nonsense=1&status=active", "", []string{"Prefer: handling=lenient"}, 400, "not-supported"},
		{"conditional delete of a log", "DELETE", "/fhir/AuditEvent?_id=1", "", nil, 405, "not-supported"},
		{"criteria of a create on an update", "PUT", "/fhir/EpisodeOfCare/e1", good, []string{"If-None-Exist: status=active"}, 400, "invalid"},
		{"version of what is to be made", "POST", "/fhir/EpisodeOfCare", good, []string{`If-Match: W/"1"`}, 400, "invalid"},
		{"key with a blank", "POST", "/fhir/EpisodeOfCare", good, []string{"Idempotency-Key: a b"}, 400, "invalid"},
		{"write a statement", "DELETE", "/fhir/metadata", "", nil, 405, "not-supported"},
		{"write an audit event", "PUT", "/fhir/AuditEvent/a", "{}", nil, 405, "not-supported"},
		{"history of an audit event", "GET", "/fhir/AuditEvent/a/_history", "", nil, 405, "not-supported"},
		{"long id", "GET", "/fhir/EpisodeOfCare/" + strings.Repeat("a", 65), "", nil, 400, "value"},
		{"underscore id", "GET", "/fhir/EpisodeOfCare/a_b", "", nil, 400, "value"},
		{"dots", "GET", "/fhir/EpisodeOfCare/..", "", nil, 400, "value"},
		{"encoded slash", "GET", "/fhir/EpisodeOfCare/..%2Fe1", "", nil, 400, "value"},
		{"encoded NUL", "GET", "/fhir/EpisodeOfCare/e1%00", "", nil, 400, "value"},
		{"slash in the type", "GET", "/fhir/EpisodeOfCare%2Fe1", "", nil, 404, "not-supported"},
		{"doubly encoded", "GET", "/fhir/EpisodeOfCare/%2565", "", nil, 400, "value"},
		{"empty segment", "GET", "/fhir//EpisodeOfCare", "", nil, 404, "not-supported"},
		{"empty id", "GET", "/fhir/EpisodeOfCare//_history", "", nil, 400, "value"},
		{"version of a wrong form", "GET", "/fhir/EpisodeOfCare/e1/_history/a_b", "", nil, 400, "value"},
		{"version that is no number", "GET", "/fhir/EpisodeOfCare/e1/_history/one", "", nil, 404, "not-found"},
		{"more behind the version", "GET", "/fhir/EpisodeOfCare/e1/_history/1/2", "", nil, 400, "value"},
		{"Turtle asked by format", "GET", "/fhir/EpisodeOfCare/e1?_format=ttl", "", nil, 406, "not-supported"},
		{"Turtle asked by Accept", "GET", "/fhir/EpisodeOfCare/e1", "", []string{"Accept: text/turtle"}, 406, "not-supported"},
		{"other FHIR version", "GET", "/fhir/EpisodeOfCare/e1", "", []string{"Accept: application/fhir+json;fhirVersion=3.0"}, 406, "not-supported"},
		{"Turtle sent", "POST", "/fhir/EpisodeOfCare", "<a/>", []string{"Content-Type: text/turtle"}, 415, "not-supported"},
		{"XML in Latin-1", "POST", "/fhir/EpisodeOfCare", "<a/>", []string{"Content-Type: text/xml; charset=iso-8859-1"}, 415, "not-supported"},
		{"UTF-16 sent", "POST", "/fhir/EpisodeOfCare", good, []string{"Content-Type: application/json; charset=utf-16"}, 415, "not-supported"},
		{"gzip sent", "POST", "/fhir/EpisodeOfCare", good, []string{"Content-Encoding: gzip"}, 415, "not-supported"},
		{"no JSON", "POST", "/fhir/EpisodeOfCare", "<a/>", nil, 400, "structure"},
		{"empty body", "POST", "/fhir/EpisodeOfCare", "", nil, 400, "structure"},
		{"array", "POST", "/fhir/EpisodeOfCare", "[]", nil, 400, "structure"},
		{"another type", "POST", "/fhir/EpisodeOfCare", `{"resourceType":"Patient"}`, nil, 400, "invalid"},
		{"invented type", "POST", "/fhir/EpisodeOfCare", `{"resourceType":"Episode"}`, nil, 400, "structure"},
		{"no id", "PUT", "/fhir/EpisodeOfCare/e1", `{"resourceType":"EpisodeOfCare"}`, nil, 400, "required"},
		{"another id", "PUT", "/fhir/EpisodeOfCare/e2", good, nil, 400, "invalid"},
		{"wrong structure", "PUT", "/fhir/EpisodeOfCare/e1", `{"resourceType":"EpisodeOfCare","id":"e1","stauts":"active","status":"active","patient":{"display":"x"}}`, nil, 422, "structure"},
		{"modifier", "PUT", "/fhir/EpisodeOfCare/e1", good[:len(good)-1] + `,"modifierExtension":[{"url":"http://a.example/no","valueBoolean":true}]}`, nil, 422, "extension"},
		{"torn ETag", "PUT", "/fhir/EpisodeOfCare/e1", good, []string{`If-Match: W/"1`}, 400, "invalid"},
		{"conditional create of everything", "POST", "/fhir/EpisodeOfCare", good, []string{"If-None-Exist: _format=json"}, 400, "required"},
		{"conditional create, nothing said", "POST", "/fhir/EpisodeOfCare", good, []string{"If-None-Exist: "}, 400, "required"},
		{"conditional create by another type", "POST", "/fhir/EpisodeOfCare", good, []string{"If-None-Exist: Patient?_id=p1"}, 400, "invalid"},
		{"conditional create twice", "POST", "/fhir/EpisodeOfCare", good, []string{"If-None-Exist: _id=p1", "If-None-Exist: _id=p2"}, 400, "invalid"},
		{"conditional create by the unknown", "POST", "/fhir/EpisodeOfCare", good, []string{"If-None-Exist: nonsense=1&_id=1", "Prefer: handling=lenient"}, 400, "not-supported"},
		{"unknown parameter", "GET", "/fhir/EpisodeOfCare?nonsense=1", "", nil, 400, "not-supported"},
		{"torn query", "GET", "/fhir/EpisodeOfCare?status=%zz", "", nil, 400, "invalid"},
		{"endless query", "GET", "/fhir/EpisodeOfCare?_id=" + strings.Repeat("a", 70_000), "", nil, 414, "too-long"},
		{"search by JSON", "POST", "/fhir/EpisodeOfCare/_search", "{}", []string{"Content-Type: application/json"}, 415, "not-supported"},
		{"an answer at another time", "GET", "/fhir/EpisodeOfCare/e1", "", []string{"Prefer: respond-async"}, 400, "not-supported"},
		{"a search at another time", "GET", "/fhir/EpisodeOfCare", "", []string{"Prefer: wait=10, Respond-Async"}, 400, "not-supported"},
		{"a write at another time", "PUT", "/fhir/EpisodeOfCare/e1", good, []string{"Prefer: return=minimal", "Prefer: respond-async"}, 400, "not-supported"},
		{"history of a day", "GET", "/fhir/_history?_since=2025", "", nil, 400, "value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := ask(h, c.method, c.path, c.body, c.headers...)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if code := outcomeCode(t, w.Body.Bytes()); code != c.code {
				t.Errorf("issue code %s, want %s: %s", code, c.code, w.Body)
			}
			if c.status == 405 && !strings.Contains(w.Header().Get("Allow"), "OPTIONS") {
				t.Errorf("405 without Allow: %v", w.Header())
			}
			if ct := w.Header().Get("Content-Type"); ct != "application/fhir+json; charset=utf-8" {
				t.Errorf("Content-Type %q", ct)
			}
		})
	}
}

// What can be said in many ways is understood in all of them.
func TestLiberal(t *testing.T) {
	t.Parallel()
	h, _ := stand(t, &canned{}, nil)
	for _, c := range []struct {
		name, path string
		headers    []string
		status     int
		mediaType  string
	}{
		{"plain", "/fhir/EpisodeOfCare/e1", nil, 200, mediaFHIR},
		{"slash", "/fhir/EpisodeOfCare/e1/", nil, 200, mediaFHIR},
		{"question mark", "/fhir/EpisodeOfCare/e1?", nil, 200, mediaFHIR},
		{"encoded", "/fhir/EpisodeOfCare/e%31", nil, 200, mediaFHIR},
		{"json", "/fhir/EpisodeOfCare/e1", []string{"Accept: application/json"}, 200, mediaJSON},
		{"axios", "/fhir/EpisodeOfCare/e1", []string{"Accept: application/json, text/plain, */*"}, 200, mediaFHIR},
		{"browser", "/fhir/EpisodeOfCare/e1", []string{"Accept: text/html,application/xml;q=0.9,*/*;q=0.8"}, 200, mediaXML},
		{"xml first", "/fhir/EpisodeOfCare/e1", []string{"Accept: application/fhir+xml;q=1.0", "Accept: application/fhir+json;q=0.1"}, 200, mediaFHIRXML},
		{"text", "/fhir/EpisodeOfCare/e1", []string{"Accept: text/*"}, 200, mediaText},
		{"format rules", "/fhir/EpisodeOfCare/e1?_format=application/fhir+json;fhirVersion=4.0", []string{"Accept: text/xml"}, 200, mediaFHIR},
		{"older xml", "/fhir/EpisodeOfCare/e1", []string{"Accept: text/xml, text/*;q=0.1"}, 200, mediaTextXML},
		{"xml by parameter", "/fhir/EpisodeOfCare/e1?_format=text/xml&_pretty=true", []string{"Accept: application/json"}, 200, mediaFHIRXML},
		{"xml for FHIR 4.0", "/fhir/EpisodeOfCare/e1?_format=application/fhir+xml;fhirVersion=4.0", nil, 200, mediaFHIRXML},
		{"version rules", "/fhir/EpisodeOfCare/e1", []string{"If-None-Match: 1, \"3\""}, 304, ""},
		{"bare tag", "/fhir/EpisodeOfCare/e1", []string{"If-None-Match: 3"}, 304, ""},
		{"older date", "/fhir/EpisodeOfCare/e1", []string{"If-Modified-Since: Sat, 01 Mar 2025 07:59:59 GMT"}, 200, mediaFHIR},
		{"same second", "/fhir/EpisodeOfCare/e1", []string{"If-Modified-Since: Sat, 01 Mar 2025 08:00:00 GMT"}, 304, ""},
		{"tag over date", "/fhir/EpisodeOfCare/e1", []string{"If-None-Match: W/\"2\"", "If-Modified-Since: Sat, 01 Mar 2025 08:00:00 GMT"}, 200, mediaFHIR},
	} {
		w := ask(h, "GET", c.path, "", c.headers...)
		if w.Code != c.status {
			t.Errorf("%s: status %d, want %d: %s", c.name, w.Code, c.status, w.Body)
		}
		if got := w.Header().Get("Content-Type"); c.mediaType != "" && got != c.mediaType+"; charset=utf-8" {
			t.Errorf("%s: Content-Type %q", c.name, got)
		}
		if w.Header().Get("ETag") != `W/"3"` || w.Header().Get("Last-Modified") != "Sat, 01 Mar 2025 08:00:00 GMT" {
			t.Errorf("%s: %v", c.name, w.Header())
		}
		if c.status == 304 && w.Body.Len() > 0 {
			t.Errorf("%s: 304 with a body", c.name)
		}
	}
}

// Failures of ours tell the client nothing but the request id.
func TestFailuresStayInside(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*canned{"error": {err: errTest}, "panic": {boom: true}, "internal": {err: fhir.Internal(errTest)}} {
		h, log := stand(t, c, nil)
		w := ask(h, "GET", "/fhir/EpisodeOfCare/e1?note=secret", "", "X-Request-Id: abc-1")
		if w.Code != 500 || outcomeCode(t, w.Body.Bytes()) != "exception" || !strings.Contains(w.Body.String(), "abc-1") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "mrn") || strings.Contains(w.Body.String(), "Kim") {
			t.Errorf("%s leaks: %s", name, w.Body)
		}
		if !strings.Contains(log.String(), `"level":"ERROR"`) || strings.Contains(log.String(), "secret") {
			t.Errorf("%s: log %s", name, log)
		}
	}
}

// Who is asked to try again is told when.
func TestTryAgainLater(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]string{fhir.Refuse(503, "transient", "try again"): "1", fhir.Refuse(412, "conflict", "moved"): ""} {
		h, _ := stand(t, &canned{err: err}, nil)
		if w := ask(h, "DELETE", "/fhir/EpisodeOfCare/e1", ""); w.Header().Get("Retry-After") != want {
			t.Errorf("%v: %d %v", err, w.Code, w.Header())
		}
	}
}

// Every refused interaction is noted, none twice, and unknown routes are not.
func TestRefusalsAreNoted(t *testing.T) {
	t.Parallel()
	c := &canned{}
	h, _ := stand(t, c, nil)
	ask(h, "GET", "/fhir/EpisodeOfCare?nonsense=1", "")
	ask(h, "DELETE", "/fhir/AuditEvent/a1", "")
	ask(h, "POST", "/fhir/EpisodeOfCare", "{")
	ask(h, "GET", "/fhir/Nonsense/1", "")
	ask(h, "GET", "/fhir/metadata", "")
	want := []audit.Record{
		{Interaction: audit.Search, Outcome: audit.Minor, Detail: "not-supported", Entity: fhir.Key{Type: "EpisodeOfCare"}, Query: "nonsense=1"},
		{Interaction: audit.Delete, Outcome: audit.Minor, Detail: "not-supported", Entity: fhir.Key{Type: "AuditEvent", ID: "a1"}},
		{Interaction: audit.Create, Outcome: audit.Minor, Detail: "structure", Entity: fhir.Key{Type: "EpisodeOfCare"}},
		{Interaction: audit.Capabilities, Outcome: audit.Success},
	}
	if len(c.notes) != len(want) {
		t.Fatalf("%d notes: %+v", len(c.notes), c.notes)
	}
	for i, n := range c.notes {
		if n.Agent.Address != "127.0.0.1" || n.ID == "" || n.Request == "" || n.At.IsZero() {
			t.Errorf("note %d lacks its sender: %+v", i, n)
		}
		n.Agent, n.Request, n.ID, n.At = fhir.Agent{}, "", "", want[i].At
		if !reflect.DeepEqual(n, want[i]) {
			t.Errorf("note %d: %+v, want %+v", i, n, want[i])
		}
	}
	h, _ = stand(t, &canned{err: errors.New("no log")}, nil)
	if w := ask(h, "GET", "/fhir/EpisodeOfCare?nonsense=1", ""); w.Code != 500 {
		t.Errorf("an answer without a record: %d %s", w.Code, w.Body)
	}
}

func TestPreconditions(t *testing.T) {
	t.Parallel()
	c := &canned{}
	h, _ := stand(t, c, nil)
	for header, want := range map[string]fhir.Precondition{
		`If-Match: W/"7"`: {Version: 7}, `If-Match: "7"`: {Version: 7}, `If-Match: 7`: {Version: 7}, `If-Match: W/"7", 7`: {Version: 7},
		`If-Match: *`: {Exists: true}, `If-None-Match: *`: {Absent: true},
	} {
		if w := ask(h, "DELETE", "/fhir/EpisodeOfCare/e1", "", header); w.Code != 204 || c.last().Expect != want || w.Body.Len() > 0 {
			t.Errorf("%s: %d %+v, want %+v", header, w.Code, c.last().Expect, want)
		}
	}
	for _, header := range []string{`If-Match: "abc"`, `If-Match: W/"0"`, `If-Match: W/"-1"`} {
		if w := ask(h, "DELETE", "/fhir/EpisodeOfCare/e1", "", header); w.Code != 412 {
			t.Errorf("%s: %d", header, w.Code)
		}
	}
	for _, header := range []string{`If-Match: 1, 2`, `If-None-Match: 1`, `If-Match: "a" "b"`, `If-Match: *, 1`, `If-Match: `} {
		if w := ask(h, "DELETE", "/fhir/EpisodeOfCare/e1", "", header); w.Code != 400 {
			t.Errorf("%s: %d", header, w.Code)
		}
	}
}

func TestPreferredAnswer(t *testing.T) {
	t.Parallel()
	h, _ := stand(t, &canned{}, nil)
	good := `{"resourceType":"EpisodeOfCare","id":"e1","status":"active","patient":{"reference":"Patient/p1"}}`
	for prefer, want := range map[string]string{"": "EpisodeOfCare", "return=minimal": "", `handling=lenient, return="OperationOutcome"`: "OperationOutcome", "return=representation": "EpisodeOfCare"} {
		w := ask(h, "POST", "/fhir/EpisodeOfCare", good, "Prefer: "+prefer, "Content-Type: application/json;charset=UTF-8")
		if w.Code != 201 || w.Header().Get("Location") != "http://example.com/fhir/EpisodeOfCare/e1/_history/3" {
			t.Errorf("%q: %d %v %s", prefer, w.Code, w.Header(), w.Body)
		}
		if want == "" && w.Body.Len() > 0 || want != "" && !strings.Contains(w.Body.String(), `"resourceType":"`+want+`"`) {
			t.Errorf("%q: %s", prefer, w.Body)
		}
	}
}
