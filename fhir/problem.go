package fhir

import (
	"fmt"
	"strings"
)

// Issue is one finding about a request or a resource, shaped like
// OperationOutcome.issue (http://hl7.org/fhir/R4/operationoutcome.html).
type Issue struct {
	Severity   string // fatal | error | warning | information
	Code       string // IssueType: invalid, structure, required, value, code-invalid, not-found, ...
	Expression string // FHIRPath of the element, "" when the finding has no place
	Text       string // for the caller: what was wrong and what would be right
	Profile    string // canonical url of the profile whose rule it is; "" for R4 itself
	Line       int    // where the element starts in the document that came, from 1; 0 when that is not known
	Column     int    // in characters, from 1
}

// Problem is the only error that crosses from one room to another. Its issues
// are shown to the caller, its Cause goes to the log alone.
type Problem struct {
	Status int // HTTP status of the answer
	Issues []Issue
	Cause  error
	Entry  int // the write of a transaction that it concerns, from 1; 0 where that says nothing
}

// Error gives all issues one after the other, each with its place, then the cause.
func (p *Problem) Error() string {
	var b strings.Builder
	for i, is := range p.Issues {
		if i > 0 {
			b.WriteString("; ")
		}
		if is.Expression != "" {
			b.WriteString(is.Expression + ": ")
		}
		if is.Line > 0 {
			fmt.Fprintf(&b, "line %d, column %d: ", is.Line, is.Column)
		}
		b.WriteString(is.Text)
	}
	if p.Cause != nil {
		fmt.Fprintf(&b, " (%v)", p.Cause)
	}
	return b.String()
}

// Unwrap gives the cause, so that errors.Is and errors.As see it.
func (p *Problem) Unwrap() error { return p.Cause }

// Because attaches the cause for the log.
func (p *Problem) Because(err error) *Problem { p.Cause = err; return p }

// At names the element the (first) issue is about.
func (p *Problem) At(expression string) *Problem { p.Issues[0].Expression = expression; return p }

// Refuse makes a problem of one issue of severity error.
func Refuse(status int, code, format string, args ...any) *Problem {
	return &Problem{Status: status, Issues: []Issue{{Severity: "error", Code: code, Text: fmt.Sprintf(format, args...)}}}
}

// Invalid answers 400: the request could not be understood.
func Invalid(format string, args ...any) *Problem { return Refuse(400, "invalid", format, args...) }

// NotFound answers 404: nothing of that name is here, or may be seen.
func NotFound(key Key) *Problem { return Refuse(404, "not-found", "%s is not known here", key) }

// Gone answers 410: it was here and has been deleted.
func Gone(key Key) *Problem {
	return Refuse(410, "deleted", "%s has been deleted; its history remains", key)
}

// Unprocessable answers 422 with all findings about a resource.
func Unprocessable(issues []Issue) *Problem { return &Problem{Status: 422, Issues: issues} }

// Internal answers 500 and tells the caller nothing of the cause.
func Internal(cause error) *Problem {
	return Refuse(500, "exception", "the server failed; quote the request id when you report it").Because(cause)
}
