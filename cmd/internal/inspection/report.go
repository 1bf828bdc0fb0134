package inspection

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"kapbridge/fhir"
)

// Format is how findings are written.
type Format string

// The formats.
const (
	Text    Format = "text"    // a line for each issue: file:line:column: severity code place: text
	JSON    Format = "json"    // a line for each resource: file, line, type, id, issues
	Outcome Format = "outcome" // a line for each resource: an OperationOutcome
)

func (f Format) write(out io.Writer, found finding) error {
	var b []byte
	switch f {
	case JSON:
		b = found.json()
	case Outcome:
		b = append(fhir.Encode(found.outcome()), '\n')
	default:
		b = found.lines()
	}
	_, err := out.Write(b)
	return err
}

// lines writes issues as compilers do, so that editors and grep find the place.
func (f finding) lines() []byte {
	var b bytes.Buffer
	for _, is := range f.issues {
		b.WriteString(f.file)
		if is.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", is.Line, is.Column)
		} else {
			fmt.Fprintf(&b, ":%d", f.line)
		}
		fmt.Fprintf(&b, ": %s %s ", is.Severity, is.Code)
		if is.Expression != "" {
			b.WriteString(is.Expression + ": ")
		}
		b.WriteString(strings.Map(onOneLine, is.Text) + "\n")
	}
	return b.Bytes()
}

// onOneLine keeps a value that is quoted from breaking the line, or the terminal.
func onOneLine(r rune) rune {
	if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
		return ' '
	}
	return r
}

// json writes an object of its own, in which an issue keeps the names that
// OperationOutcome.issue has.
func (f finding) json() []byte {
	type issue struct {
		Severity   string `json:"severity"`
		Code       string `json:"code"`
		Line       int    `json:"line,omitempty"`
		Column     int    `json:"column,omitempty"`
		Expression string `json:"expression,omitempty"`
		Text       string `json:"text"`
		Profile    string `json:"profile,omitempty"`
	}
	object := struct {
		File   string  `json:"file"`
		Line   int     `json:"line"`
		Type   string  `json:"type,omitempty"`
		ID     string  `json:"id,omitempty"`
		Issues []issue `json:"issues"`
	}{f.file, f.line, f.typ, f.id, []issue{}}
	for _, is := range f.issues {
		object.Issues = append(object.Issues, issue{is.Severity, is.Code, is.Line, is.Column, is.Expression, is.Text, is.Profile})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(object); err != nil {
		panic(fmt.Sprintf("inspection: strings and numbers cannot be written: %v", err))
	}
	return b.Bytes()
}

// fileExtension names the file of an OperationOutcome, as HL7's validator does
// (http://hl7.org/fhir/extensions/StructureDefinition-operationoutcome-file.html).
const fileExtension = "http://hl7.org/fhir/StructureDefinition/operationoutcome-file"

func (f finding) outcome() *fhir.Tree {
	issues := f.issues
	if len(issues) == 0 {
		issues = []fhir.Issue{{Severity: "information", Code: "informational", Text: "no issues"}}
	}
	t := fhir.Outcome(issues...)
	t.Set("extension", fhir.List(fhir.Obj(
		fhir.Member{Name: "url", Value: fhir.Str(fileExtension)},
		fhir.Member{Name: "valueString", Value: fhir.Str(f.file)})))
	return t
}
