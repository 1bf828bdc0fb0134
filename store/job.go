package store

import (
	"bytes"
	"crypto/sha256"
	"time"

	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// job is what a write comes to for one resource: a conditional delete may have
// several, or none.
type job struct {
	*mapping.Write
	of         *transaction
	entry      int // of the write, from 1
	key        fhir.Key
	kind       *typeSQL
	tree       *fhir.Tree // to be stored; nil for a deletion and for what is only found
	rows       *mapping.Rows
	before     *mapping.Rows // nil for a resource that is not here
	complement string
	refs       []fhir.Key
	head       head
	body       []byte // of the present version, see looks
	version    fhir.Version
	result     mapping.Result
	taken      bool // the id must not be there already: it does not match the criteria
}

// jobsOf says which resources the nth write is about.
func (x *transaction) jobsOf(n int) ([]*job, error) {
	w := &x.Writes[n]
	kind, err := x.s.sqlOf(w.Key.Type)
	if err != nil {
		return nil, err
	}
	one := &job{Write: w, of: x, entry: n + 1, key: w.Key, kind: kind, tree: w.Resource}
	if w.Where != nil {
		return x.matched(one, x.found[w.Where])
	}
	if w.Do == mapping.Create {
		one.name(x.s.opt.NewID())
	}
	return []*job{one}, nil
}

// name gives the resource an id that the server chose.
func (j *job) name(id string) {
	j.key.ID = id
	if j.tree != nil {
		j.tree = j.tree.With("id", fhir.Str(id))
	}
}

// take sets what is to be stored.
func (j *job) take(t *fhir.Tree) {
	rows, complement := j.kind.Split(t, j.before)
	j.tree, j.rows, j.complement = t, rows, complement.Encode()
	j.refs = refsOf(j.kind, rows)
}

// looks gives "true" for a job that needs the present body.
func (j *job) looks() string {
	if j.Do == mapping.Patch || j.result == mapping.Found {
		return "true"
	}
	return ""
}

// compare notes when the present version says already what is to be stored.
func (j *job) compare() {
	if j.tree == nil || !j.head.here() {
		return
	}
	body := render(j.tree, j.present(nil))
	if sum := sha256.Sum256(body); bytes.Equal(j.head.sum, sum[:]) {
		j.result, j.version = mapping.Same, j.present(body)
	}
}

// changes tells whether there are rows that will be others.
func (j *job) changes() bool {
	return j.tree != nil && j.head.here() && j.result != mapping.Same
}

// decide makes the version that is to be written, if there is one.
func (j *job) decide(now time.Time, placeholders bool) error {
	switch {
	case j.result == mapping.Found:
		j.version = j.present(j.body)
		return nil
	case j.result == mapping.Same:
		return nil
	case j.tree == nil && !j.head.here():
		j.result = mapping.Nothing
		return nil
	case j.tree == nil:
		j.result = mapping.Removed
		j.version = fhir.Version{Key: j.key, Number: j.head.version + 1, At: after(now, j.head), Deed: fhir.Deleted}
		return nil
	case len(j.head.missing) > 0 && !placeholders:
		return dangling(j.tree, j.head.missing)
	}
	j.version = fhir.Version{Key: j.key, Number: j.head.version + 1, At: after(now, j.head), Deed: j.deed()}
	j.version.Body = render(j.tree, j.version)
	if j.result = mapping.Made; j.head.here() {
		j.result = mapping.Changed
	}
	return nil
}

// present is the version that is there now.
func (j *job) present(body []byte) fhir.Version {
	return fhir.Version{Key: j.key, Number: j.head.version, At: j.head.at, Deed: fhir.Updated, Body: body}
}

func (j *job) deed() fhir.Deed {
	switch {
	case j.head.here():
		return fhir.Updated
	case j.Do == mapping.Create || j.Do == mapping.Update && j.Key.ID == "" && j.Resource.Get("id") == nil:
		return fhir.Created
	}
	return fhir.Placed
}

// writes tells whether there is a version to write.
func (j *job) writes() bool {
	return j.result == mapping.Made || j.result == mapping.Changed || j.result == mapping.Removed
}

// patient is the one whose record it is, or was.
func (j *job) patient() string {
	if j.rows != nil {
		return j.kind.Patient(j.rows)
	}
	return j.head.patient
}

// record is what the audit log keeps of it.
func (j *job) record() audit.Record {
	as := interactions[j.Do]
	if j.Do == mapping.Update && j.result == mapping.Made {
		as = audit.Create
	}
	return j.of.s.record(j.of.a, as, j.key, j.version.Number, j.patient())
}
