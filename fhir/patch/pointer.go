package patch

import (
	"fmt"
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// pointer is a JSON pointer (RFC 6901), taken apart into the names and indexes
// on its way.
type pointer []string

// parsePointer reads a pointer. fault says what is wrong with it and what would
// be right, "" when nothing is.
func parsePointer(text string) (p pointer, fault string) {
	if text == "" {
		return nil, ""
	}
	if text[0] != '/' {
		return nil, fmt.Sprintf("%s is no JSON pointer: it begins with /, such as /name/0/given", short(text))
	}
	p = strings.Split(text[1:], "/")
	if len(p) > fhir.MaxDepth {
		return nil, fmt.Sprintf("the pointer has %d steps, but a resource is nested %d deep at most", len(p), fhir.MaxDepth)
	}
	for i, step := range p {
		if !strings.Contains(step, "~") {
			continue
		}
		if strayTilde(step) {
			return nil, fmt.Sprintf("%s is no JSON pointer: ~ is written ~0, and / in a name ~1", short(text))
		}
		p[i] = unescape.Replace(step)
	}
	return p, ""
}

// The replacers go once from left to right, so that ~01 becomes ~1 and not /
// (RFC 6901, section 4).
var (
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
)

// strayTilde tells whether a ~ is followed by neither 0 nor 1.
func strayTilde(step string) bool {
	for i := range len(step) {
		if step[i] == '~' && (i+1 == len(step) || step[i+1] != '0' && step[i+1] != '1') {
			return true
		}
	}
	return false
}

// String writes the pointer as it is sent.
func (p pointer) String() string {
	var b strings.Builder
	for _, step := range p {
		b.WriteByte('/')
		b.WriteString(escape.Replace(step))
	}
	return b.String()
}

// to is the pointer to what is called step inside of what p points to.
func (p pointer) to(step string) pointer { return append(p[:len(p):len(p)], step) }

// around tells whether p points to something that other stands in.
func (p pointer) around(other pointer) bool {
	if len(p) >= len(other) {
		return false
	}
	for i, step := range p {
		if other[i] != step {
			return false
		}
	}
	return true
}

// index reads a step into an array: digits without leading zeros, below limit
// (RFC 6901, section 4).
func index(step string, limit int) (int, bool) {
	n, err := strconv.Atoi(step)
	if err != nil || n < 0 || n >= limit || strconv.Itoa(n) != step {
		return 0, false
	}
	return n, true
}
