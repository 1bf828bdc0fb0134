package patch

import (
	"testing"

	"kapbridge/fhir"
)

// Whatever is sent, the old tree stays, the answer is the same each time, and
// a result can be written and read again.
func fuzz(f *testing.F, read func([]byte) (func(*fhir.Tree) (*fhir.Tree, error), error), documents ...string) {
	for _, d := range documents {
		f.Add(patient, d)
		f.Add(`{"a":[1,{"b":null},[]],"~/":{"":""},"c":-0.0e-9}`, d)
	}
	f.Fuzz(func(t *testing.T, resource, document string) {
		old, err := fhir.Decode([]byte(resource))
		if err != nil {
			return
		}
		got, err := applied(t, read, []byte(document), old)
		if err != nil {
			return
		}
		again, err := fhir.DecodeStored(got.JSON())
		if err != nil || !again.Equal(got) {
			t.Fatalf("%s in %s is read again as %s (%v), not %s", document, resource, again.JSON(), err, got.JSON())
		}
	})
}

func FuzzJSON(f *testing.F) {
	fuzz(f, JSON,
		`[]`, `[{}]`, `null`, `[{"op":"add","path":"/a/-","value":{"x":1}}]`, `[{"op":"add","path":"/a/0","value":null}]`,
		`[{"op":"remove","path":"/~0~1/"}]`, `[{"op":"move","from":"/a/1/b","path":"/a/0"}]`, `[{"op":"copy","from":"","path":"/c"},{"op":"copy","from":"","path":"/c"}]`,
		`[{"op":"test","path":"/c","value":0},{"op":"replace","path":"","value":{"a":1e1}}]`, `[{"op":"remove","path":"/name/0/given/1"}]`,
		`[{"op":"test","path":"","value":{}}]`, `[{"op":"remove","path":"/01"},{"op":"remove","path":"/name/18446744073709551616"}]`,
		"\ufeff"+`[{"op":"add","path":"/\u0000","value":1}]`, `[{"op":"add","path":"/a/1/b/c","value":"\ud800"}]`,
	)
}

func FuzzMerge(f *testing.F) {
	fuzz(f, Merge, `{}`, `{"a":null}`, `{"a":{"0":1}}`, `{"a":[null]}`, `{"~/":{"":null,"b":{"c":null}}}`, `{"name":{"family":"x"}}`, `[]`, `{"c":{"d":{}}}`, `{"id":"p1","x":{"y":[{"z":null}]}}`)
}
