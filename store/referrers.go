package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq/pqerror"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// mostReferrers bounds the resources that a refusal names.
const mostReferrers = 10

// referred words a violated foreign key for whoever deletes: it names the
// resources that refer to the deleted one by a column, to be changed or deleted
// first. They are looked for after the transaction that failed, and may have gone.
func (x *transaction) referred(ctx context.Context, err error) error {
	var v *violation
	if !errors.As(err, &v) || v.code != pqerror.ForeignKeyViolation {
		return err
	}
	for _, j := range x.jobs {
		if j.result != mapping.Removed {
			continue
		}
		all, lost := x.s.referrers(ctx, j.kind.Resource, j.key.ID)
		if lost != nil {
			return problem(lost)
		}
		all = slices.DeleteFunc(all, x.removes)
		if len(all) > 0 {
			return blame(stillReferred(j.key, all).Because(v), j.entry)
		}
	}
	return err
}

// removes tells whether the transaction deletes a resource.
func (x *transaction) removes(key fhir.Key) bool {
	return slices.ContainsFunc(x.jobs, func(j *job) bool { return j.key == key && j.result == mapping.Removed })
}

func stillReferred(key fhir.Key, by []fhir.Key) *fhir.Problem {
	names := make([]string, len(by))
	for i, k := range by {
		names[i] = k.String()
	}
	if len(names) > mostReferrers {
		names = append(names[:mostReferrers], "and others")
	}
	return fhir.Refuse(409, "conflict", "%s is not deleted, since these refer to it: %s; delete them first, or let them refer to another", key, strings.Join(names, ", "))
}

// referrers lists resources that refer to this one, itself apart: one more than
// mostReferrers at most, each by the index that its column has.
func (s *Store) referrers(ctx context.Context, t *mapping.Resource, id string) ([]fhir.Key, error) {
	found, err := s.db.QueryxContext(ctx, referrersSQL(t), id)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var all []fhir.Key
	for found.Next() {
		var k fhir.Key
		if err := found.Scan(&k.Type, &k.ID); err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	return all, found.Err()
}

// referrersSQL looks through every column of every declaration that refers to
// the table. Each part stops early, so that a patient's thousand doses cost no
// more than ten.
func referrersSQL(t *mapping.Resource) string {
	var parts []string
	for _, r := range mapping.All() {
		look := func(table, owner string, columns []mapping.Column) {
			for _, c := range columns {
				if c.To == t.Table {
					parts = append(parts, fmt.Sprintf("(select '%s' as type, %s as id from %s where %s = cast($1 as text) limit %d)", r.Type, owner, table, c.Name, mostReferrers+2))
				}
			}
		}
		look(r.Table, "id", r.Columns())
		for _, child := range r.Children() {
			look(child.Name, r.Table+"_id", child.Columns)
		}
	}
	if len(parts) == 0 { // nothing refers to such a thing
		parts = []string{"(select null as type, null as id where false)"}
	}
	return fmt.Sprintf("select type, id from (%s) r where not (type = '%s' and id = cast($1 as text)) order by type, id limit %d",
		strings.Join(parts, " union "), t.Type, mostReferrers+1)
}
