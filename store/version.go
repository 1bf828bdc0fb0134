package store

import (
	"strconv"
	"time"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// check compares what the writer expects with what is there
// (http://hl7.org/fhir/R4/http.html#concurrency).
func check(expect fhir.Precondition, key fhir.Key, h head) error {
	switch {
	case expect.Absent && h.here():
		return fhir.Refuse(412, "conflict", "%s exists already, in version %d", key, h.version)
	case (expect.Exists || expect.Version > 0) && !h.here():
		return fhir.Refuse(412, "conflict", "%s does not exist, so no version of it can match", key)
	case expect.Version > 0 && expect.Version != h.version:
		return fhir.Refuse(412, "conflict", "%s is now in version %d, not %d; read it again and repeat the change", key, h.version, expect.Version)
	}
	return nil
}

// guarded refuses to change what is here without If-Match, where the clinic
// demands that. R4 answers 400 then and not 412 or RFC 6585's 428
// (http://hl7.org/fhir/R4/http.html#concurrency). A deletion by criteria needs
// none: it may find several, and says itself what they must be like. What the
// program publishes is nobody else's.
func (s *Store) guarded(j *job) error {
	named := j.Expect.Version > 0 || j.Expect.Exists
	if !s.opt.RequireIfMatch || named || !j.head.here() || j.result == mapping.Found || j.kind.Published || j.Do == mapping.Delete && j.Where != nil {
		return nil
	}
	return fhir.Refuse(400, "required", `%s is here already, so the request needs If-Match with the version that it changes, such as W/"%d" for the present one; read it first`, j.key, j.head.version)
}

// after keeps a resource's instants in the order of its versions, whatever the clock does.
func after(now time.Time, h head) time.Time {
	if !now.After(h.updated) {
		return h.updated.UTC().Add(time.Millisecond)
	}
	return now
}

// render writes the body of a version: the resource with the server's own part of meta.
func render(t *fhir.Tree, v fhir.Version) []byte {
	meta := fhir.Obj(
		fhir.Member{Name: "versionId", Value: fhir.Str(formatVersion(v.Number))},
		fhir.Member{Name: "lastUpdated", Value: fhir.Str(v.At.UTC().Format(instantLayout))})
	if given := t.Get("meta"); given.Is(fhir.Object) {
		meta.Members = append(meta.Members, given.Without("versionId", "lastUpdated").Members...)
	}
	return fhir.Encode(t.With("meta", meta))
}

const instantLayout = "2006-01-02T15:04:05.000Z"

func formatVersion(n int64) string { return strconv.FormatInt(n, 10) }
