package patch

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kapbridge/fhir"
)

const patient = `{"resourceType":"Patient","id":"p1","active":true,"name":[{"family":"Ash","given":["Kim","Lee"]}],"birthDate":"1980-05","multipleBirthInteger":2}`

// refused applies a patch to the patient and gives the refusal, nil if there is none.
func refused(t *testing.T, read func([]byte) (func(*fhir.Tree) (*fhir.Tree, error), error), document string) *fhir.Problem {
	t.Helper()
	old, err := fhir.DecodeResource([]byte(patient))
	if err != nil {
		t.Fatal(err)
	}
	_, err = applied(t, read, []byte(document), old)
	var p *fhir.Problem
	if err != nil && !errors.As(err, &p) {
		t.Fatalf("%s: %v is no Problem", document, err)
	}
	return p
}

// Whatever is wrong is named with its place and with what would be right.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		patch  string
		status int
		place  string
		says   string
	}{
		{`{"op":"add"}`, 400, "", "array of operations"},
		{`[1]`, 400, "[0]", "an operation is an object"},
		{`[{"op":"test","path":"/id","value":"p1"},{"path":"/active"}]`, 400, "[1].op", "add, remove, replace, move, copy, test"},
		{`[{"op":"delete","path":"/active"}]`, 400, "[0].op", `this is "delete"`},
		{`[{"op":"add","op":"remove","path":"/active"}]`, 400, "[0].op", "occurs twice"},
		{`[{"op":"remove"}]`, 400, "[0].path", "remove needs path"},
		{`[{"op":"remove","path":["active"]}]`, 400, "[0].path", "this is an array of 1"},
		{`[{"op":"remove","path":"active"}]`, 400, "[0].path", "begins with /"},
		{`[{"op":"remove","path":"#/active"}]`, 400, "[0].path", "begins with /"},
		{`[{"op":"remove","path":"/a~2"}]`, 400, "[0].path", "~0"},
		{`[{"op":"remove","path":"/a~"}]`, 400, "[0].path", "~0"},
		{`[{"op":"remove","path":"` + strings.Repeat("/0", 65) + `"}]`, 400, "[0].path", "65 steps"},
		{`[{"op":"add","path":"/active"}]`, 400, "[0]", "add needs a value"},
		{`[{"op":"move","path":"/active"}]`, 400, "[0].from", "move needs from"},
		{`[{"op":"move","from":"/name","path":"/name/0/x"}]`, 400, "[0].path", "into itself"},
		{`[{"op":"move","from":"","path":"/x"}]`, 400, "[0].path", "into itself"},
		{`[{"op":"replace","path":"/gender","value":"other"}]`, 422, "[0].path", `has no member "gender"`},
		{`[{"op":"add","path":"/telecom/-","value":{}}]`, 422, "[0].path", `the resource is an object of resourceType, id, active, name, birthDate, multipleBirthInteger, and has no member "telecom"`},
		{`[{"op":"remove","path":"/name/1"}]`, 422, "[0].path", `"/name" is an array of 1, counted from 0, and has no item "1"`},
		{`[{"op":"remove","path":"/name/-"}]`, 422, "[0].path", `no item "-"`},
		{`[{"op":"remove","path":"/name/00"}]`, 422, "[0].path", `no item "00"`},
		{`[{"op":"remove","path":"/name/-0"}]`, 422, "[0].path", `no item "-0"`},
		{`[{"op":"remove","path":"/name/+0"}]`, 422, "[0].path", `no item "+0"`},
		{`[{"op":"add","path":"/name/0/given/3","value":"X"}]`, 422, "[0].path", "write - for its end"},
		{`[{"op":"add","path":"/name/99999999999999999999","value":{}}]`, 422, "[0].path", "write - for its end"},
		{`[{"op":"add","path":"/birthDate/x","value":1}]`, 422, "[0].path", `"/birthDate" is "1980-05", in which nothing is called "x"`},
		{`[{"op":"copy","from":"/gender","path":"/x"}]`, 422, "[0].from", `no member "gender"`},
		{`[{"op":"move","from":"/name/1","path":"/name/0"}]`, 422, "[0].from", `no item "1"`},
		{`[{"op":"test","path":"/active","value":false}]`, 422, "[0].value", `"/active" is true; the test wants false`},
		{`[{"op":"test","path":"/active","value":"true"}]`, 422, "[0].value", `wants "true"`},
		{`[{"op":"test","path":"/multipleBirthInteger","value":2.1}]`, 422, "[0].value", "is 2; the test wants 2.1"},
		{`[{"op":"test","path":"/name/0/given","value":["Lee","Kim"]}]`, 422, "[0].value", `"/name/0/given/0" is "Kim"; the test wants "Lee"`},
		{`[{"op":"test","path":"/name","value":[{"given":["Kim","Lee"]}]}]`, 422, "[0].value", `"/name/0/family" is "Ash"; the test wants absent`},
		{`[{"op":"test","path":"/name/0","value":{"given":["Kim","Lee"],"family":"Ash","use":"old"}}]`, 422, "[0].value", `"/name/0/use" is absent; the test wants "old"`},
		{`[{"op":"test","path":"/name","value":[]}]`, 422, "[0].value", `"/name" is an array of 1; the test wants an array of 0`},
		{`[{"op":"test","path":"/gender","value":null}]`, 422, "[0].path", `no member "gender"`},
		{`[{"op":"remove","path":""}]`, 422, "[0].path", "DELETE"},
		{`[{"op":"replace","path":"","value":[]}]`, 422, "", "an array of 0"},
		{`[{"op":"replace","path":"","value":{}}]`, 422, "resourceType", `must stay "Patient"`},
		{`[{"op":"replace","path":"/resourceType","value":"Group"}]`, 422, "resourceType", `must stay "Patient"`},
		{`[{"op":"replace","path":"/id","value":"p2"}]`, 422, "Patient.id", `must stay "p1"`},
		{`[{"op":"move","from":"/id","path":"/x"}]`, 422, "Patient.id", `must stay "p1"`},
	} {
		p := refused(t, JSON, c.patch)
		if p == nil || p.Status != c.status || p.Issues[0].Expression != c.place || !strings.Contains(p.Issues[0].Text, c.says) {
			t.Errorf("%s: %+v; want %d at %s: %s", c.patch, p, c.status, c.place, c.says)
		}
	}
	for document, says := range map[string]string{
		`[]`:                         "this is an array of 0",
		`"x"`:                        `this is "x"`,
		`{"id":null}`:                `must stay "p1"`,
		`{"id":"p2"}`:                `must stay "p1"`,
		`{"resourceType":"Group"}`:   `must stay "Patient"`,
		`{"active":1,"active":null}`: "occurs twice",
	} {
		if p := refused(t, Merge, document); p == nil || !strings.Contains(p.Issues[0].Text, says) {
			t.Errorf("%s: %+v; want %s", document, p, says)
		}
	}
}

