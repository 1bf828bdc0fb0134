package api

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
)

// bundleWriter writes a Bundle (http://hl7.org/fhir/R4/bundle.html) by joining stored
// bodies with fixed text in a pooled buffer. Whatever it writes between quotes
// without escaping (base URL, type, id, instants) has no character to escape.
type bundleWriter struct {
	buf     *bytes.Buffer
	base    string
	entries int
}

// link is one of Bundle.link: self, previous or next.
type link struct{ relation, url string }

// startBundle writes all that stands before the entries. The total is left out
// when it is not known.
func startBundle(kind, base string, total *int64, links ...link) *bundleWriter {
	b := &bundleWriter{buf: takeBuffer(), base: base}
	b.text(`{"resourceType":"Bundle","type":"`, kind, `"`)
	if total != nil {
		b.text(`,"total":`, strconv.FormatInt(*total, 10))
	}
	for i, l := range links {
		if i == 0 {
			b.text(`,"link":[`)
		} else {
			b.text(`,`)
		}
		b.text(`{"relation":"`, l.relation, `","url":`)
		b.buf.Write(fhir.AppendJSON(b.buf.AvailableBuffer(), fhir.Str(l.url)))
		b.text(`}`)
	}
	if len(links) > 0 {
		b.text(`]`)
	}
	return b
}

func (b *bundleWriter) text(parts ...string) {
	for _, p := range parts {
		b.buf.WriteString(p)
	}
}

// entry separates entries and opens the list before the first.
func (b *bundleWriter) entry() {
	if b.entries == 0 {
		b.text(`,"entry":[{`)
	} else {
		b.text(`,{`)
	}
	b.entries++
}

func (b *bundleWriter) fullURL(key fhir.Key) {
	b.text(`"fullUrl":"`, b.base, `/`, key.Type, `/`, key.ID, `"`)
}

// found adds a resource that the search found, by mode: match or include
// (http://hl7.org/fhir/R4/bundle.html#searchset).
func (b *bundleWriter) found(v fhir.Version, mode string) {
	b.entry()
	b.fullURL(v.Key)
	b.text(`,"resource":`)
	b.buf.Write(v.Body)
	b.text(`,"search":{"mode":"`, mode, `"}}`)
}

// outcome adds an OperationOutcome about the search itself. Nobody can fetch it,
// so it is named by a UUID (http://hl7.org/fhir/R4/bundle.html#bundle-unique).
func (b *bundleWriter) outcome(uuid string, body []byte) {
	b.entry()
	b.text(`"fullUrl":"urn:uuid:`, uuid, `","resource":`)
	b.buf.Write(body)
	b.text(`,"search":{"mode":"outcome"}}`)
}

// past adds a version of a history. A create is told as POST to the type, an
// update as PUT, and an edit of the clinic's own as the interaction that would
// have had its effect (http://hl7.org/fhir/R4/http.html#history).
func (b *bundleWriter) past(v fhir.Version) {
	b.entry()
	b.fullURL(v.Key)
	if !v.Gone() {
		b.text(`,"resource":`)
		b.buf.Write(v.Body)
	}
	method, url, status := "PUT", v.Key.String(), "200"
	switch {
	case v.Gone():
		method, status = "DELETE", "204"
	case v.Deed == fhir.Created:
		method, url, status = "POST", v.Type, "201"
	case v.Deed == fhir.Placed, v.Number == 1:
		status = "201"
	}
	b.text(`,"request":{"method":"`, method, `","url":"`, url, `"},"response":{"status":"`, status,
		`","etag":"W/\"`, strconv.FormatInt(v.Number, 10), `\"","lastModified":"`, instant(v.At), `"}}`)
}

// answered adds what a request of a batch or transaction came to: status, and
// what the headers of an answer would say
// (http://hl7.org/fhir/R4/bundle-response.json.html). It releases the answer.
func (b *bundleWriter) answered(e *bundle.Entry, p *response) {
	defer p.release()
	b.entry()
	body, tells := p.body, bytes.HasPrefix(p.body, outcomeStart)
	if e.Method == http.MethodHead {
		body = nil
	}
	if len(body) > 0 && !tells {
		if p.key.ID != "" {
			b.fullURL(p.key)
			b.text(`,`)
		}
		b.text(`"resource":`)
		b.buf.Write(body)
		b.text(`,`)
	}
	b.text(`"response":{"status":"`, strconv.Itoa(p.status), ` `, http.StatusText(p.status), `"`)
	if e.Writes() && p.key.ID != "" {
		b.text(`,"location":"`, p.key.String(), `/_history/`, p.etag[len(`W/"`):len(p.etag)-1], `"`)
	}
	if p.etag != "" {
		b.text(`,"etag":"W/\"`, p.etag[len(`W/"`):len(p.etag)-1], `\""`)
	}
	if !p.modified.IsZero() {
		b.text(`,"lastModified":"`, instant(p.modified), `"`)
	}
	if len(body) > 0 && tells {
		b.text(`,"outcome":`)
		b.buf.Write(body)
	}
	b.text(`}}`)
}

// outcomeStart is how every OperationOutcome begins here. None is ever stored.
var outcomeStart = []byte(`{"resourceType":"OperationOutcome"`)

func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// finish closes the Bundle and makes it the body of an answer.
func (b *bundleWriter) finish() *response {
	if b.entries > 0 {
		b.text(`]`)
	}
	b.text(`}`)
	return &response{status: http.StatusOK, body: b.buf.Bytes(), pooled: b.buf}
}
