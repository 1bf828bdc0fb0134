package mapping

import "kapbridge/fhir"

// Transaction is a list of changes that happen all or not at all
// (http://hl7.org/fhir/R4/http.html#transaction). A single create, update,
// patch or delete is a transaction of one.
type Transaction struct {
	Writes  []Write
	Named   map[string]*Query // conditional references, as written: each must match one resource
	Receipt *Receipt          // nil when the client gave no key
}

// Write is one change: to the resource that Key names, to the one that Where
// finds, or to a new one.
type Write struct {
	Do       Do
	Key      fhir.Key // without an ID where the server or Where decides
	Where    *Query   // nil for an unconditional write
	Expect   fhir.Precondition
	Resource *fhir.Tree                           // what to store, of Create and Update
	Change   func(*fhir.Tree) (*fhir.Tree, error) // of Patch: gives the new resource and leaves the old as it is; may be called again
	Most     int                                  // how many resources Delete may find by Where; 0 for one
	URL      string                               // Bundle.entry.fullUrl, by which the others refer to it; "" for none
}

// Do says what a write does.
type Do string

// What a write can do (http://hl7.org/fhir/R4/http.html#summary).
const (
	Create Do = "create"
	Update Do = "update"
	Patch  Do = "patch"
	Delete Do = "delete"
)

// Written is what became of a Write.
type Written struct {
	fhir.Version // the resource as it is now; Number 0 where there was nothing to delete
	Result       Result
	Others       []fhir.Version // what a conditional delete removed besides
}

// Result says what a write came to.
type Result string

// The results of a write.
const (
	Made    Result = "made"    // a resource that was not here
	Changed Result = "changed" // a new version of one that was
	Same    Result = "same"    // what is stored said this already: no new version
	Found   Result = "found"   // the criteria of a conditional create match this one: nothing is stored
	Removed Result = "removed"
	Nothing Result = "nothing" // there was nothing to delete
)

// Receipt lets a client repeat a request whose answer it did not get: the same
// key with the same digest is answered with what was done the first time.
type Receipt struct {
	Key    string // as the client chose it
	Digest string // of all that decides what is done: method, address, conditions and body

	Replayed bool // set by the store: this was done before, and is only told again
}
