package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kapbridge/mapping"
)

// A row of a log is an interaction with all its patients. The view that is
// searched takes it apart into an event for each (migrations/0002_exchange.sql),
// and no index reaches through that. So the view also shows what the row has:
// interaction_id and position, which name an event as its id does, and patients.
// A condition on an event's patient or id is joined by one on the row.

var isPatient = regexp.MustCompile(`m\.patient_id = (cast\(\$\d+ as text\))`)

// ofRow joins a condition on the references of an event by what it says of the row.
func (t *typeSQL) ofRow(condition string) string {
	if !t.Log || !isPatient.MatchString(condition) {
		return condition
	}
	return "(" + condition + " and " + isPatient.ReplaceAllString(condition, "m.patients && array[$1]") + ")"
}

// ofPatients goes on behind a condition that a column of a type's main row is
// one of ids, an SQL array.
func (t *typeSQL) ofPatients(row, column, ids string) string {
	if !t.Log || column != "patient_id" {
		return ""
	}
	return fmt.Sprintf(" and %s.patients && cast(%s as text[])", row, ids)
}

// ofEvents goes on behind a condition that the id of a type's main row is one of
// ids, an SQL array.
func (t *typeSQL) ofEvents(row, ids string) string {
	if !t.Log {
		return ""
	}
	return fmt.Sprintf(" and %s.interaction_id = any(array(select %s from unnest(%s) id))", row, rowOfEvent("id"), ids)
}

// rowOfEvent is the id of the row of which an event of that id is a part.
func rowOfEvent(id string) string { return "split_part(" + id + ", '.', 1)" }

// identity is by what statements find a main row again: its id, which is a column
// of row, or for an event what an index finds, too.
func (t *typeSQL) identity(row, id string) string {
	if t.Log {
		return row + ".interaction_id, " + row + ".position"
	}
	return row + "." + id
}

// isOneOf says that the main row m is among those whose identities selects find.
func (t *typeSQL) isOneOf(selects []string) string {
	m := t.identity("m", "id")
	if t.Log {
		m = "(" + m + ")"
	}
	return m + " in (" + strings.Join(selects, " union all ") + ")"
}

// byIdentity is the order of the identities, which is total.
func (t *typeSQL) byIdentity(down bool) []sortKey {
	if t.Log {
		return []sortKey{{"m.interaction_id", "text", down, true, false}, {"m.position", "bigint", down, true, false}}
	}
	return []sortKey{{"m.id", "text", down, true, false}}
}

// gathered is the order of a page for which all matches are to be gathered and
// sorted: those events of a log that are about one thing. PostgreSQL cannot tell
// how few they are, and where an index gives the order it would look for them
// through the whole log. It uses none for an order by greatest(column).
func gathered(q *mapping.Query, keys []sortKey) []sortKey {
	about := func(t mapping.Term) bool {
		return t.Param != nil && t.Param.Type == "reference" && t.Chain == nil && t.Modifier != "missing"
	}
	if !mapping.Of(q.Type).Log || q.Within.Type == "" && !slices.ContainsFunc(q.Terms, about) {
		return keys
	}
	keys = slices.Clone(keys)
	keys[0].expression = "greatest(" + keys[0].expression + ")"
	return keys
}
