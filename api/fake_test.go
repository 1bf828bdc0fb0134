package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// canned is a Store of one episode, for what concerns HTTP alone. All that a
// store does is tested against the real one, by the scripts.
type canned struct {
	mu     sync.Mutex
	notes  []audit.Record
	asked  []mapping.Write
	query  *mapping.Query
	past   fhir.HistoryQuery
	err    error // of every method, when set
	boom   bool  // panic
	page   fhir.Page
	agents []fhir.Agent
}

var episode = fhir.Version{
	Key: fhir.Key{Type: "EpisodeOfCare", ID: "e1"}, Number: 3, Deed: fhir.Updated,
	At:   time.Date(2025, 3, 1, 8, 0, 0, 250e6, time.UTC),
	Body: []byte(`{"resourceType":"EpisodeOfCare","id":"e1","extension":[{"url":"http://a.example/score","valueDecimal":5E1}],"identifier":[{"value":"` + strings.Repeat("long ", 1000) + `"}],"status":"active"}`),
}

// last is the write that was asked for last.
func (c *canned) last() mapping.Write { return c.asked[len(c.asked)-1] }

func (c *canned) answer(a access.Access) (fhir.Version, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.agents = append(c.agents, a.Agent)
	if c.boom {
		panic("the patient's name is Kim")
	}
	return episode, c.err
}

func (c *canned) Read(_ context.Context, a access.Access, _ fhir.Key) (fhir.Version, error) {
	return c.answer(a)
}

func (c *canned) ReadVersion(_ context.Context, a access.Access, _ fhir.Key, _ int64) (fhir.Version, error) {
	return c.answer(a)
}

func (c *canned) Write(_ context.Context, a access.Access, t *mapping.Transaction) ([]mapping.Written, error) {
	v, err := c.answer(a)
	if err != nil {
		return nil, err
	}
	done := make([]mapping.Written, len(t.Writes))
	for i, w := range t.Writes {
		c.mu.Lock()
		c.asked = append(c.asked, w)
		c.mu.Unlock()
		done[i] = mapping.Written{Version: v, Result: results[w.Do]}
	}
	return done, nil
}

func (c *canned) Deletion(context.Context, access.Access, fhir.Key) ([]fhir.Issue, error) {
	return nil, c.err
}

var results = map[mapping.Do]mapping.Result{
	mapping.Create: mapping.Made, mapping.Update: mapping.Changed, mapping.Patch: mapping.Changed, mapping.Delete: mapping.Removed,
}

func (c *canned) History(_ context.Context, _ access.Access, q fhir.HistoryQuery) (fhir.Page, error) {
	c.past = q
	return c.page, c.err
}

func (c *canned) Search(_ context.Context, _ access.Access, q *mapping.Query) (fhir.Page, error) {
	c.query = q
	return c.page, c.err
}

func (c *canned) Explain(context.Context, access.Access, *mapping.Query) ([]mapping.Explained, error) {
	return nil, c.err
}

func (c *canned) Note(_ context.Context, _ access.Access, r audit.Record) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notes = append(c.notes, r)
	if c.err != nil && c.err.Error() == "no log" {
		return c.err
	}
	return nil
}

func (c *canned) Ready(context.Context) error { return c.err }

// stand serves a canned store; log gets what the server logs.
func stand(t testing.TB, c *canned, change func(*Options)) (handler http.Handler, log *strings.Builder) {
	t.Helper()
	log = &strings.Builder{}
	o := Options{
		Store: c, Log: slog.New(slog.NewJSONHandler(log, nil)), Now: time.Now, NewID: func() string { return "made-id" },
		Version: "1.2.3", Registry: prometheus.NewRegistry(),
	}
	if change != nil {
		change(&o)
	}
	h, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h, log
}

// ask sends one request; headers are "Name: value" lines.
func ask(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:4000"
	if body == "" {
		r.Body = http.NoBody
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var errTest = errors.New("column mrn holds 12345")
