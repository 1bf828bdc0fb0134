package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
)

// inside answers a request that stands in an entry of a Bundle the way that any
// other is answered: by routes, checks and handlers, with an audit record, a
// line in the log and a place in the metrics of its own. It gives nil when
// nobody waits for the answer any more.
func (r *request) inside(ctx context.Context, e *bundle.Entry) *response {
	in, err := r.entryRequest(ctx, e)
	s, x := r.server, &exchange{ResponseWriter: nowhere{}, id: r.exchange.id, start: r.server.Now(), outer: r, entry: e, unreadable: err}
	func() {
		defer s.finish(x, in)
		tidy(in.URL)
		s.fhir.ServeHTTP(x, in)
	}()
	return x.answer
}

// nowhere is the connection of a request that came by none.
type nowhere map[string][]string

func (n nowhere) Header() http.Header       { return http.Header(n) }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}

// entryRequest writes an entry as the HTTP request that it stands for
// (http://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.request). Where what
// it sends cannot be taken out of its wrapping, the error says why, and the request
// has no body.
func (r *request) entryRequest(ctx context.Context, e *bundle.Entry) (*http.Request, error) {
	address, err := url.ParseRequestURI(strings.TrimSuffix(root+"/"+e.Path, "/"))
	if err != nil { // what is wrong with it, the router and the handlers say better
		address = &url.URL{Path: root + "/" + e.Path}
	}
	address.RawQuery = e.Query
	contentType, body, unreadable := sent(e)
	in := (&http.Request{
		Method: e.Method, URL: address, Host: r.Host, RemoteAddr: r.RemoteAddr, TLS: r.TLS, Header: r.entryHeader(e),
		Proto: r.Proto, ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}).WithContext(ctx)
	if contentType != "" {
		in.Header.Set("Content-Type", contentType)
	}
	return in, unreadable
}

// entryHeader keeps of the Bundle's header who sends it and what is preferred;
// the body, the form of the answer and conditions are the entry's own affair.
// What an entry writes does not come back unless that is wished for.
func (r *request) entryHeader(e *bundle.Entry) http.Header {
	h := r.Header.Clone()
	for name := range h {
		for _, own := range []string{"Accept", "Content-", "If-", "Origin", "Expect", "Idempotency-Key"} {
			if strings.HasPrefix(name, own) {
				delete(h, name)
			}
		}
	}
	h.Set("Prefer", strings.Join(append([]string{"return=" + r.prefer.answer}, h["Prefer"]...), ", "))
	for name, value := range map[string]string{
		"If-None-Match": e.IfNoneMatch, "If-Match": e.IfMatch, "If-None-Exist": e.IfNoneExist, "If-Modified-Since": httpTime(e.IfModifiedSince),
		keyHeader: r.entryKey(e.Index),
	} {
		if value != "" {
			h.Set(name, value)
		}
	}
	return h
}

// httpTime writes an instant of FHIR as a header does, in whole seconds.
func httpTime(instant string) string {
	at, err := time.Parse(time.RFC3339Nano, instant)
	if err != nil {
		return ""
	}
	return at.UTC().Format(http.TimeFormat)
}

// sent is the body that an entry stands for, a patch as it was before it was
// wrapped in a Binary.
func sent(e *bundle.Entry) (contentType string, body []byte, err error) {
	switch {
	case e.Resource == nil:
		return "", nil, nil
	case e.Method == http.MethodPatch:
		return patchIn(e.Resource)
	}
	return mediaFHIR, fhir.AppendJSON(nil, e.Resource), nil
}
