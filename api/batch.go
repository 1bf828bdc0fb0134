package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
	"kapbridge/fhir/xml"
)

// bundle answers POST [base], a batch or a transaction
// (http://hl7.org/fhir/R4/http.html#transaction).
func (s *server) bundle(ctx context.Context, r *request) (*response, error) {
	t, err := r.bundle()
	if err != nil {
		return nil, err
	}
	kind, err := bundle.Kind(t)
	if err != nil {
		return nil, err
	}
	answer := s.transaction
	if kind == bundle.Batch {
		answer = s.batch
		r.interaction, r.exchange.interaction = audit.Batch, audit.Batch
	}
	wish := r.prefer.answer
	r.prefer.answer = cmp.Or(wish, minimal)
	entries, err := bundle.Read(t, r.base(), s.Limits.Entries)
	if err != nil {
		return nil, err
	}
	wrong := bundle.Faults(entries)
	if kind == bundle.Transaction && len(wrong) > 0 {
		return nil, fhir.Unprocessable(wrong)
	}
	if err := s.noteBundle(r, len(entries), wrong); err != nil {
		return nil, err
	}
	whole, err := answer(ctx, r, t, entries)
	if err == nil {
		whole.applied = applied("return", wish)
	}
	return whole, err
}

// noteBundle records what no entry leaves a record of: that there is none, or that
// some are no requests.
func (s *server) noteBundle(r *request, entries int, wrong []fhir.Issue) error {
	switch {
	case len(wrong) > 0:
		return s.note(r, fhir.Unprocessable(wrong))
	case entries == 0:
		return s.note(r, nil)
	}
	return nil
}

// bundle reads the body as a Bundle, of which neither the entries nor their
// resources are checked, beyond what reading XML takes.
func (r *request) bundle() (*fhir.Tree, error) {
	return r.tree(fhir.DecodeBundle, xml.DecodeBundle)
}

// batch answers the entries one by one, in their order; what fails tells so in
// its own entry (http://hl7.org/fhir/R4/http.html#brules).
func (s *server) batch(ctx context.Context, r *request, _ *fhir.Tree, entries []bundle.Entry) (*response, error) {
	if _, err := parseKey(r.Header[keyHeader]); err != nil {
		return nil, err
	}
	answers := make([]*response, len(entries))
	for i, e := range entries {
		if len(e.Faults) > 0 {
			answers[i] = &response{status: http.StatusUnprocessableEntity, body: fhir.Encode(fhir.Outcome(e.Faults...))}
		}
	}
	whole, err := r.replies(ctx, "batch-response", entries, answers)
	if err == nil {
		whole.replayed = slices.ContainsFunc(answers, func(p *response) bool { return p.replayed })
	}
	return whole, err
}
