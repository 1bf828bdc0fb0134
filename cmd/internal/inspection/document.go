package inspection

import (
	"bytes"
	"errors"
	"fmt"

	"kapbridge/fhir"
	"kapbridge/fhir/validate"
	"kapbridge/fhir/xml"
)

// finding is what was found in one document.
type finding struct {
	document
	typ, id string // of the resource; "" where that is not known
	issues  []fhir.Issue
	errors  int
	warns   int
}

// inspect reads a document, by its first character as XML or JSON, and holds it to
// R4 and to the profiles. Issues below a level are counted and not kept.
func (d document) inspect(v *validate.Validator, profiles []string, level Level) finding {
	f := finding{document: d}
	f.issues = f.found(v, profiles)
	for _, is := range f.issues {
		switch {
		case validate.IsError(is):
			f.errors++
		case is.Severity == "warning":
			f.warns++
		}
	}
	f.issues = level.of(f.issues)
	f.locate()
	f.issues = fhir.InLineOrder(f.issues)
	f.text = nil // it may be long, and is not needed any more
	return f
}

func (f *finding) found(v *validate.Validator, profiles []string) []fhir.Issue {
	if f.tooLong {
		return fhir.Refuse(413, "too-long", "a document may have %d bytes at most here", mostBytes).InText("", 0).Issues
	}
	decode := fhir.DecodeBundle // the limits of one resource are those of a server
	if f.isXML() {
		decode = xml.DecodeBundle
	}
	t, err := decode(f.text)
	var p *fhir.Problem
	if errors.As(err, &p) {
		return p.Issues
	}
	if err != nil {
		return []fhir.Issue{{Severity: "error", Code: "exception", Text: fmt.Sprint(err), Line: 1, Column: 1}}
	}
	f.typ, f.id = t.Get("resourceType").StringOr(""), t.Get("id").StringOr("")
	return v.Resource(t, profiles...)
}

// locate gives the issues their lines in the file.
func (f *finding) locate() {
	if len(f.issues) == 0 {
		return
	}
	mark := fhir.Mark
	if f.isXML() {
		mark = xml.Mark
	}
	if m, err := mark(f.text); err == nil { // else the issue is that, and says where
		m.Locate("", f.issues)
	}
	for i := range f.issues {
		if f.issues[i].Line > 0 {
			f.issues[i].Line += f.line - 1
		}
	}
}

func (d document) isXML() bool {
	return bytes.HasPrefix(bytes.TrimLeft(d.text, "\ufeff \t\r\n"), []byte("<"))
}

// Level is the least severity that is shown.
type Level string

// of keeps the issues that are shown.
func (l Level) of(issues []fhir.Issue) (shown []fhir.Issue) {
	for _, is := range issues {
		if weights[is.Severity] >= weights[string(l)] {
			shown = append(shown, is)
		}
	}
	return shown
}

// weights of the severities (http://hl7.org/fhir/R4/valueset-issue-severity.html).
var weights = map[string]int{"information": 0, "warning": 1, "error": 2, "fatal": 3}
