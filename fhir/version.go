package fhir

import "time"

// Key names a resource on this server.
type Key struct{ Type, ID string }

// String gives the relative reference, such as "Patient/p1".
func (k Key) String() string { return k.Type + "/" + k.ID }

// ValidID tells whether s may be the logical id of a resource
// (http://hl7.org/fhir/R4/datatypes.html#id). The names "." and ".." are refused:
// no URL could name them.
func ValidID(s string) bool { return idFault(s) == "" && s != "." && s != ".." }

// Deed says how a version came to be.
type Deed string

// The deeds: those of an exchange partner, and one for an edit of the clinic's
// own tables, which appears as a version of its own.
const (
	Created Deed = "create" // under an id that the server gave
	Placed  Deed = "place"  // by an update that made the resource, under the partner's id
	Updated Deed = "update"
	Deleted Deed = "delete"
	Clinic  Deed = "clinic"
)

// Version is one version of a resource as it is exchanged.
type Version struct {
	Key
	Number int64 // meta.versionId, from 1 upwards
	At     time.Time
	Deed   Deed
	Body   []byte // JSON exactly as served; nil for a deletion
}

// Gone tells whether this version records that the resource was removed.
func (v Version) Gone() bool { return v.Body == nil }

// Page is a part of a search result or history, in order.
type Page struct {
	Versions []Version
	Included []Version // what was asked for around the matches
	Cut      bool      // there may be more to include than is here
	Next     string    // cursor of the next page, "" on the last one
	Prev     string    // cursor of the page before, "" on the first one
	Total    *int64    // number of all matches, nil when it was not counted
}

// Precondition is what a writer expects of the present state
// (http://hl7.org/fhir/R4/http.html#concurrency). The zero value expects nothing.
type Precondition struct {
	Version int64 // If-Match: the version that must be current, 0 for any
	Exists  bool  // If-Match: *
	Absent  bool  // If-None-Match: *
}

// HistoryQuery asks for versions, newest first
// (http://hl7.org/fhir/R4/http.html#history).
type HistoryQuery struct {
	Type, ID string    // both for an instance, Type alone, or neither for all
	Since    time.Time // zero for no bound
	Count    int
	Cursor   string // as given by Page.Next
	Raw      string // the query string as received, for the audit record
}
