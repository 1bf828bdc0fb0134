package api

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kapbridge/fhir"
)

// sink is a ResponseWriter that costs nothing, so that what is measured is ours.
type sink struct{ h http.Header }

func (s *sink) Header() http.Header         { return s.h }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }
func (s *sink) WriteHeader(int)             {}

// drive returns one round of the handler on a canned store.
func drive(t testing.TB, c *canned, target string, headers http.Header) func() {
	h, _ := stand(t, c, func(o *Options) { o.Log = slog.New(slog.DiscardHandler) })
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Header, r.RemoteAddr = headers, "127.0.0.1:4000"
	w := &sink{http.Header{}}
	return func() {
		clear(w.h)
		c.agents = c.agents[:0]
		h.ServeHTTP(w, r)
	}
}

func page50() fhir.Page {
	p := fhir.Page{Next: "next"}
	for range 50 {
		p.Versions = append(p.Versions, episode)
	}
	return p
}

// The allocations of a read do not move with the machine, so a test can hold
// them: a read and a page cost the same few, whatever the page holds.
func TestAllocations(t *testing.T) {
	plain := http.Header{"Accept": {mediaFHIR}}
	if n := testing.AllocsPerRun(200, drive(t, &canned{}, "/fhir/EpisodeOfCare/e1", plain)); n > 20 {
		t.Errorf("a read allocates %.0f times", n)
	}
	if n := testing.AllocsPerRun(200, drive(t, &canned{page: page50()}, "/fhir/EpisodeOfCare", plain)); n > 60 {
		t.Errorf("a page allocates %.0f times", n)
	}
}

func BenchmarkRead(b *testing.B) {
	round := drive(b, &canned{}, "/fhir/EpisodeOfCare/e1", http.Header{"Accept": {mediaFHIR}})
	b.ReportAllocs()
	for b.Loop() {
		round()
	}
}

func BenchmarkReadGzip(b *testing.B) {
	round := drive(b, &canned{}, "/fhir/EpisodeOfCare/e1", http.Header{"Accept-Encoding": {"gzip"}})
	b.ReportAllocs()
	for b.Loop() {
		round()
	}
}

func BenchmarkPage(b *testing.B) {
	round := drive(b, &canned{page: page50()}, "/fhir/EpisodeOfCare", http.Header{})
	b.ReportAllocs()
	for b.Loop() {
		round()
	}
}

func BenchmarkReadFromTables(b *testing.B) {
	origin := onTables(b).URL
	put, err := http.NewRequest(http.MethodPut, origin+"/fhir/Organization/o1",
		strings.NewReader(`{"resourceType":"Organization","id":"o1","name":"Quiet Clinic"}`))
	if err != nil {
		b.Fatal(err)
	}
	if a, err := http.DefaultClient.Do(put); err != nil || a.StatusCode != 201 {
		b.Fatal(err, a)
	}
	b.ReportAllocs()
	for b.Loop() {
		a, err := http.Get(origin + "/fhir/Organization/o1")
		if err != nil || a.StatusCode != 200 {
			b.Fatal(err, a)
		}
		a.Body.Close()
	}
}
