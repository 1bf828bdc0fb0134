package api

import (
	"bytes"
	"encoding/json"
	"fmt"

	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/fhir/xml"
)

// render writes the body of an answer, which is JSON, in the form that was asked
// for. What XML cannot say is refused with 406. When the interaction has changed
// something, that would tell of a failure where there is none, so that the answer
// stays JSON then, as the rules of HTTP allow (RFC 9110, section 12.1).
func (x *exchange) render(done audit.Interaction, body []byte) ([]byte, error) {
	out, err := x.format.render(body)
	if err == nil || !isXML(x.format.mediaType) {
		return out, err
	}
	switch done {
	case audit.Create, audit.Update, audit.Patch, audit.Delete, audit.Transaction, audit.Batch:
		x.format.mediaType = mediaFHIR
		return x.format.render(body)
	}
	return nil, err
}

// render costs nothing where the stored bytes are what was asked for.
func (f format) render(body []byte) ([]byte, error) {
	switch {
	case len(body) == 0:
		return body, nil
	case isXML(f.mediaType):
		return inXML(body, f.pretty)
	case f.pretty:
		return indent(body)
	}
	return body, nil
}

// inXML writes JSON of ours as XML.
func inXML(body []byte, pretty bool) ([]byte, error) {
	t, err := fhir.DecodeStored(body)
	if err != nil {
		return nil, fmt.Errorf("read an answer, to write it as XML: %w", err)
	}
	if pretty {
		return xml.Spread(t)
	}
	return xml.Encode(t)
}

// indent spreads JSON over lines for a reader; numbers keep their text.
func indent(body []byte) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(2 * len(body))
	if err := json.Indent(&b, body, "", "  "); err != nil {
		return nil, fmt.Errorf("indent an answer: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
