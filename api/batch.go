package api

import (
	"context"

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
	if kind == bundle.Transaction {
		return nil, fhir.Refuse(400, "not-supported", "this server takes no transactions yet; send a batch, or each request by itself").At("Bundle.type")
	}
	r.interaction, r.exchange.interaction = audit.Batch, audit.Batch
	entries, err := bundle.Read(t, r.base(), s.Limits.Entries)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 { // then no entry leaves a record
		if err := s.note(r, nil); err != nil {
			return nil, err
		}
	}
	return s.batch(ctx, r, entries)
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
func (s *server) batch(ctx context.Context, r *request, entries []bundle.Entry) (*response, error) {
	b := startBundle("batch-response", r.base(), nil)
	for i := range entries {
		p := r.inside(ctx, &entries[i])
		if p == nil {
			giveBuffer(b.buf)
			return nil, context.Cause(ctx)
		}
		b.answered(&entries[i], p)
	}
	return b.finish(), nil
}
