package xml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// place is an element with where its tag begins, by encoding/xml's reading.
type place struct {
	expression string
	at         int
}

// places reads a document in a way of its own.
func places(t interface{ Fatalf(string, ...any) }, text string) []place {
	type open struct {
		def   *fhir.TypeDef // nil around a resource
		place string
		seen  map[string]int
	}
	d := xml.NewDecoder(strings.NewReader(text))
	var stack []open
	var all []place
	for {
		at := int(d.InputOffset())
		token, err := d.Token()
		switch token := token.(type) {
		case xml.StartElement:
			name, in := token.Name.Local, open{seen: map[string]int{}}
			switch {
			case len(stack) == 0:
				in.def, _ = fhir.TypeOf(name)
				in.place = name
			case stack[len(stack)-1].def == nil:
				in.def, _ = fhir.TypeOf(name)
				in.place = stack[len(stack)-1].place
			default:
				outer := stack[len(stack)-1]
				e, _, _ := outer.def.Element(name)
				ref, _ := outer.def.Ref(name)
				in.def, in.place = ref.Def, outer.place+"."+strings.TrimSuffix(e.Name, "[x]")
				if e.Max != 1 {
					in.place += fmt.Sprintf("[%d]", outer.seen[name])
					outer.seen[name]++
				}
				if ref.Code == "xhtml" {
					err = d.Skip()
				}
				if in.def != nil && in.def.Kind == "primitive" {
					in.def, _ = fhir.TypeOf("Element")
				}
				all = append(all, place{in.place, at})
				if ref.Code == "xhtml" {
					continue
				}
			}
			if len(stack) == 0 {
				all = append(all, place{in.place, at})
			}
			stack = append(stack, in)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
		if errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
}

// located holds fhir.Marked to the place of every element of a document.
func located(t interface{ Fatalf(string, ...any) }, name, text string) int {
	m, err := Mark([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	all := places(t, text)
	issues := make([]fhir.Issue, len(all))
	for i, p := range all {
		issues[i].Expression = p.expression
	}
	m.Locate("", issues)
	for i, p := range all {
		before := text[:p.at]
		line, column := strings.Count(before, "\n")+1, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])+1
		if issues[i].Line != line || issues[i].Column != column {
			t.Fatalf("%s: %s is in line %d, column %d, not %d, %d\n%s", name, p.expression, line, column, issues[i].Line, issues[i].Column, text)
		}
	}
	return len(all)
}

func TestLocateInOfficialExamples(t *testing.T) {
	t.Parallel()
	n := 0
	for name, data := range fhirtest.Examples(t) {
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, write := range []func(*fhir.Tree) ([]byte, error){Encode, Spread} {
			document, err := write(tree)
			if err != nil {
				t.Fatal(err)
			}
			n += located(t, name, string(document))
		}
	}
	t.Logf("%d elements", n)
}

func TestLocateWhateverTheWhiteSpace(t *testing.T) {
	t.Parallel()
	resources := fhirtest.Resources(fhirtest.Options{}, "Patient", "Observation", "Bundle", "Parameters")
	rapid.Check(t, func(t *rapid.T) {
		document, err := Encode(alike(resources.Draw(t, "resource"), "Resource"))
		if err != nil {
			t.Fatalf("%v", err)
		}
		blank := rapid.SampledFrom([]string{"", " ", "\n", "\n\t", "<!--é-->\n  "})
		var b strings.Builder
		inside := false // a narrative
		for _, piece := range strings.SplitAfter(string(document), ">") {
			inside = (inside || strings.HasPrefix(piece, "<div")) && piece != "</div>"
			b.WriteString(piece)
			if !inside {
				b.WriteString(blank.Draw(t, "blank"))
			}
		}
		located(t, "random", b.String())
	})
}

// Attributes are elements too, and what is missing is missing in its parent.
func TestLocate(t *testing.T) {
	t.Parallel()
	m, err := Mark([]byte("\ufeff<?xml version=\"1.0\"?>\r\n<Patient xmlns='http://hl7.org/fhir'>\r  <contained>\n<Basic/></contained>\n<extension\n url='urn:é' id='a'/><birthDate id='b'>\n<extension url='x'/></birthDate></Patient>"))
	if err != nil {
		t.Fatal(err)
	}
	for expression, want := range map[string]string{
		"Patient":                        "2:1",
		"Patient.extension":              "5:1",
		"Patient.extension[0]":           "5:1",
		"Patient.extension[0].url":       "6:2",
		"Patient.extension[0].id":        "6:14",
		"Patient.extension[0].value":     "5:1",
		"Patient.birthDate":              "6:22",
		"Patient.birthDate.id":           "6:33",
		"Patient.birthDate.extension[0]": "7:1",
		"Patient.contained[0]":           "3:3",
		"Patient.contained[0].code":      "3:3",
		"Patient.gender":                 "2:1",
	} {
		issues := []fhir.Issue{{Expression: expression}}
		m.Locate("", issues)
		if got := fmt.Sprintf("%d:%d", issues[0].Line, issues[0].Column); got != want {
			t.Errorf("%s is at %s, not %s", expression, got, want)
		}
	}
}
