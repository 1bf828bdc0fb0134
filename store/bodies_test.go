package store

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"kapbridge/fhir"
)

// TestBodies holds what is kept against a map that forgets nothing: what is at
// hand is right, what was shown last is at hand, and the bytes stay in bounds. A
// version of another instant is another version.
func TestBodies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBodies(rapid.IntRange(1000, 5000).Draw(t, "most"))
		all := map[bodyKey]string{}
		version := func() fhir.Version {
			return fhir.Version{Key: fhir.Key{Type: "Patient", ID: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id")},
				Number: rapid.Int64Range(1, 4).Draw(t, "number"), At: time.UnixMilli(rapid.Int64Range(0, 1).Draw(t, "at"))}
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			v := version()
			body, known := all[keyOf(&v)]
			if missing := b.fill([]*fhir.Version{&v}); len(missing) == 1 {
				if !known {
					body = rapid.StringN(1, 600, 600).Draw(t, "body")
					all[keyOf(&v)] = body
				}
				v.Body, v.Deed = []byte(body), fhir.Updated
				b.keep(&v)
			} else if !known || string(v.Body) != body || v.Deed != fhir.Updated {
				t.Fatalf("%s of %s has %q, not %q", v.Key, v.At, v.Body, body)
			}
			if again := v; len(b.fill([]*fhir.Version{&again})) != 0 {
				t.Fatalf("%s was shown last and is not at hand", v.Key)
			}
			size := 0
			for e := b.latest.Front(); e != nil; e = e.Next() {
				size += len(e.Value.(*keptBody).body) + aroundBody
			}
			if size != b.size || size > b.most || len(b.kept) != b.latest.Len() {
				t.Fatalf("%d bytes are kept, %d counted, of %d", size, b.size, b.most)
			}
		}
	})
}
