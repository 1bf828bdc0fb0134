package api

import (
	"context"
	"net/http"
	"strconv"

	"kapbridge/mapping"
)

// write carries out a single write and answers it.
func (r *request) write(ctx context.Context, w mapping.Write) (*response, error) {
	receipt, err := r.receipt()
	if err != nil {
		return nil, err
	}
	done, err := r.ask().Write(ctx, r.access, &mapping.Transaction{Writes: []mapping.Write{w}, Receipt: receipt})
	if err != nil {
		return nil, err
	}
	p := r.written(done[0])
	if w.Where != nil && w.Do != mapping.Delete { // which one it was, the client cannot know
		p.location = r.locationOf(done[0])
	}
	p.replayed = receipt != nil && receipt.Replayed
	return p, nil
}

// locationOf is the address of the version that a write came to.
func (r *request) locationOf(w mapping.Written) string {
	return r.base() + "/" + w.Key.String() + "/_history/" + strconv.FormatInt(w.Number, 10)
}

// written answers a write in the form that the client prefers.
func (r *request) written(w mapping.Written) *response {
	if w.Result == mapping.Removed || w.Result == mapping.Nothing {
		return r.removed(w)
	}
	p := versioned(http.StatusOK, w.Version)
	if w.Result == mapping.Made {
		p.status = http.StatusCreated
	}
	if w.Result == mapping.Made || w.Result == mapping.Found {
		p.location = r.locationOf(w)
	}
	p.applied = applied("return", r.prefer.answer)
	switch r.prefer.answer {
	case minimal:
	case outcomeOnly:
		p.body = r.stored(w)
	default:
		p.body = w.Body
	}
	return p
}

// removed answers a deletion (http://hl7.org/fhir/R4/http.html#delete).
func (r *request) removed(w mapping.Written) *response {
	p := &response{status: http.StatusNoContent}
	if w.Result == mapping.Removed && len(w.Others) == 0 {
		p.etag, p.modified = etagOf(w.Number), w.At
	}
	switch r.prefer.answer {
	case minimal:
		p.applied = applied("return", minimal)
	case outcomeOnly:
		p.applied = applied("return", outcomeOnly)
		p.status, p.body = http.StatusOK, done("%s", told(w))
	}
	return p
}

// told says in words what became of a write.
func told(w mapping.Written) string {
	version := w.Key.String() + ", version " + strconv.FormatInt(w.Number, 10)
	switch w.Result {
	case mapping.Made, mapping.Changed:
		return w.Key.String() + " is stored as version " + strconv.FormatInt(w.Number, 10)
	case mapping.Same:
		return version + ", says this already; nothing was stored"
	case mapping.Found:
		return version + ", matches the criteria; nothing was stored"
	case mapping.Removed:
		keys := w.Key.String()
		for _, other := range w.Others {
			keys += ", " + other.Key.String()
		}
		return keys + deleted(len(w.Others))
	}
	return "there was nothing to delete"
}

func deleted(others int) string {
	if others > 0 {
		return " are deleted; their history remains"
	}
	return " is deleted; its history remains"
}