// The examples of RFC 7386, appendix A, inside of a member.
func TestMergeAsTheStandardShows(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{`0`, `[{"b":null}]`, `[{"b":null}]`},
	} {
		old, err := fhir.Decode([]byte(`{"x":` + c[0] + `,"y":1.0}`))
		if err != nil {
			t.Fatal(err)
		}
		got, err := applied(t, Merge, []byte(`{"x":`+c[1]+`}`), old)
		if want := `{"x":` + c[2] + `,"y":1.0}`; err != nil || string(got.JSON()) != want {
			t.Errorf("%s with %s: %s (%v), want %s", c[0], c[1], got.JSON(), err, want)
		}
	}
}

// A member that is replaced stands where it stood, a number is kept as it is written.
func TestOrderAndDigitsStay(t *testing.T) {
	t.Parallel()
	old, err := fhir.Decode([]byte(`{"a":1.10,"b":[5E1,2],"c":0.50}`))
	if err != nil {
		t.Fatal(err)
	}
	for document, want := range map[string]string{
		`[{"op":"add","path":"/b","value":1.00}]`:                                       `{"a":1.10,"b":1.00,"c":0.50}`,
		`[{"op":"test","path":"/a","value":1.1},{"op":"remove","path":"/b/1"}]`:         `{"a":1.10,"b":[5E1],"c":0.50}`,
		`[{"op":"move","from":"/a","path":"/b/0"},{"op":"add","path":"/a","value":""}]`: `{"b":[1.10,5E1,2],"c":0.50,"a":""}`,
		`[{"op":"replace","path":"","value":{"z":null}}]`:                               `{"z":null}`,
		`[{"op":"copy","from":"","path":"/d"}]`:                                         `{"a":1.10,"b":[5E1,2],"c":0.50,"d":{"a":1.10,"b":[5E1,2],"c":0.50}}`,
		`[{"op":"move","from":"/b/0","path":"/b/0"}]`:                                   `{"a":1.10,"b":[5E1,2],"c":0.50}`,
		`[]`: `{"a":1.10,"b":[5E1,2],"c":0.50}`,
	} {
		if got, err := applied(t, JSON, []byte(document), old); err != nil || string(got.JSON()) != want {
			t.Errorf("%s: %s (%v), want %s", document, got.JSON(), err, want)
		}
	}
}

// Few bytes must not make much work, nor much data.
func TestBombsAreRefused(t *testing.T) {
	t.Parallel()
	list := func(n int, operation string) string {
		return "[" + strings.Repeat(operation+",", n-1) + operation + "]"
	}
	long := `{"op":"add","path":"/x","value":[` + strings.Repeat("0,", 100_000) + `0]}`
	wide := &strings.Builder{}
	for i := range 100_000 {
		fmt.Fprintf(wide, `"%d":0,`, i)
	}
	deep := `{"op":"copy","from":"/name/0","path":"/name/0/x"}`
	for name, c := range map[string]struct {
		patch string
		code  string
	}{
		"doubling a list":           {`[{"op":"add","path":"/x","value":[1]}` + strings.Repeat(`,{"op":"copy","from":"/x","path":"/x/-"}`, 60) + `]`, "too-long"},
		"doubling, then a test":     {`[{"op":"add","path":"/x","value":[1]}` + strings.Repeat(`,{"op":"copy","from":"/x","path":"/x/-"}`, 60) + `,{"op":"test","path":"","value":{}}]`, "processing"},
		"doubling a string":         {`[{"op":"add","path":"/x","value":["` + strings.Repeat("x", 100_000) + `"]}` + strings.Repeat(`,{"op":"copy","from":"/x","path":"/x/-"}`, 8) + `]`, "too-long"},
		"nesting":                   {list(64, deep), "too-long"},
		"many operations":           {list(10_001, `{"op":"test","path":"/id","value":"p1"}`), "too-long"},
		"a long list again":         {"[" + long + strings.Repeat(`,{"op":"remove","path":"/x/0"}`, 9_000) + "]", "too-costly"},
		"an object of many members": {`[{"op":"add","path":"/x","value":{` + wide.String() + `"z":0}}` + strings.Repeat(`,{"op":"test","path":"/x/z","value":0}`, 9_000) + "]", "too-costly"},
	} {
		if p := refused(t, JSON, c.patch); p == nil || p.Issues[0].Code != c.code {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if p := refused(t, JSON, list(10_000, `{"op":"test","path":"/id","value":"p1"}`)); p != nil {
		t.Errorf("10000 operations: %v", p)
	}
}
