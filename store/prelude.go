package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// head is the state of a resource as a transaction finds it.
type head struct {
	version     int64     // 0 when it never had one
	updated     time.Time // the last change, of the clinic too
	at          time.Time // of the present version
	deleted     bool
	placeholder bool
	pending     bool
	known       bool // there is a row for it, whatever it says
	patient     string
	sum         []byte   // of the present version's body
	missing     []string // its references that lead nowhere, as "Type/id"
}

// here tells whether a GET would show the resource.
func (h head) here() bool { return h.version > 0 && !h.deleted }

// stale tells that the head moved while the prelude waited for it: the version
// that it then points to was not there yet when the statement began, and can be
// seen by the next one.
func (h head) stale() bool { return h.version > 0 && h.at.IsZero() }

// preludeSQL sets the adapter's marks, then locks the heads $1 in the order
// given and names, of the references $2, those that lead nowhere. The lists are
// JSON, of which the planner expects the same number of rows whatever they hold,
// so that it keeps its plan. It is a function, for that plan has to be made after
// the marks are set: one made while the tables were small would read them whole
// until they are analyzed.
const preludeSQL = `select missing, place, mark, version, last_updated, deleted, placeholder, pending, patient, at, sha256, body
 from fhir_prelude(cast($1 as json), cast($2 as json), $3)`

// prelude locks the heads of the jobs' resources and looks for missing
// references, in one round trip. What the transaction itself writes is not
// missing, what it deletes is. The present body comes along for jobs that need it.
func (g *group) prelude(ctx context.Context, tx *sqlx.Tx, jobs []*job) error {
	jobs = slices.SortedFunc(slices.Values(jobs), func(a, b *job) int {
		return cmp.Or(cmp.Compare(a.key.Type, b.key.Type), cmp.Compare(a.key.ID, b.key.ID))
	})
	heads, refs := &rowsJSON{}, &rowsJSON{}
	for i, j := range jobs {
		heads.place(j.key, i)
		heads.some("look", j.looks())
	}
	for i, key := range references(jobs) {
		refs.place(key, i)
	}
	wanted, referred := heads.end(), refs.end()
	missing, err := g.heads(ctx, tx, jobs, wanted, referred)
	if err == nil && slices.ContainsFunc(jobs, func(j *job) bool { return j.head.stale() }) {
		missing, err = g.heads(ctx, tx, jobs, wanted, referred)
	}
	if err != nil {
		return err
	}
	for _, j := range jobs {
		for _, key := range j.refs {
			own := j.of.own[key]
			if name := key.String(); own == mapping.Delete || own == "" && slices.Contains(missing, name) {
				j.head.missing = append(j.head.missing, name)
			}
		}
	}
	return nil
}

// heads runs the prelude once and gives the references that lead nowhere.
func (g *group) heads(ctx context.Context, tx *sqlx.Tx, jobs []*job, heads, refs []byte) (missing []string, err error) {
	found, err := g.s.query(ctx, tx, preludeSQL, heads, refs, g.patience)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		p, err := scanHead(found)
		if err != nil {
			return nil, err
		}
		missing, p.missing = append(missing, p.missing...), nil // which come with one row, but may be of any
		jobs[p.place].head, jobs[p.place].body, g.left.number = p.head, p.body, p.mark
	}
	return missing, found.Err()
}

// preludeRow is a row of the prelude's answer.
type preludeRow struct {
	head
	place int
	mark  string
	body  []byte
}

func scanHead(found *sqlx.Rows) (p preludeRow, err error) {
	var version sql.NullInt64
	var updated, at sql.NullTime
	var deleted, placeholder, pending sql.NullBool
	var patient sql.NullString
	err = found.Scan(pq.Array(&p.missing), &p.place, &p.mark, &version, &updated, &deleted, &placeholder, &pending, &patient, &at, &p.sum, &p.body)
	p.known, p.version, p.updated, p.at = version.Valid, version.Int64, updated.Time, at.Time
	p.deleted, p.placeholder, p.pending, p.patient = deleted.Bool, placeholder.Bool, pending.Bool, patient.String
	return p, err
}

// references lists what must be there already for the jobs: all that they refer
// to but what their own transactions write.
func references(jobs []*job) (wanted []fhir.Key) {
	seen := map[fhir.Key]bool{}
	for _, j := range jobs {
		for _, key := range j.refs {
			if j.of.own[key] == "" && !seen[key] {
				seen[key] = true
				wanted = append(wanted, key)
			}
		}
	}
	return wanted
}
