package fhirpath

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// suite is HL7's file of FHIRPath cases for R4.
type suite struct {
	Groups []struct {
		Name  string      `xml:"name,attr"`
		Tests []suiteCase `xml:"test"`
	} `xml:"group"`
}

type suiteCase struct {
	Name       string `xml:"name,attr"`
	Input      string `xml:"inputfile,attr"`
	Predicate  bool   `xml:"predicate,attr"`
	Ordered    string `xml:"ordered,attr"`
	Mode       string `xml:"mode,attr"`
	Expression struct {
		Invalid string `xml:"invalid,attr"`
		Text    string `xml:",chardata"`
	} `xml:"expression"`
	Outputs []struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	} `xml:"output"`
}

// declined lists cases that are answered otherwise here, and why.
var declined = map[string]string{
	"testPlusDate19": "N1 ignores the fraction of a quantity above seconds only: 0.1 's' are 100 milliseconds",

	"LowBoundaryDecimal15":  "not of N1; 0.0 is above -0.0034 and so not its lower boundary, which is -0.1",
	"HighBoundaryDecimal15": "not of N1; 0.0 is below 0.0034 and so not its upper boundary, which is 0.1",
	"HighBoundaryDecimal16": "not of N1; as HighBoundaryDecimal15",

	"HighBoundaryDateTimeMillisecond1": "not of N1; the hour 08 lasts until 08:59:59.999, not until 08:00:59.999",
	"HighBoundaryDateTimeMillisecond3": "not of N1; as HighBoundaryDateTimeMillisecond1",
}

func TestOfficialCases(t *testing.T) {
	t.Parallel()
	folder := fhirtest.Shared(t, "fhir-suites/fhirpath")
	data, err := os.ReadFile(filepath.Join(folder, "tests-fhir-r4.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var all suite
	if err := xml.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	inputs := map[string]*fhir.Tree{"": nil}
	defined, passed := 0, 0
	for _, group := range all.Groups {
		for _, c := range group.Tests {
			if _, read := inputs[c.Input]; !read {
				inputs[c.Input] = readInput(t, filepath.Join(folder, "input", c.Input))
			}
			defined++
			wrong := c.run(inputs[c.Input])
			reason := declined[c.Name]
			switch {
			case wrong == "" && reason == "":
				passed++
			case wrong == "":
				t.Errorf("%s passes although it is declined: %s", c.Name, reason)
			case reason == "":
				t.Errorf("%s: %s: %s", c.Name, c.Expression.Text, wrong)
			}
		}
	}
	if defined < 900 {
		t.Errorf("the suite has %d cases only", defined)
	}
	t.Logf("%d of %d cases pass, %d are declined", passed, defined, len(declined))
}

func readInput(t *testing.T, path string) *fhir.Tree {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".xml") {
		return fromXML(t, data)
	}
	tree, err := fhir.DecodeResource(data)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// run evaluates a case and tells what is wrong with the result, or "".
func (c *suiteCase) run(input *fhir.Tree) string {
	e, err := Compile(c.Expression.Text)
	if err == nil && c.Expression.Invalid == "semantic" {
		err = e.Check(input.Get("resourceType").StringOr(""))
	}
	var got Collection
	if err == nil {
		got, err = e.Eval(&Context{Resource: input, Now: time.Date(2026, 11, 25, 1, 2, 3, 4e6, time.UTC)})
	}
	switch {
	case c.Expression.Invalid != "" && err == nil:
		return "gives " + describe(got) + " where it is invalid"
	case c.Expression.Invalid != "":
		return ""
	case err != nil:
		return err.Error()
	}
	if c.Predicate {
		got = boolean(len(got) > 0)
	}
	return c.differs(got)
}

func (c *suiteCase) differs(got Collection) string {
	left := append(Collection(nil), got...)
	for _, want := range c.Outputs {
		at := 0
		if c.Ordered == "false" {
			for at = range left {
				if agrees(left[at], want.Type, want.Text) {
					break
				}
			}
		}
		if at >= len(left) || !agrees(left[at], want.Type, want.Text) {
			return "gives " + describe(got) + ", lacks " + want.Text
		}
		left = append(left[:at:at], left[at+1:]...)
	}
	if len(left) > 0 {
		return "gives too much: " + describe(got)
	}
	return ""
}

// agrees compares the type, where the suite tells it, and the value as it is written.
func agrees(v Value, kind, text string) bool {
	s, ok := v.Text()
	name := typeOf(v).name
	return ok && s == strings.TrimPrefix(strings.TrimPrefix(text, "@"), "T") && (kind == "" || strings.EqualFold(name, kind))
}

func describe(c Collection) string {
	var parts []string
	for _, v := range c {
		s, _ := v.Text()
		parts = append(parts, v.TypeName()+" "+s)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
