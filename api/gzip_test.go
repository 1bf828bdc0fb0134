package api

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
)

func TestCompression(t *testing.T) {
	t.Parallel()
	h, _ := stand(t, &canned{}, nil)
	w := ask(h, "GET", "/fhir/EpisodeOfCare/e1", "", "Accept-Encoding: br, gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") || w.Body.Len() > 500 {
		t.Fatalf("%v, %d bytes", w.Header(), w.Body.Len())
	}
	zr, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(zr); err != nil || !bytes.Equal(plain, episode.Body) {
		t.Errorf("other bytes: %v", err)
	}
	for _, header := range []string{"Accept-Encoding: identity", "Accept-Encoding: gzip;q=0", "Accept-Encoding: *;q=0"} {
		if w := ask(h, "GET", "/fhir/EpisodeOfCare/e1", "", header); !bytes.Equal(w.Body.Bytes(), episode.Body) {
			t.Errorf("%s: compressed", header)
		}
	}
	if w := ask(h, "GET", "/fhir/EpisodeOfCare/e1?_pretty=true", ""); !strings.Contains(w.Body.String(), `"valueDecimal": 5E1`) {
		t.Errorf("pretty: %s", w.Body)
	}
}
