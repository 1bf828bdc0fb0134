package store

import (
	"fmt"
	"regexp"
	"strings"

	"kapbridge/mapping"
)

// pointer is one column of a type that refers to resources of another type.
type pointer struct {
	table, owner string // the row that has the column, and its column with the id of the resource
	column       string
	kind         pointing
}

type pointing uint8

const (
	byID      pointing = iota // a foreign key
	spelled                   // Type/id in words, of a type that the lens has no key for
	canonical                 // url or url|version
)

// pointers lists the columns that a reference parameter looks at for a target.
func (t *typeSQL) pointers(via *mapping.Param, target string) []pointer {
	var all []pointer
	for _, place := range via.Places {
		p := pointer{table: t.Table, owner: "id", kind: byID}
		if len(place.Tables) > 0 {
			p.table, p.owner = t.TableOf(place), t.owner()
		}
		if place.Shape() == mapping.ShapeCode {
			p.column, p.kind = place.Columns()[0].Name, canonical
		} else if local, elsewhere := place.Targets(); local[target] != "" {
			p.column = local[target]
		} else {
			p.column, p.kind = elsewhere, spelled
		}
		all = append(all, p)
	}
	if step, ok := via.Onward(t.Type); ok {
		all = append(all, t.onward(step, target)...)
	}
	return all
}

// onward lists the pointers of the resources that a step leads to, each with the
// resource of type t from which the step leads there, as if it were its own.
func (t *typeSQL) onward(step mapping.Hop, target string) (all []pointer) {
	middle := &typeSQL{Resource: mapping.Of(step.Type)}
	for _, first := range t.pointers(step.Via, step.Type) {
		for _, second := range middle.pointers(step.Term.Param, target) {
			all = append(all, pointer{owner: "from_id", column: second.column, kind: second.kind,
				table: fmt.Sprintf("(select a.%s as from_id, b.%s from %s a join %s b on b.%s = a.%s)",
					first.owner, second.column, first.table, second.table, second.owner, first.column)})
		}
	}
	return all
}

// names gives the SQL expressions by which a pointer of the kind may name the
// resource of row m.
func (k pointing) names(t *typeSQL) []string {
	switch k {
	case spelled:
		return []string{fmt.Sprintf("'%s/' || m.id", t.Type)}
	case canonical:
		column := func(code string) string { return "m." + t.Param(code).Places[0].Columns()[0].Name }
		names := []string{column("url")}
		if t.Param("version") != nil {
			names = append(names, column("url")+" || '|' || "+column("version"))
		}
		return names
	}
	return []string{"m.id"}
}

// alive is what holds of the head of every resource that anybody may find.
const alive = "not h.placeholder and not h.deleted"

// from is the main row and the head of every living resource of the type for which the
// condition holds. The aliases m and h hide those of the statement around it.
func (t *typeSQL) from(more, condition string) string {
	return fmt.Sprintf("from %s m join %s on h.type = '%s' and h.id = m.id%s where %s and %s", t.Table, t.head(), t.Type, more, alive, condition)
}

// among is from where only the rows are wanted, inside of a semi-join. The head is
// then looked for by a semi-join of its own: joined, it would have PostgreSQL take
// the ids of all types for those among which the rows' ids are spread, and expect
// one row of what may be half of a table.
func (t *typeSQL) among(more, condition string) string {
	if t.Log || looksAtHead.MatchString(condition) {
		return t.from(more, condition)
	}
	return fmt.Sprintf("from %s m%s where exists (select from fhir_resource h where h.type = '%s' and h.id = m.id and %s offset 0) and %s", t.Table, more, t.Type, alive, condition)
}

var looksAtHead = regexp.MustCompile(`\bh\.`)

// head is where the head h of row m is. A record of a log is its own head, in its
// only version.
func (t *typeSQL) head() string {
	if !t.Log {
		return "fhir_resource h"
	}
	return fmt.Sprintf("lateral (select '%s' as type, m.id as id, cast(1 as bigint) as version, m.recorded as last_updated, m.patient_id as patient, false as deleted, false as placeholder, false as pending) h", t.Type)
}

// chain compiles a term about other resources to a semi-join: never row by row,
// and from whichever side finds fewer.
func (t *typeSQL) chain(b *builder, c *mapping.Chain) (string, error) {
	var ids []string
	for _, hop := range c.Hops {
		other := &typeSQL{Resource: mapping.Of(hop.Type)}
		if c.Reverse {
			return other.referring(b, hop, t)
		}
		pointers := t.pointers(hop.Via, hop.Type)
		for _, p := range pointers {
			condition, err := other.holds(b, hop.Term)
			if err != nil {
				return "", err
			}
			names := p.kind.names(other)
			name := names[0]
			if len(names) > 1 {
				name = "unnest(array[" + strings.Join(names, ", ") + "])"
			}
			named := fmt.Sprintf("(select %s %s)", name, other.among("", condition))
			if p.owner == "id" && len(c.Hops) == 1 && len(pointers) == 1 {
				return fmt.Sprintf("m.%s in %s", p.column, named) + t.ofPatients("m", p.column, "array"+named), nil
			}
			ids = append(ids, fmt.Sprintf("select %s from %s p where p.%s in %s", t.identity("p", p.owner), p.table, p.column, named)+
				t.ofPatients("p", p.column, "array"+named))
		}
	}
	return t.isOneOf(ids), nil
}

// referring compiles _has: t refers to the resource of row m, of type to.
func (t *typeSQL) referring(b *builder, hop mapping.Hop, to *typeSQL) (string, error) {
	var parts []string
	for _, p := range t.pointers(hop.Via, to.Type) {
		condition, err := t.holds(b, hop.Term)
		if err != nil {
			return "", err
		}
		row, more := "m", ""
		if p.owner != "id" {
			row, more = "p", fmt.Sprintf(" join %s p on p.%s = m.id", p.table, p.owner)
		}
		column := row + "." + p.column
		named := fmt.Sprintf("select cast(%s as text) %s", column, t.among(more, condition+" and "+column+" is not null"))
		if names := p.kind.names(to); len(names) == 1 {
			parts = append(parts, fmt.Sprintf("%s in (%s)", names[0], named))
		} else {
			parts = append(parts, fmt.Sprintf("array[%s] && array(%s)", strings.Join(names, ", "), named))
		}
	}
	return "(" + strings.Join(parts, " or ") + ")", nil
}
