package api

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/xml"
)

// A script is a file of requests and what their answers must be, run in order
// against a server on an empty database:
//
//	### read what was made          a title starts a step
//	GET /fhir/Patient/{{id}}        method and path; {{x}} is a variable
//	Accept: application/json        headers
//	                                an empty line
//	{"resourceType": ...}           the body, if any
//	=> 200                          the status of the answer
//	ETag: W/"1"                     headers that it must have
//	Location: ~^{{base}}/(?P<id>.*)$  or match; named groups set variables
//	X-Gone: -                       or not have
//	                                an empty line
//	{"name": [{"family": "~^K"}]}   JSON that the body must hold, if any, also in XML
//
// A body {{repeat TEXT N}} stands for that many copies of TEXT. In expected JSON,
// members that are not named may be anything, null means absent, a string "~re"
// is a regular expression, and an array ending in "..." may go on.
type step struct {
	title         string
	line          int
	method, path  string
	headers       [][2]string
	body          string
	status        int
	wantedHeaders [][2]string
	wanted        string
}

// runScript runs the file against the server at origin, such as http://127.0.0.1:80.
func runScript(t *testing.T, file, origin string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	steps, err := parseScript(string(text))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	vars := map[string]string{"base": origin + root}
	for _, s := range steps {
		if err := s.run(origin, vars); err != nil {
			t.Fatalf("%s:%d: %s: %v", filepath.Base(file), s.line, s.title, err)
		}
	}
}

func parseScript(text string) ([]step, error) {
	var steps []step
	var s *step
	part := 0 // 0 request headers, 1 body, 2 wanted headers, 3 wanted body
	for i, line := range strings.Split(text, "\n") {
		title, starts := strings.CutPrefix(line, "### ")
		status, answers := strings.CutPrefix(line, "=> ")
		name, value, isHeader := strings.Cut(line, ": ")
		var err error
		switch {
		case starts:
			steps = append(steps, step{title: title, line: i + 1})
			s, part = &steps[len(steps)-1], 0
		case s == nil || (part == 0 && s.method == "" && line == ""): // preamble
		case answers:
			part = 2
			s.status, err = strconv.Atoi(status)
		case part%2 == 0 && line == "":
			part++
		case part == 0 && s.method == "":
			s.method, s.path, _ = strings.Cut(line, " ")
		case part == 0 && isHeader:
			s.headers = append(s.headers, [2]string{name, value})
		case part == 2 && isHeader:
			s.wantedHeaders = append(s.wantedHeaders, [2]string{name, value})
		case part == 1:
			s.body += line + "\n"
		case part == 3:
			s.wanted += line + "\n"
		default:
			err = fmt.Errorf("neither header nor empty line: %q", line)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return steps, nil
}

var (
	variable = regexp.MustCompile(`\{\{(\w+)\}\}`)
	repeat   = regexp.MustCompile(`\{\{repeat (\S+) (\d+)\}\}`)
)

func fillIn(s string, vars map[string]string, quote bool) string {
	s = repeat.ReplaceAllStringFunc(s, func(m string) string {
		p := repeat.FindStringSubmatch(m)
		n, _ := strconv.Atoi(p[2])
		return strings.Repeat(p[1], n)
	})
	return variable.ReplaceAllStringFunc(s, func(m string) string {
		v, ok := vars[m[2:len(m)-2]]
		if !ok {
			return m
		}
		if quote {
			return regexp.QuoteMeta(v)
		}
		return v
	})
}

func (s step) run(origin string, vars map[string]string) error {
	req, err := http.NewRequest(s.method, origin+fillIn(s.path, vars, false), strings.NewReader(strings.TrimSuffix(fillIn(s.body, vars, false), "\n")))
	if err != nil {
		return err
	}
	if s.body == "" {
		req.Body, req.ContentLength = http.NoBody, 0
	}
	for _, h := range s.headers {
		if h[0] == "Host" {
			req.Host = h[1]
		}
		req.Header.Add(h[0], fillIn(h[1], vars, false))
	}
	answer, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(bufio.NewReader(answer.Body))
	if err != nil {
		return err
	}
	if answer.StatusCode != s.status {
		return fmt.Errorf("status %d, want %d: %.2000s", answer.StatusCode, s.status, body)
	}
	for _, h := range s.wantedHeaders {
		if err := wantText(answer.Header.Get(h[0]), h[1], vars); err != nil {
			return fmt.Errorf("header %s: %w", h[0], err)
		}
	}
	if strings.TrimSpace(s.wanted) == "" {
		return nil
	}
	if strings.Contains(answer.Header.Get("Content-Type"), "xml") {
		t, err := xml.Decode(body)
		if err != nil {
			return fmt.Errorf("the answer: %w: %.500s", err, body)
		}
		body = fhir.Encode(t)
	}
	return s.compare(body, vars)
}

func (s step) compare(body []byte, vars map[string]string) error {
	want, err := fhir.Decode([]byte(s.wanted))
	if err != nil {
		return fmt.Errorf("the expectation: %w", err)
	}
	got, err := fhir.DecodeStored(bytes.TrimSpace(body))
	if err != nil {
		return fmt.Errorf("the answer: %w: %.500s", err, body)
	}
	if err := holds(got, want, "$", vars); err != nil {
		return fmt.Errorf("%w in %.3000s", err, body)
	}
	return nil
}

// wantText compares text with an expectation: plain, "-" for none, or "~regexp".
func wantText(got, want string, vars map[string]string) error {
	if want == "-" {
		want = ""
	}
	pattern, isPattern := strings.CutPrefix(want, "~")
	if !isPattern {
		if want = fillIn(want, vars, false); got != want {
			return fmt.Errorf("%q, want %q", got, want)
		}
		return nil
	}
	re, err := regexp.Compile(fillIn(pattern, vars, true))
	if err != nil {
		return err
	}
	found := re.FindStringSubmatch(got)
	if found == nil {
		return fmt.Errorf("%q does not match %s", got, re)
	}
	for i, name := range re.SubexpNames() {
		if name != "" {
			vars[name] = found[i]
		}
	}
	return nil
}

// holds tells where got lacks what want asks for.
func holds(got, want *fhir.Tree, place string, vars map[string]string) error {
	switch {
	case want.Is(fhir.Null):
		if got != nil {
			return fmt.Errorf("%s is there", place)
		}
	case got == nil || got.Kind != want.Kind:
		return fmt.Errorf("%s is missing or of another kind", place)
	case want.Kind == fhir.String:
		if err := wantText(got.Text, want.Text, vars); err != nil {
			return fmt.Errorf("%s: %w", place, err)
		}
	case want.Kind == fhir.Array:
		items := want.Items
		if n := len(items); n > 0 && items[n-1].StringOr("") == "..." {
			items = items[:n-1]
		} else if len(got.Items) != n {
			return fmt.Errorf("%s has %d items, want %d", place, len(got.Items), n)
		}
		for i, item := range items {
			if i == len(got.Items) {
				return fmt.Errorf("%s ends before item %d", place, i)
			}
			if err := holds(got.Items[i], item, fmt.Sprintf("%s[%d]", place, i), vars); err != nil {
				return err
			}
		}
	case want.Kind == fhir.Object:
		for _, m := range want.Members {
			if err := holds(got.Get(m.Name), m.Value, place+"."+m.Name, vars); err != nil {
				return err
			}
		}
	case got.Text != want.Text:
		return fmt.Errorf("%s is %s, want %s", place, got.Text, want.Text)
	}
	return nil
}
