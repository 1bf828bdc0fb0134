package fhir

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// pattern compiles R4's own regular expression of a primitive.
func pattern(typeName string) *regexp.Regexp {
	d, _ := TypeOf(typeName)
	return regexp.MustCompile(`^(?:` + d.Pattern + `)$`)
}

// nearly makes texts that match R4's expression, and such texts with one
// character removed, doubled or replaced.
func nearly(typeName string) *rapid.Generator[string] {
	d, _ := TypeOf(typeName)
	right := rapid.StringMatching(d.Pattern)
	return rapid.Custom(func(t *rapid.T) string {
		s := right.Draw(t, typeName)
		if s == "" || rapid.Bool().Draw(t, "right") {
			return s
		}
		i := rapid.IntRange(0, len(s)-1).Draw(t, "at")
		with := rapid.SampledFrom([]string{"", s[i:i+1] + s[i:i+1], "0", "9", "-", ".", " ", "x", "T", "Z", "é"}).Draw(t, "with")
		return strings.ToValidUTF8(s[:i]+with+s[i+1:], "?")
	})
}

// What the check accepts, R4's expression accepts; what it refuses although the
// expression accepts it must have the reason given in stricter.
func TestPrimitivesFollowThePatternsOfR4(t *testing.T) {
	t.Parallel()
	stricter := map[string]func(s string) bool{
		"date":     func(s string) bool { return !inCalendar(s) },
		"dateTime": func(s string) bool { return !inCalendar(s) },
		"instant":  func(s string) bool { return !inCalendar(s) },
		"code":     func(s string) bool { return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' }) },
		"uri":      func(s string) bool { return s == "" || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' }) },
		"decimal":  beyondRange,
		"integer":  beyondRange, "positiveInt": beyondRange, "unsignedInt": beyondRange,
		"base64Binary": func(s string) bool {
			_, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
			return err != nil || s == ""
		},
	}
	for _, name := range []string{"date", "dateTime", "instant", "time", "id", "oid", "uuid", "integer", "positiveInt", "unsignedInt", "decimal", "code", "uri", "base64Binary"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, texts, strict := pattern(name), nearly(name), stricter[name]
			rapid.Check(t, func(t *rapid.T) {
				s := texts.Draw(t, "text")
				fault := PrimitiveFault(name, s)
				switch {
				case fault == "" && !want.MatchString(s):
					t.Fatalf("%q is accepted, the expression of R4 refuses it", s)
				case fault != "" && want.MatchString(s) && (strict == nil || !strict(s)):
					t.Fatalf("%q is refused (%s), the expression of R4 accepts it", s, fault)
				}
			})
		})
	}
}

func beyondRange(s string) bool { return len(s) > 9 || strings.ContainsAny(s, "eE") }

// inCalendar asks the standard library, which knows no second 60.
func inCalendar(s string) bool {
	s = regexp.MustCompile(`:60`).ReplaceAllString(s, ":59")
	for _, layout := range []string{"2006", "2006-01", "2006-01-02", time.RFC3339Nano} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// The standard library's tokenizer is the oracle of well-formedness: whatever
// the scan of a narrative accepts, it accepts.
func TestAcceptedNarrativesAreWellFormed(t *testing.T) {
	t.Parallel()
	parts := rapid.SampledFrom([]string{
		"x", " ", "<p>", "</p>", "<b>", "</b>", "<br/>", "<br />", "&amp;", "&nbsp;", "&#160;", "&#xE9;", "&#1;", "&#xFFFE;", "&#+5;", "&#x;", "&", "<", ">", "<!-- c -->", "<!--", "-->",
		"<![CDATA[ < ]]>", "]]>", "<a href=\"x\">", "<a href='x' title=\"'\">", "</a>", "<a href=x>", "<img src=\"x\"/>", "<p class=\"a\" class=\"b\">",
		"<p  class = \"a\" >", "<?pi?>", "<!DOCTYPE x>", "é", "\x01", "<td", "</p >", "< p>", "<p/x>", "<p\u00a0class=\"a\">", "<1>", "</>", "<p:q>",
	})
	rapid.Check(t, func(t *rapid.T) {
		inner := strings.Join(rapid.SliceOfN(parts, 0, 8).Draw(t, "parts"), "")
		s := `<div xmlns="http://www.w3.org/1999/xhtml">` + inner + "</div>"
		if xhtmlFault(s) != "" {
			return
		}
		if err := parseXML(s); err != nil {
			t.Fatalf("%q is accepted: %v", s, err)
		}
	})
}

func parseXML(s string) error {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Entity = xml.HTMLEntity
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func TestNarratives(t *testing.T) {
	t.Parallel()
	const ns = ` xmlns="http://www.w3.org/1999/xhtml"`
	good := []string{
		`<div` + ns + `>x</div>`,
		"\n <div" + ns + ">x</div>\n",
		`<div` + ns + `><img src="data:image/png;base64,AA==" alt=""/></div>`,
		`<div` + ns + `><!-- c --><![CDATA[a < b]]></div>`,
		`<div lang='de'` + ns + ` ><p style="color: red">&quot;&nbsp;&#8364;&#x20AC;</p></div>`,
		`<div` + ns + `><div` + ns + `>x</div></div>`,
	}
	bad := []string{
		``, `x`, `<div`, `<div` + ns + `>`, `<div` + ns + `>x</div>y`, `<div` + ns + `>x</div><div` + ns + `>x</div>`, `<div` + ns + `></div>`, `<div` + ns + `/>`,
		`<div xmlns="x">x</div>`, `<divx` + ns + `>x</divx>`, `<div` + ns + `>a & b</div>`, `<div` + ns + `>&unknown;</div>`, `<div` + ns + `>&#xZ;</div>`,
		`<div` + ns + `><iframe src="x"/>x</div>`, `<div` + ns + `><form>x</form></div>`, `<div` + ns + `><p ONCLICK="x">x</p></div>`,
		`<div` + ns + `><a href="javascript:x()">x</a></div>`, `<div` + ns + `><a href=" java&#115;cript&colon;x()">x</a></div>`, `<div` + ns + "><a href=\"java\tscript:x()\">x</a></div>",
		`<div` + ns + `><svg xmlns="http://www.w3.org/2000/svg"/>x</div>`, `<!DOCTYPE html><div` + ns + `>x</div>`, `<div` + ns + `>x<?php ?></div>`, `<div` + ns + `>x<!-- a -- b --></div>`,
	}
	many := `<div` + ns
	for i := range 65 {
		many += fmt.Sprintf(" a%d=''", i)
	}
	bad = append(bad, many+">x</div>")
	for _, s := range good {
		if fault := xhtmlFault(s); fault != "" {
			t.Errorf("%s: %s", s, fault)
		}
	}
	for _, s := range bad {
		if xhtmlFault(s) == "" {
			t.Errorf("%s is accepted", s)
		}
	}
}
