package store

import (
	"strconv"
	"time"

	"kapbridge/fhir"
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
