package api

import (
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"kapbridge/fhir"
)

// flood is a body without end; it counts what was taken of it.
type flood struct{ taken int64 }

func (f *flood) Read(b []byte) (int, error) {
	f.taken += int64(len(b))
	for i := range b {
		b[i] = '['
	}
	return len(b), nil
}

// A body without end costs as much memory as the longest allowed one, and ends.
func TestEndlessBody(t *testing.T) {
	t.Parallel()
	const limit = 1000
	for name, expect := range map[string]string{"sent unasked": "", "asked for leave": "100-continue"} {
		f := &flood{}
		r := httptest.NewRequest("POST", "/", f)
		r.ContentLength = -1
		if expect != "" {
			r.Header.Set("Expect", expect)
		}
		data, err := readBody(r, limit)
		var p *fhir.Problem
		if !errors.As(err, &p) || p.Status != 413 || data != nil {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
		if most := int64(patience + 64<<10); f.taken > most || expect != "" && f.taken > 4*limit {
			t.Errorf("%s: %d bytes taken", name, f.taken)
		}
	}
}

type torn struct{ io.Reader }

func (torn) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestTornBody(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("POST", "/", torn{})
	var p *fhir.Problem
	if _, err := readBody(r, 10); !errors.As(err, &p) || p.Status != 400 {
		t.Error(err)
	}
	r = httptest.NewRequest("POST", "/", strings.NewReader("0123456789"))
	if data, err := readBody(r, 10); err != nil || string(data) != "0123456789" {
		t.Errorf("a body of the very limit: %q, %v", data, err)
	}
}
