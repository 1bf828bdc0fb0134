package store

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/mapping"
)

// sortKey is one expression of the order, with the type its cursor is read as.
type sortKey struct {
	expression string
	cast       string
	down       bool
	never      bool // is never NULL
	first      bool // what has no value comes first: of an order that is turned round
}

// sortKeys gives the order of a page; the id comes last and makes it total.
func sortKeys(q *mapping.Query) []sortKey {
	var keys []sortKey
	t := &typeSQL{Resource: mapping.Of(q.Type)}
	for _, s := range q.Sort {
		switch {
		case s.Code == "_id":
			return append(keys, t.byIdentity(s.Down)...)
		case s.Code == "_lastUpdated":
			keys = append(keys, sortKey{"h.last_updated", "timestamptz", s.Down, true, false})
		default:
			keys = append(keys, t.sortedBy(s))
		}
	}
	return append(keys, t.byIdentity(false)...)
}

// turned is the order from the end to the beginning, by which a page is read
// that lies before another.
func turned(keys []sortKey) []sortKey {
	back := slices.Clone(keys)
	for i := range back {
		back[i].down, back[i].first = !back[i].down, true
	}
	return back
}

// orderBy puts what has no value last, whatever the direction, unless the whole
// order is turned round.
func orderBy(keys []sortKey) string {
	var parts []string
	for _, k := range keys {
		part := k.expression
		if k.down {
			part += " desc"
		}
		if k.first && !k.never {
			part += " nulls first"
		} else if !k.never {
			part += " nulls last"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// behind is true of what comes after the match that has these values, in the
// order of the keys.
func behind(b *builder, keys []sortKey, values []*string) string {
	condition := "false"
	for i := len(keys) - 1; i >= 0; i-- {
		condition = beyond(b, keys[i], values[i], condition)
	}
	return condition
}

// beyond is true when the key comes after the value, or equals it and then holds.
func beyond(b *builder, k sortKey, value *string, then string) string {
	if value == nil && k.first {
		return fmt.Sprintf("(%s is not null or %s)", k.expression, then)
	} else if value == nil {
		return fmt.Sprintf("(%s is null and %s)", k.expression, then)
	}
	compare := ">"
	if k.down {
		compare = "<"
	}
	v := b.arg(*value, k.cast)
	later := fmt.Sprintf("%s %s %s", k.expression, compare, v)
	if !k.never && !k.first {
		later = fmt.Sprintf("(%s or %s is null)", later, k.expression)
	}
	if k.expression == "m.id" { // it comes last: a plain bound, at which the indexes of row and head both begin
		return later + " and " + strings.Replace(later, "m.", "h.", 1)
	}
	if k.never { // the same with a bound that an index can begin at
		return fmt.Sprintf("(%s %s= %s and (%s or %s))", k.expression, compare, v, later, then)
	}
	return fmt.Sprintf("(%s or %s = %s and %s)", later, k.expression, v, then)
}
