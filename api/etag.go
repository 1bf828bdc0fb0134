package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"kapbridge/fhir"
)

// etagOf is the ETag of a version (http://hl7.org/fhir/R4/http.html#versioning).
func etagOf(number int64) string { return `W/"` + strconv.FormatInt(number, 10) + `"` }

// tags is the content of an If-Match or If-None-Match header.
type tags struct {
	any    bool     // *
	opaque []string // without quotes and weakness, for we compare weakly
}

func (t tags) empty() bool { return !t.any && len(t.opaque) == 0 }

// parseTags reads entity tags (RFC 9110, section 8.8.3): W/"1", "1", and the
// bare 1 that many FHIR clients send; lists of them, or a single *.
func parseTags(name string, lines []string) (tags, error) {
	var t tags
	for _, line := range lines {
		rest := strings.TrimSpace(line)
		for rest != "" {
			if rest[0] == ',' {
				rest = strings.TrimLeft(rest[1:], " \t")
				continue
			}
			tag, quoted, after, ok := cutTag(rest)
			after = strings.TrimLeft(after, " \t")
			if !ok || (after != "" && after[0] != ',') || len(t.opaque) == most {
				return tags{}, malformedTags(name)
			}
			if tag == "*" && !quoted {
				t.any = true
			} else {
				t.opaque = append(t.opaque, tag)
			}
			rest = after
		}
	}
	if t.any && len(t.opaque) > 0 || t.empty() && len(lines) > 0 {
		return tags{}, malformedTags(name)
	}
	return t, nil
}

func malformedTags(name string) error {
	return fhir.Invalid(`%s holds entity tags: write W/"3" as the ETag header gave it, or *`, name)
}

// cutTag takes one entity tag off the front of s.
func cutTag(s string) (tag string, quoted bool, rest string, ok bool) {
	if strings.HasPrefix(s, "W/") || strings.HasPrefix(s, "w/") {
		s = s[2:]
	}
	if strings.HasPrefix(s, `"`) {
		end := strings.IndexByte(s[1:], '"')
		if end < 0 || strings.ContainsFunc(s[1:end+1], func(c rune) bool { return c <= ' ' || c == 0x7f }) {
			return "", true, "", false
		}
		return s[1 : end+1], true, s[end+2:], true
	}
	if strings.HasPrefix(s, "*") {
		return "*", false, s[1:], true
	}
	end := strings.IndexFunc(s, func(c rune) bool { return !isIDCharacter(c) && c != '_' })
	if end < 0 {
		end = len(s)
	}
	return s[:end], false, s[end:], end > 0
}

// isIDCharacter tells whether c may stand in a FHIR id.
func isIDCharacter(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '.'
}

// unchanging is what a reader already has (http://hl7.org/fhir/R4/http.html#cread).
type unchanging struct {
	tags  tags
	since time.Time
}

// conditions reads If-None-Match and If-Modified-Since. A date that cannot be
// read is as if it were absent (RFC 9110, section 13.1.3).
func (r *request) conditions() (unchanging, error) {
	var u unchanging
	var err error
	if lines := r.Header["If-None-Match"]; lines != nil {
		u.tags, err = parseTags("If-None-Match", lines)
	} else if line := r.Header.Get("If-Modified-Since"); line != "" {
		if at, err := http.ParseTime(line); err == nil {
			u.since = at
		}
	}
	return u, err
}

// holds tells whether the reader's copy is still right. Tags rule over the date,
// which has whole seconds only.
func (u unchanging) holds(etag string, modified time.Time) bool {
	if !u.tags.empty() {
		return u.tags.any || slices.Contains(u.tags.opaque, etag[3:len(etag)-1])
	}
	return !u.since.IsZero() && !modified.Truncate(time.Second).After(u.since)
}

// precondition reads what a writer expects
// (http://hl7.org/fhir/R4/http.html#concurrency).
func (r *request) precondition() (fhir.Precondition, error) {
	if r.Header.Get("If-None-Exist") != "" {
		return fhir.Precondition{}, fhir.Invalid("If-None-Exist is for POST; write the criteria into the address, as in %s?identifier=...", r.typ)
	}
	return expectation(r.Header["If-Match"], r.Header["If-None-Match"])
}

// expectation reads the lines of If-Match and If-None-Match, or what stands for
// them in an entry of a transaction.
func expectation(ifMatch, ifNoneMatch []string) (fhir.Precondition, error) {
	var p fhir.Precondition
	match, err := parseTags("If-Match", ifMatch)
	if err != nil {
		return p, err
	}
	none, err := parseTags("If-None-Match", ifNoneMatch)
	if err != nil {
		return p, err
	}
	if len(none.opaque) > 0 {
		return p, fhir.Invalid("If-None-Match takes only * when writing: write if nothing is there yet")
	}
	p.Exists, p.Absent = match.any, none.any
	if p.Exists && p.Absent {
		return p, fhir.Invalid("If-Match and If-None-Match contradict each other")
	}
	slices.Sort(match.opaque)
	switch versions := slices.Compact(match.opaque); len(versions) {
	case 0:
	case 1:
		p.Version, err = expected(versions[0])
	default:
		return p, fhir.Invalid("If-Match names several versions; name the one that you changed")
	}
	return p, err
}

// expected gives the version that a tag names. A tag that is well-formed but
// never issued here can match nothing, whatever is stored.
func expected(tag string) (int64, error) {
	n, err := strconv.ParseInt(tag, 10, 64)
	if err != nil || n < 1 {
		return 0, fhir.Refuse(412, "conflict", "If-Match names no version of this server; read the resource again and repeat the change")
	}
	return n, nil
}
