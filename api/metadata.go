package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"kapbridge/fhir"
)

// statement is a CapabilityStatement or TerminologyCapabilities, rendered once.
type statement struct {
	body []byte
	etag string
	at   time.Time
}

// newStatement renders what make gives for this moment.
func newStatement(s *server, make func(*server, time.Time) *fhir.Tree) statement {
	at := s.Now().UTC().Truncate(time.Second)
	body := fhir.Encode(make(s, at))
	sum := sha256.Sum256(body)
	return statement{body, `W/"` + hex.EncodeToString(sum[:8]) + `"`, at}
}

// capabilities answers GET [base]/metadata
// (http://hl7.org/fhir/R4/http.html#capabilities): for the mode terminology the
// TerminologyCapabilities, for all others the whole CapabilityStatement, which the
// specification leaves to the server.
func (s *server) capabilities(_ context.Context, r *request) (*response, error) {
	card := s.card
	switch mode := r.query.Get("mode"); mode {
	case "", "full", "normative":
	case "terminology":
		card = s.termsCard()
	default:
		return nil, fhir.Refuse(400, "value", "mode is full, normative or terminology")
	}
	known, err := r.conditions()
	if err != nil {
		return nil, err
	}
	if err := s.recorded(r); err != nil {
		return nil, err
	}
	p := &response{status: http.StatusOK, etag: card.etag, modified: card.at}
	if known.holds(p.etag, p.modified) {
		p.status = http.StatusNotModified
		return p, nil
	}
	p.body = card.body
	return p, nil
}
