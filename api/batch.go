package api

import (
	"cmp"
	"context"
	"slices"

	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
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
	if len(entries) == 0 { // then no entry leaves a record
		if err := s.note(r, nil); err != nil {
			return nil, err
		}
	}
	whole, err := answer(ctx, r, t, entries)
	if err == nil {
		whole.applied = applied("return", wish)
	}
	return whole, err
}

// bundle reads the body as a Bundle, of which neither the entries nor their
// resources are checked.
func (r *request) bundle() (*fhir.Tree, error) {
	if err := checkContentType(r.Header); err != nil {
		return nil, err
	}
	data, err := r.take()
	if err != nil {
		return nil, err
	}
	return fhir.DecodeBundle(data)
}

// batch answers the entries one by one, in their order; what fails tells so in
// its own entry (http://hl7.org/fhir/R4/http.html#brules).
func (s *server) batch(ctx context.Context, r *request, _ *fhir.Tree, entries []bundle.Entry) (*response, error) {
	if _, err := parseKey(r.Header[keyHeader]); err != nil {
		return nil, err
	}
	answers := make([]*response, len(entries))
	whole, err := r.replies(ctx, "batch-response", entries, answers)
	if err == nil {
		whole.replayed = slices.ContainsFunc(answers, func(p *response) bool { return p.replayed })
	}
	return whole, err
}
