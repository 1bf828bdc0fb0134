package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
)

// transaction carries out a Bundle of type transaction: all that its entries
// change, or nothing (http://hl7.org/fhir/R4/http.html#transaction). Entries that
// read are answered after that, as those of a batch are
// (docs/decisions/0016-transactions.md).
func (s *server) transaction(ctx context.Context, r *request, t *fhir.Tree, entries []bundle.Entry) (*response, error) {
	p, err := r.plan(t, entries)
	if err != nil {
		return nil, err
	}
	if p.Receipt, err = r.receipt(); err != nil {
		return nil, err
	}
	answers := make([]*response, len(entries))
	if len(p.Writes) > 0 {
		written, err := r.ask().Write(ctx, r.access, &p.Transaction)
		if err != nil {
			return nil, p.blame(err)
		}
		for i, w := range written {
			answers[p.order[i].Index] = r.written(w)
		}
	}
	whole, err := r.replies(ctx, "transaction-response", entries, answers)
	if err == nil {
		whole.replayed = p.Receipt != nil && p.Receipt.Replayed
	}
	return whole, err
}

// replies makes the Bundle of answers, and gets those that are not there yet by
// requests of their own.
func (r *request) replies(ctx context.Context, kind string, entries []bundle.Entry, answers []*response) (*response, error) {
	b := startBundle(kind, r.base(), nil)
	for i := range entries {
		if answers[i] == nil {
			answers[i] = r.inside(ctx, &entries[i])
		}
		if answers[i] == nil { // nobody waits for it any more
			giveBuffer(b.buf)
			return nil, context.Cause(ctx)
		}
		b.answered(&entries[i], answers[i])
	}
	return b.finish(), nil
}

// blame says which entry the problem of a write is about.
func (p *plan) blame(err error) error {
	var problem *fhir.Problem
	if !errors.As(err, &problem) || problem.Entry < 1 || problem.Entry > len(p.order) {
		return err
	}
	return about(p.order[problem.Entry-1], problem)
}

// about places a problem with one entry in the whole Bundle. That something is
// not there, or cannot be done, is then no fault of the address that the Bundle
// was sent to: such a status becomes 422.
func about(e *bundle.Entry, p *fhir.Problem) *fhir.Problem {
	issues := slices.Clone(p.Issues)
	for i, issue := range issues {
		issues[i].Expression = e.Within(issue.Expression)
		issues[i].Text = fmt.Sprintf("%s (%s): %s", e.Place(), e, issue.Text)
	}
	status := p.Status
	switch status {
	case http.StatusNotFound, http.StatusGone, http.StatusMethodNotAllowed, http.StatusUnsupportedMediaType:
		status = http.StatusUnprocessableEntity
	}
	return &fhir.Problem{Status: status, Issues: issues, Cause: p.Cause}
}

// faults gathers problems from all over a Bundle into one answer.
type faults struct {
	status int
	issues []fhir.Issue
}

func (f *faults) add(status int, issues ...fhir.Issue) {
	if len(issues) == 0 {
		return
	}
	if f.issues = append(f.issues, issues...); cmp.Or(f.status, status) != status {
		status = http.StatusUnprocessableEntity
	}
	f.status = status
}

func (f *faults) problem() error {
	if len(f.issues) == 0 {
		return nil
	}
	return &fhir.Problem{Status: f.status, Issues: f.issues}
}
