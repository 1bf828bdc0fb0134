package inspection

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
)

var update = flag.Bool("update", false, "write the golden files anew")

// run looks at paths and gives what was written.
func run(t *testing.T, o Options, paths ...string) (string, Summary) {
	t.Helper()
	var b bytes.Buffer
	o.Validator, o.Out = ig.Validator(), &b
	sum, err := Run(o, paths...)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), sum
}

// A folder of broken files in each format, as somebody would see it.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		Options
	}{
		{"text", Options{Format: Text, Level: "information"}},
		{"errors", Options{Format: Text, Level: "error"}},
		{"json", Options{Format: JSON, Level: "warning"}},
		{"outcome", Options{Format: Outcome, Level: "error"}},
	} {
		got, sum := run(t, c.Options, "testdata/folder")
		got += sum.String() + "\n"
		file := "testdata/" + c.name + ".golden"
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s: run with -update when this is meant: %s", c.name, d)
		}
	}
}

// What is written as OperationOutcomes is valid itself.
func TestOutcomesAreSound(t *testing.T) {
	t.Parallel()
	text, _ := run(t, Options{Format: Outcome}, "testdata/folder")
	for line := range strings.Lines(text) {
		tree, err := fhir.DecodeResource([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		if issues := fhir.CheckStructure(tree); len(issues) > 0 {
			t.Errorf("%v in %s", issues, line)
		}
	}
}

// However many documents wait for each other, they are told in their order, each
// with its own line.
func TestOrder(t *testing.T) {
	t.Parallel()
	var in, want strings.Builder
	for i := range 2000 {
		size := i % 7 * 1000 // so that they take longer and shorter
		fmt.Fprintf(&in, "{\"resourceType\":\"Basic\",\"language\":\"%s\",\"x%d\":1}\r\n", strings.Repeat("a", size), i)
		fmt.Fprintf(&want, "-:%d:%d: error structure Basic.x%d\n", i+1, 39+size, i)
	}
	text, sum := run(t, Options{Level: "error", In: strings.NewReader(in.String())}, "-")
	var got strings.Builder
	for line := range strings.Lines(text) {
		if place, _, ok := strings.Cut(line, ": Basic has no element"); ok {
			got.WriteString(place + "\n")
		}
	}
	if got.String() != want.String() || sum.Resources != 2000 {
		t.Errorf("%d resources\n%s", sum.Resources, cmp.Diff(want.String(), got.String()))
	}
}

// What a text is, it says itself.
func TestByContent(t *testing.T) {
	t.Parallel()
	const patient, other = `{"resourceType":"Patient"}`, `{"resourceType":"Device"}`
	long := `{"resourceType":"Basic","language":"` + strings.Repeat("a", 1<<17) + `"}`
	for text, want := range map[string]int{
		"\ufeff " + patient:                1,
		patient + "\n" + other:             2,
		"\n" + patient + " \r\n\n" + other: 2,
		long + "\n" + long + "\n":          2,
		"{\n\"resourceType\":\"Patient\"}": 1,
		"\ufeff\n<Patient xmlns=\"http://hl7.org/fhir\">\n<active value=\"true\"/></Patient>": 1,
		"": 1,
	} {
		said, sum := run(t, Options{Level: "error", In: strings.NewReader(text)}, "-")
		if sum.Resources != want {
			t.Errorf("%.40q: %v, not %d resources: %.200s", text, sum, want, said)
		}
	}
}

// A record that is too long is told of, and those after it are read.
func TestTooLong(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.ndjson")
	text := `{"resourceType":"Basic","language":"` + strings.Repeat("a", mostBytes) + "\"}\n{}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	said, sum := run(t, Options{Level: "error"}, file)
	if sum.Resources != 2 || !strings.Contains(said, "a.ndjson:1:1: error too-long") || !strings.Contains(said, "a.ndjson:2:1: error structure") {
		t.Errorf("%v: %s", sum, said)
	}
}
