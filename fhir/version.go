package fhir

import (
	"regexp"
	"time"
)

// Key names a resource on this server.
type Key struct{ Type, ID string }

// String gives the relative reference, such as "Patient/p1".
func (k Key) String() string { return k.Type + "/" + k.ID }

// IDPattern is R4's form of a logical id (http://hl7.org/fhir/R4/datatypes.html#id).
var IDPattern = regexp.MustCompile(`^[A-Za-z0-9\-.]{1,64}$`)

// ValidID tells whether s may be the logical id of a resource.
func ValidID(s string) bool { return IDPattern.MatchString(s) }

// Deed says how a version came to be.
type Deed string

// The deeds: three of an exchange partner, and one for an edit of the clinic's
// own tables, which appears as a version of its own.
const (
	Created Deed = "create"
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
