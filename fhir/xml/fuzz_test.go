package xml

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"kapbridge/fhir"
)

// Whatever is sent is refused with a place in the text, or is well-formed by
// encoding/xml's reading too, has its elements where that sees them, and comes back
// from XML and from JSON as it is.
func FuzzDecode(f *testing.F) {
	f.Add(patient(`<text><status value="generated"/>` + div + `a<br/>&#233;<!--c--><![CDATA[&]]></div></text><contained><Basic><id value="a"/></Basic></contained>`))
	f.Add(patient(`<extension url="urn:x"><valueDecimal value="5E1"/></extension><name><given id="g"/><given value="a&#xA;"/></name><birthDate><extension url="urn:y"><valueCode value="z"/></extension></birthDate>`))
	f.Add(`<f:Bundle xmlns:f="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"><f:entry><f:resource><f:Basic><f:text><h:div xml:lang='en'/></f:text></f:Basic></f:resource></f:entry></f:Bundle>`)
	f.Add("\ufeff<?xml version='1.0' encoding='utf-8'?>\r\n<!-- - --><Parameters xmlns='http://hl7.org/fhir'><parameter><name value='&lt;'/><part><name value='b'/><valueBoolean value='true'/></part></parameter></Parameters> ")
	f.Add(`<!DOCTYPE x [<!ENTITY y "z">]><Patient xmlns="http://hl7.org/fhir">&y;</Patient>`)
	f.Fuzz(func(t *testing.T, document string) {
		tree, err := Decode([]byte(document))
		if err != nil {
			var p *fhir.Problem
			if !errors.As(err, &p) || p.Status != 413 && p.Issues[0].Line < 1 {
				t.Fatalf("refused as %v", err)
			}
			return
		}
		if err := wellFormed(document); err != nil {
			t.Fatalf("it is not well-formed: %v", err)
		}
		comesBack(t, "fuzzed", tree)
		located(t, "fuzzed", lineFeeds(strings.TrimPrefix(document, "\ufeff")))
		again, err := fhir.DecodeStored(fhir.Encode(tree))
		if err != nil || !again.Equal(tree) {
			t.Fatalf("as JSON it is another: %v\n%s", err, fhir.Encode(tree))
		}
	})
}

func wellFormed(document string) error {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(document, "\ufeff")))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// A narrative that R4 allows can be written as XML, unless names have prefixes,
// and what is written is well-formed and stays as it is.
func FuzzNarrative(f *testing.F) {
	for _, s := range []string{div + "a</div>", div + "<b title='x&copy;'>&nbsp;&#233;</b><!--c--><![CDATA[&nbsp;]]><br/></div>", " <div xmlns='" + xhtmlSpace + "'><p xml:lang=\"en\"\r\n>a\r</p ></div>\n", "<div/>", "<h:div xmlns:h='" + xhtmlSpace + "'/>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tree := fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Basic")},
			fhir.Member{Name: "text", Value: fhir.Obj(fhir.Member{Name: "div", Value: fhir.Str(s)})})
		data, err := Encode(tree)
		if err != nil {
			if fhir.PrimitiveFault("xhtml", s) == "" && utf8.ValidString(s) && !strings.Contains(strings.ReplaceAll(s, xhtmlSpace, ""), ":") {
				t.Fatalf("%q is allowed, but: %v", s, err)
			}
			return
		}
		if err := wellFormed(string(data)); err != nil {
			t.Fatalf("it is not well-formed: %v\n%s", err, data)
		}
		got, err := Decode(data)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		comesBack(t, "fuzzed", got)
	})
}
