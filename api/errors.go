package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"

	"kapbridge/fhir"
)

// clientGone is the status in log and metrics when nobody waits for the answer.
const clientGone = 499

// fail is the only place where an error becomes an answer: the status and
// issues of a *fhir.Problem, or for anything else a bare "exception" with the
// request id. Causes go to the log, never to the client.
func (s *server) fail(x *exchange, r *http.Request, err error) {
	if x.status != 0 { // part of an answer is out; all that is left is to log
		x.cause = errors.Join(x.cause, err)
		return
	}
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		x.status = clientGone
		return
	}
	p := problemOf(err)
	if p.Status >= 500 {
		x.cause = err
		p = withRequest(p, x.id)
	}
	if x.outer != nil {
		x.status, x.answer = p.Status, &response{status: p.Status, body: fhir.Encode(fhir.Outcome(p.Issues...))}
		return
	}
	h := x.Header()
	if p.Status == http.StatusMethodNotAllowed {
		h.Set("Allow", s.allowed(x.route, typeSegment(r.URL.Path)))
	}
	if p.Status == http.StatusServiceUnavailable { // a guess at when it may be better (RFC 9110, section 10.2.3)
		h.Set("Retry-After", "1")
	}
	if p.Status == http.StatusUnsupportedMediaType {
		h.Set("Accept-Encoding", "identity")
		if r.Method == http.MethodPatch {
			h.Set("Accept-Patch", acceptPatch) // RFC 5789, section 2.2
		}
	}
	h["Cache-Control"] = noStore
	h["Vary"] = vary
	mediaType, body := x.refusal(r, fhir.Encode(fhir.Outcome(p.Issues...)))
	if err := write(x, r, p.Status, mediaType, body); err != nil {
		x.cause = errors.Join(x.cause, err)
	}
}

// refusal writes an OperationOutcome in the format that the request asks for, in
// JSON where it asks for none of ours or repeats what XML cannot say.
func (x *exchange) refusal(r *http.Request, body []byte) (mediaType string, out []byte) {
	f := x.format
	if f.mediaType == "" {
		var err error
		if f, err = negotiate(r.Header, r.URL.Query()); err != nil {
			f = format{mediaType: mediaFHIR}
		}
	}
	if !isXML(f.mediaType) {
		f.mediaType = mediaFHIR
	}
	out, err := f.render(body)
	if err != nil {
		return mediaFHIR, body
	}
	return f.mediaType, out
}

func problemOf(err error) *fhir.Problem {
	var p *fhir.Problem
	switch {
	case errors.As(err, &p) && p.Status >= 400 && len(p.Issues) > 0:
		return p
	case errors.Is(err, context.DeadlineExceeded):
		return fhir.Refuse(503, "timeout", "the answer took too long; try again, or ask for less").Because(err)
	default:
		return fhir.Internal(err)
	}
}

// withRequest adds the request id to a copy of the problem's issues.
func withRequest(p *fhir.Problem, id string) *fhir.Problem {
	issues := slices.Clone(p.Issues)
	for i := range issues {
		issues[i].Text = fmt.Sprintf("%s (request %s)", issues[i].Text, id)
	}
	return &fhir.Problem{Status: p.Status, Issues: issues, Cause: p.Cause}
}

// panicked words a panic with the place where it began, for the log.
func panicked(value any) error { return fmt.Errorf("panic: %v\n%s", value, debug.Stack()) }
