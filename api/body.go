package api

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"kapbridge/fhir"
	"kapbridge/fhir/xml"
)

// Limits bound what one request may bring. A zero is the usual value.
type Limits struct {
	Body    int64         // bytes of a body; fhir.MaxBytes bounds each resource besides
	Entries int           // of a batch or transaction
	Arrive  time.Duration // that a body may take to arrive
}

// The usual limits.
const (
	usualEntries = 1000
	usualArrive  = time.Minute
)

func (l Limits) orUsual() Limits {
	return Limits{cmp.Or(l.Body, fhir.MaxBytes), cmp.Or(l.Entries, usualEntries), cmp.Or(l.Arrive, usualArrive)}
}

// take reads the body, once. It has its own time to arrive; what is then done
// with it has as long as it takes.
func (r *request) take() ([]byte, error) {
	if r.taken != nil {
		return r.taken, nil
	}
	connection := http.NewResponseController(r.exchange)
	until := func(at time.Time) error {
		if err := connection.SetReadDeadline(at); !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		return nil // there is no connection behind it: a test
	}
	if err := until(r.server.Now().Add(r.server.Limits.Arrive)); err != nil {
		return nil, err
	}
	data, err := readBody(r.Request, r.server.Limits.Body)
	if err != nil {
		return nil, err
	}
	r.taken = data
	return data, until(time.Time{})
}

// readBody reads a whole body of limit bytes at most, and never more than one
// byte beyond, whatever Content-Length says or leaves out.
func readBody(r *http.Request, limit int64) ([]byte, error) {
	tooLong := func() error {
		hearOut(r)
		return fhir.Refuse(413, "too-long", "a body may have %d bytes at most here", limit)
	}
	if r.ContentLength > limit {
		return nil, tooLong()
	}
	var b bytes.Buffer
	if r.ContentLength > 0 {
		b.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(r.Body, limit+1))
	var network interface{ Timeout() bool }
	switch {
	case errors.As(err, &network) && network.Timeout():
		return nil, fhir.Refuse(408, "timeout", "the body did not arrive in time").Because(err)
	case err != nil:
		return nil, fhir.Refuse(400, "structure", "the body could not be read to its end").Because(err)
	case n > limit:
		return nil, tooLong()
	}
	return b.Bytes(), nil
}

// patience is how much of a body that is too long we let go by.
const patience = 64 << 20

// hearOut lets the rest of a refused body go by, since many clients look for an
// answer only when they have sent all. One that asks first (Expect) needs not.
func hearOut(r *http.Request) {
	if r.Header.Get("Expect") == "" {
		// Whether the rest arrives makes no difference to the answer.
		_, _ = io.CopyN(io.Discard, r.Body, patience)
	}
}

// decoder reads a body as a tree.
type decoder func([]byte) (*fhir.Tree, error)

// tree reads the body by its media type.
func (r *request) tree(json, xml decoder) (*fhir.Tree, error) {
	mediaType, err := sentAs(r.Header)
	if err != nil {
		return nil, err
	}
	data, err := r.take()
	if err != nil {
		return nil, err
	}
	if isXML(mediaType) {
		return xml(data)
	}
	return json(data)
}

// resource reads and checks the body of a create or update: JSON or XML, of the
// URL's type, sound. What is wrong comes in one answer.
func (r *request) resource() (*fhir.Tree, error) {
	t, err := r.tree(fhir.DecodeResource, xml.Decode)
	if err != nil {
		return nil, err
	}
	if err := fits(t, r.key()); err != nil {
		return nil, err
	}
	return t, r.sound(t)
}

// fits holds a resource to the type of its address, and to the id where that has one.
func fits(t *fhir.Tree, key fhir.Key) error {
	if got := t.Get("resourceType").Text; got != key.Type {
		return wrongType(got, key.Type)
	}
	if key.ID != "" {
		return sameID(t.Get("id"), key)
	}
	return nil
}

func wrongType(got, want string) error {
	if !fhir.IsResource(got) {
		return fhir.Refuse(400, "structure", "resourceType names no FHIR R4 resource; this address takes %s", want).At("resourceType")
	}
	return fhir.Refuse(400, "invalid", "the body is a %s, but this address takes %s", got, want).At(got)
}

// sameID holds an update to the id of its URL
// (http://hl7.org/fhir/R4/http.html#update).
func sameID(id *fhir.Tree, key fhir.Key) error {
	switch {
	case id == nil:
		return fhir.Refuse(400, "required", "the body needs the id of its address, %q", key.ID).At(key.Type + ".id")
	case !id.Is(fhir.String) || id.Text != key.ID:
		return fhir.Refuse(400, "invalid", "the id in the body is not that of the address, %q", key.ID).At(key.Type + ".id")
	}
	return nil
}

// form reads the parameters of a search by POST
// (http://hl7.org/fhir/R4/http.html#search): those of the body and of the query.
func (r *request) form() error {
	if err := asItIs(r.Header); err != nil {
		return err
	}
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if given := r.Header.Get("Content-Type"); given != "" && (err != nil || mediaType != "application/x-www-form-urlencoded") {
		return fhir.Refuse(415, "not-supported", "a search by POST is a form: application/x-www-form-urlencoded")
	}
	data, err := readBody(r.Request, longestQuery)
	if err != nil {
		return err
	}
	values, err := parseQuery(string(data))
	if err != nil {
		return err
	}
	if r.query == nil {
		r.query = url.Values{}
	}
	for name, list := range values {
		r.query[name] = append(r.query[name], list...)
	}
	if len(data) > 0 && r.raw != "" {
		r.raw = fmt.Sprintf("%s&%s", r.raw, data)
	} else if r.raw == "" {
		r.raw = string(data)
	}
	return nil
}
