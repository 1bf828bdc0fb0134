package api

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"kapbridge/fhir"
)

// response is what a handler gives back. The zero status is 200.
type response struct {
	status   int
	key      fhir.Key  // of the version that it shows or tells of; zero for none
	etag     string    // quoted, "" for none
	modified time.Time // zero for none
	location string
	applied  string // a preference that was honoured, "" for none
	replayed bool   // the answer to this very request was given before
	body     []byte
	pooled   *bytes.Buffer // holds body; taken back once it is sent
}

// versioned starts a response with the headers of a version
// (http://hl7.org/fhir/R4/http.html#versioning).
func versioned(status int, v fhir.Version) *response {
	return &response{status: status, key: v.Key, etag: etagOf(v.Number), modified: v.At}
}

func (p *response) release() {
	if p.pooled != nil {
		giveBuffer(p.pooled)
	}
}

// send writes a response in the form that was negotiated.
func (r *request) send(w http.ResponseWriter, p *response) error {
	p.status = cmp.Or(p.status, http.StatusOK)
	if r.exchange.outer != nil {
		r.exchange.status, r.exchange.answer = p.status, p
		return nil
	}
	defer p.release()
	body, err := r.exchange.render(r.interaction, p.body)
	if err != nil {
		return err
	}
	h := w.Header()
	if p.etag != "" {
		h["Etag"] = []string{p.etag}
		h["Cache-Control"] = revalidate
	} else {
		h["Cache-Control"] = noStore
	}
	if !p.modified.IsZero() {
		h["Last-Modified"] = []string{p.modified.UTC().Format(http.TimeFormat)}
	}
	if p.location != "" {
		h.Set("Location", p.location)
	}
	if p.applied != "" {
		h["Preference-Applied"] = []string{p.applied}
	}
	if p.replayed {
		h["Idempotency-Replayed"] = []string{"true"}
	}
	h["Vary"] = vary
	return write(w, r.Request, p.status, r.exchange.format.mediaType, body)
}

var (
	revalidate = []string{"private, no-cache"}
	noStore    = []string{"no-store"}
	vary       = []string{"Accept, Accept-Encoding, Origin"}
)

// write sends status and body, compressed if that pays and the client can.
func write(w http.ResponseWriter, r *http.Request, status int, mediaType string, body []byte) error {
	h := w.Header()
	if len(body) == 0 {
		if status != http.StatusNoContent && status != http.StatusNotModified {
			h["Content-Length"] = []string{"0"}
		}
		w.WriteHeader(status)
		return nil
	}
	h["Content-Type"] = contentType(mediaType)
	if r.Method != http.MethodHead && len(body) >= worthGzip && acceptsGzip(r.Header["Accept-Encoding"]) {
		buf := takeBuffer()
		defer giveBuffer(buf)
		if err := compress(buf, body); err != nil {
			return fmt.Errorf("compress an answer: %w", err)
		}
		h["Content-Encoding"] = []string{"gzip"}
		body = buf.Bytes()
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	// A client that hangs up here is not a failure of ours, and no other answer
	// could reach it.
	_, _ = w.Write(body)
	return nil
}

// largestPooled keeps one huge page from holding its memory for ever.
const largestPooled = 4 << 20

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func takeBuffer() *bytes.Buffer { return buffers.Get().(*bytes.Buffer) }

func giveBuffer(b *bytes.Buffer) {
	if b.Cap() <= largestPooled {
		b.Reset()
		buffers.Put(b)
	}
}
