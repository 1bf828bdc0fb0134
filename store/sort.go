package store

import (
	"database/sql"
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
			return append(keys, sortKey{"m.id", "text", s.Down, true, false})
		case s.Code == "_lastUpdated":
			keys = append(keys, sortKey{"h.last_updated", "timestamptz", s.Down, true, false})
		default:
			keys = append(keys, t.sortedBy(s))
		}
	}
	return append(keys, sortKey{"m.id", "text", false, true, false})
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

// backwards begins a cursor that leads to the page before; no base64 has it.
const backwards = "~"

// after continues behind the last match of the page before, or before the first
// match of the page behind.
func (p *page) after(cursor string) error {
	if cursor == "" {
		return nil
	}
	if cursor, p.back = strings.CutPrefix(cursor, backwards); p.back {
		p.keys = turned(p.keys)
	}
	values, err := decodeCursor(cursor, len(p.keys))
	if err != nil {
		return err
	}
	condition := "false"
	for i := len(p.keys) - 1; i >= 0; i-- {
		if condition, err = p.beyond(p.keys[i], values[i], condition); err != nil {
			return err
		}
	}
	p.and("%s", condition)
	return nil
}

// beyond is true when the key comes after the value, or equals it and then holds.
func (p *page) beyond(k sortKey, value, then string) (string, error) {
	given, known := strings.CutPrefix(value, "=")
	if !known && k.first {
		return fmt.Sprintf("(%s is not null or %s)", k.expression, then), nil
	} else if !known {
		return fmt.Sprintf("(%s is null and %s)", k.expression, then), nil
	}
	if err := fitsCast(given, k.cast); err != nil {
		return "", err
	}
	compare := ">"
	if k.down {
		compare = "<"
	}
	v := p.arg(given, k.cast)
	later := fmt.Sprintf("%s %s %s", k.expression, compare, v)
	if !k.never && !k.first {
		later = fmt.Sprintf("(%s or %s is null)", later, k.expression)
	}
	if then == "false" { // the id comes last: a plain bound, at which the indexes of row and head both begin
		return later + " and " + strings.Replace(later, "m.", "h.", 1), nil
	}
	if k.never { // the same with a bound that an index can begin at
		return fmt.Sprintf("(%s %s= %s and (%s or %s))", k.expression, compare, v, later, then), nil
	}
	return fmt.Sprintf("(%s or %s = %s and %s)", later, k.expression, v, then), nil
}

func cursorAfter(values []sql.NullString) string {
	parts := make([]string, len(values))
	for i, v := range values {
		if v.Valid {
			parts[i] = "=" + v.String
		}
	}
	return encodeCursor(parts...)
}
