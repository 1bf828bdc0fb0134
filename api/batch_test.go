package api

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"kapbridge/audit"
	"kapbridge/fhir"
)

func batchOf(entries ...string) string {
	return `{"resourceType":"Bundle","type":"batch","entry":[` + strings.Join(entries, ",") + `]}`
}

const readEpisode = `{"request":{"method":"GET","url":"EpisodeOfCare/e1"}}`

// An entry is a request of the one who sent the Bundle: the same sender, request
// id and base. What the Bundle itself was asked for is not asked of its entries.
func TestEntriesComeFromTheSender(t *testing.T) {
	t.Parallel()
	c := &canned{}
	h, log := stand(t, c, nil)
	w := ask(h, "POST", "/fhir?_pretty=true", batchOf(readEpisode, readEpisode), "X-Request-Id: one", "X-Forwarded-For: 192.0.2.7", "X-Forwarded-Host: ehr.example",
		"If-None-Match: 3", "Accept: application/json", "Accept-Encoding: gzip", "Content-Type: application/fhir+json")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/json; charset=utf-8" || w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if len(c.agents) != 2 || c.agents[1].Address != "192.0.2.7" {
		t.Errorf("senders %+v", c.agents)
	}
	if n := strings.Count(log.String(), `"request":"one"`); n != 3 || strings.Count(log.String(), `"interaction":"read"`) != 2 || strings.Count(log.String(), `"interaction":"batch"`) != 1 {
		t.Errorf("log %s", log)
	}
	w = ask(h, "POST", "/fhir", batchOf(readEpisode), "X-Forwarded-Host: ehr.example")
	if !strings.Contains(w.Body.String(), `"fullUrl":"http://ehr.example/fhir/EpisodeOfCare/e1"`) || !strings.Contains(w.Body.String(), `"lastModified":"2025-03-01T08:00:00.250Z"`) {
		t.Errorf("%.300s", w.Body)
	}
}

// A condition that is an instant in the Bundle is one for the entry.
func TestEntriesModifiedSince(t *testing.T) {
	t.Parallel()
	h, _ := stand(t, &canned{}, nil)
	for since, status := range map[string]string{"2025-03-01T08:00:00.250Z": "304 Not Modified", "2025-03-01T09:00:00+01:00": "304 Not Modified", "2025-03-01T07:59:59Z": "200 OK"} {
		w := ask(h, "POST", "/fhir", batchOf(`{"request":{"method":"GET","url":"EpisodeOfCare/e1","ifModifiedSince":"`+since+`"}}`))
		if !strings.Contains(w.Body.String(), `"status":"`+status+`"`) {
			t.Errorf("%s: %.300s", since, w.Body)
		}
	}
}

// A failure of ours in one entry is told there as it would be alone.
func TestFailuresStayInTheirEntry(t *testing.T) {
	t.Parallel()
	h, log := stand(t, &canned{boom: true}, nil)
	w := ask(h, "POST", "/fhir", batchOf(readEpisode, `{"request":{"method":"GET","url":"EpisodeOfCare/a_b"}}`), "X-Request-Id: one")
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"500 Internal Server Error"`) || !strings.Contains(w.Body.String(), "(request one)") ||
		!strings.Contains(w.Body.String(), `"400 Bad Request"`) || strings.Contains(w.Body.String(), "Kim") || !strings.Contains(log.String(), "Kim") {
		t.Errorf("%d %s\n%s", w.Code, w.Body, log)
	}
}

// Nobody answers a batch whose sender has gone.
func TestBatchOfOneWhoLeft(t *testing.T) {
	t.Parallel()
	c := &canned{err: context.Canceled}
	h, _ := stand(t, c, func(o *Options) { o.Log = slog.New(slog.DiscardHandler) })
	r := httptest.NewRequest("POST", "/fhir", strings.NewReader(batchOf(readEpisode, readEpisode)))
	ctx, cancel := context.WithCancel(r.Context())
	cancel()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(ctx))
	if w.Body.Len() > 0 || len(c.agents) != 1 {
		t.Errorf("%d entries answered: %s", len(c.agents), w.Body)
	}
}

// A batch without entries leaves a record, and so does one that is refused, in
// whole or in part.
func TestBatchesAreNoted(t *testing.T) {
	t.Parallel()
	c := &canned{}
	h, _ := stand(t, c, func(o *Options) { o.Limits.Entries = 2 })
	for _, b := range []struct {
		text    string
		status  int
		outcome audit.Outcome
	}{
		{`{"resourceType":"Bundle","type":"batch"}`, 200, audit.Success},
		{batchOf("{}", readEpisode), 200, audit.Minor},
		{batchOf(readEpisode, readEpisode, readEpisode), 413, audit.Minor},
	} {
		c.notes = nil
		w := ask(h, "POST", "/fhir", b.text)
		if w.Code != b.status || len(c.notes) != 1 || c.notes[0].Interaction != audit.Batch || c.notes[0].Outcome != b.outcome {
			t.Errorf("%s: %d %s, notes %+v", b.text, w.Code, w.Body, c.notes)
		}
	}
}

// Whatever is sent to the base, the answer is a Bundle with an answer to each
// entry, or a refusal of the client's; never a failure of ours.
func FuzzBundle(f *testing.F) {
	f.Add(batchOf(readEpisode, `{"request":{"method":"GET","url":"%zz?%zz"}}`, `{"request":{"method":"HEAD","url":"//EpisodeOfCare/../e1"}}`, `{"request":{"method":"GET","url":"?_type=Patient","ifModifiedSince":"2025-03-01T08:00:00Z"}}`))
	f.Add(strings.Replace(batchOf(`{"fullUrl":"urn:uuid:1","request":{"method":"PUT","url":"EpisodeOfCare/e1","ifMatch":"3"},"resource":{"resourceType":"EpisodeOfCare","id":"e1","status":"active","patient":{"reference":"urn:uuid:1"}}}`,
		`{"request":{"method":"DELETE","url":"Patient?identifier=a"}}`, `{"request":{"method":"PATCH","url":"Patient/p1"},"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="}}`,
		`{"request":{"method":"POST","url":"Patient","ifNoneExist":"Patient?identifier=b"},"resource":{"resourceType":"Patient","managingOrganization":{"reference":"Organization?name=x"}}}`), "batch", "transaction", 1))
	c := &canned{}
	h, _ := stand(f, c, func(o *Options) { o.Log = slog.New(slog.DiscardHandler) })
	f.Fuzz(func(t *testing.T, text string) {
		c.notes, c.agents, c.asked = nil, nil, nil
		w := ask(h, "POST", "/fhir", text)
		answer, err := fhir.DecodeResource(w.Body.Bytes())
		if err != nil || w.Code >= 500 || strings.Contains(w.Body.String(), `"status":"5`) {
			t.Fatalf("%d %v %s", w.Code, err, w.Body)
		}
		if w.Code == 200 {
			sent, err := fhir.DecodeBundle([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if list := sent.Get("entry"); list != nil && len(list.Items) != len(answer.Get("entry").Items) {
				t.Fatalf("%d entries: %s", len(list.Items), w.Body)
			}
		}
	})
}
