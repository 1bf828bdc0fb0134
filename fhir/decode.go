package fhir

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Limits on what Decode accepts; they bound the memory one request can ask for.
const (
	MaxBytes = 8 << 20 // of one resource
	MaxDepth = 64      // of nested objects and arrays
	MaxNodes = 400_000 // JSON values in one resource
)

// Decode reads one JSON value strictly and without loss. Duplicate members,
// invalid UTF-8, NUL characters, trailing data and anything beyond the limits
// are refused with status 400 (413 for size) and the FHIRPath of the place.
func Decode(data []byte) (*Tree, error) {
	if len(data) > MaxBytes {
		return nil, Refuse(413, "too-long", "a resource may have %d bytes at most, this one has %d", MaxBytes, len(data))
	}
	return decode(bytes.TrimPrefix(data, byteOrderMark), MaxDepth, MaxNodes)
}

// DecodeBundle is Decode for a Bundle of resources, whose size the caller bounds:
// a resource in it may be nested as deep as one of its own, and a Bundle longer
// than one resource may hold more values in proportion.
func DecodeBundle(data []byte) (*Tree, error) {
	const bytesOfValue = MaxBytes / MaxNodes
	data = bytes.TrimPrefix(data, byteOrderMark)
	t, err := decode(data, MaxDepth+3, max(MaxNodes, len(data)/bytesOfValue))
	return resourceIn(data, t, err)
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// DecodeStored is Decode for JSON that comes from the database or this program
// itself: the rows of a resource are nested deeper and are more values than it.
func DecodeStored(data []byte) (*Tree, error) { return decode(data, 8*MaxDepth, math.MaxInt) }

func decode(data []byte, deepest, most int) (*Tree, error) {
	d := decoderOf(data, deepest, most)
	t, err := d.value(1)
	if err != nil {
		return nil, d.problem(err)
	}
	end := d.dec.InputOffset()
	if _, err := d.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, Refuse(400, "structure", "there is more text after the end of the JSON value").InText(string(data), d.after(end))
	}
	return t, nil
}

// DecodeResource is Decode for a JSON object that has a resourceType.
func DecodeResource(data []byte) (*Tree, error) {
	t, err := Decode(data)
	return resourceIn(bytes.TrimPrefix(data, byteOrderMark), t, err)
}

// resourceIn refuses what was read when it is no resource.
func resourceIn(data []byte, t *Tree, err error) (*Tree, error) {
	if err != nil {
		return nil, err
	}
	start := (&decoder{data: data}).after(0)
	if t.Kind != Object {
		return nil, Refuse(400, "structure", "a resource is a JSON object, this is %s", t.Kind).InText(string(data), start)
	}
	if rt := t.Get("resourceType"); !rt.Is(String) {
		return nil, Refuse(400, "structure", `the member "resourceType" is missing; it names the type, such as "Patient"`).InText(string(data), start)
	}
	return t, nil
}

// problem words the tokenizer's error for the caller.
func (d *decoder) problem(err error) error {
	var p *Problem
	if errors.As(err, &p) {
		if p.Issues[0].Expression == "" {
			p = p.At(d.place())
		}
		return p.InText(string(d.data), d.after(d.from))
	}
	var syn *jsontext.SyntacticError
	at, place := d.after(d.from), d.place()
	if errors.As(err, &syn) {
		at, place = int(syn.ByteOffset), expression(string(syn.JSONPointer))
	}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return Refuse(400, "structure", "this member occurs twice in one object; a name may occur once").At(place).InText(string(d.data), at)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return Refuse(400, "structure", "the JSON text ends before the value is complete").At(d.place()).InText(string(d.data), len(d.data))
	case syn != nil:
		return Refuse(400, "structure", "not JSON: %v", syn.Err).At(place).InText(string(d.data), at)
	default:
		return Refuse(400, "structure", "not JSON: %v", err)
	}
}

func (d *decoder) place() string { return expression(string(d.dec.StackPointer())) }

// expression turns a JSON pointer into the FHIRPath form "name[0].given[1]",
// cut to a length that is safe to show.
func expression(pointer string) string {
	var b strings.Builder
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if _, err := strconv.Atoi(step); err == nil {
			b.WriteString("[" + step + "]")
		} else {
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
		}
		if b.Len() > 200 {
			return strings.ToValidUTF8(b.String()[:200], "") + "..."
		}
	}
	return b.String()
}
