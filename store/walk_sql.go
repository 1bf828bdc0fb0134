package store

import (
	"fmt"
	"slices"
	"strings"
)

// calm is the statement of a page while no resource of the type has changed
// since the first one.
func (w *walk) calm() (string, *builder, error) {
	b := w.s.builder()
	rows, err := w.unmoved(b)
	if err != nil {
		return "", nil, err
	}
	return w.shown(rows, w.signals(b)), b, nil
}

// unmoved selects a page of matches by their rows: m is the main row, h its
// head. Where the first key is a column, those that have none come from a select
// of their own, so that an index on the column gives the others in order.
func (w *walk) unmoved(b *builder, but ...string) (string, error) {
	first, column := w.keys[0], ""
	if !first.never && isColumn(first.expression) {
		column = first.expression
	}
	apart, err := w.t.matchingApart(b, w.q, column)
	if err != nil {
		return "", err
	}
	for _, condition := range but {
		b.and("%s", condition)
	}
	var place []*string
	if w.at != nil {
		place = w.at.Keys
	}
	if column == "" {
		return w.part(b, w.keys, place), nil
	}
	return w.joined(w.parts(b, first, place, apart)), nil
}

// parts selects those that have the first key, and those that have none: the
// latter are the end of the order, or when it is turned round the beginning.
func (w *walk) parts(b *builder, first sortKey, place []*string, apart reached) []string {
	switch among := place != nil && place[0] == nil; {
	case place != nil && !among && first.first:
		return w.filled(b, first, place, apart)
	case among && !first.first:
		return w.blank(b, first, place[1:], apart)
	case among:
		return append(w.blank(b, first, place[1:], apart), w.filled(b, first, nil, apart)...)
	}
	return append(w.filled(b, first, place, apart), w.blank(b, first, nil, apart)...)
}

// filled selects those that have the first key. Where the search says when they
// begin, those that begin then are a range of an index on it, and the long ones
// that begin elsewhere are a few: in one select, its plan could be to go through
// the index from its end to the range.
func (w *walk) filled(b *builder, first sortKey, place []*string, apart reached) []string {
	keys := slices.Clone(w.keys)
	keys[0].never = true
	isFilled := first.expression + " is not null"
	if apart.window == "" {
		return []string{w.part(b, keys, place, isFilled)}
	}
	return []string{
		w.part(b, keys, place, apart.window),
		w.part(b, keys, place, isFilled, apart.long, "("+apart.window+") is not true")}
}

// blank selects those that have no first key, and begin in no window.
func (w *walk) blank(b *builder, first sortKey, place []*string, apart reached) []string {
	conditions := []string{first.expression + " is null"}
	if apart.long != "" {
		conditions = append(conditions, apart.long)
	}
	return []string{w.part(b, w.keys[1:], place, conditions...)}
}

func (w *walk) joined(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return fmt.Sprintf("select * from ((%s)) p order by %s limit %d", strings.Join(parts, ") union all ("), orderBy(w.of("p")), w.q.Count+1)
}

// isColumn tells whether an expression is a column of the main row and no more.
func isColumn(expression string) bool {
	name, ok := strings.CutPrefix(expression, "m.")
	return ok && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_0123456789") == ""
}

// part selects matches in the order of keys, from a place on. The limit is part
// of the text, for without it the plan of a prepared statement takes any page
// for a tenth of all matches.
func (w *walk) part(b *builder, keys []sortKey, place []*string, conditions ...string) string {
	if place != nil {
		conditions = append(conditions, behind(b, keys, place))
	}
	conditions = append(conditions, b.conditions())
	return fmt.Sprintf("select m.id, h.version, h.pending, h.last_updated, h.patient, %s %s order by %s limit %d",
		w.named(), w.t.from("", strings.Join(conditions, " and ")), orderBy(gathered(w.q, keys)), w.q.Count+1)
}

// named lists the keys as columns k0, k1 ...
func (w *walk) named() string {
	columns := make([]string, len(w.keys))
	for i, k := range w.keys {
		columns[i] = fmt.Sprintf("%s as k%d", k.expression, i)
	}
	return strings.Join(columns, ", ")
}

// of is the order by the columns that named made in a table.
func (w *walk) of(table string) []sortKey {
	keys := slices.Clone(w.keys)
	for i := range keys {
		keys[i].expression = fmt.Sprintf("%s.k%d", table, i)
	}
	return keys
}

// shown selects what is shown of the rows of a page. Their versions are looked
// for once the page stands, see embody; the records of a log come with it.
func (w *walk) shown(rows, signals string) string {
	var keys strings.Builder
	for _, k := range w.of("p") {
		fmt.Fprintf(&keys, ", cast(%s as text)", k.expression)
	}
	record, records := "", ""
	if w.t.Log {
		record, records = ", v.record", " join "+w.t.Table+" v on v.id = p.id and v.interaction_id = "+rowOfEvent("p.id")
	}
	return fmt.Sprintf(`select p.id, p.version, p.pending, p.last_updated, coalesce(p.patient, ''), %s%s%s
 from (%s) p%s order by %s`, signals, record, &keys, rows, records, orderBy(w.of("p")))
}

// waits is true while edits of the clinic to the type wait for versions, else
// NULL. It is asked in an order that an index has, so that no plan can read the
// table.
func (w *walk) waits() string {
	return fmt.Sprintf("(select true from fhir_resource where type = '%s' and pending order by type, id limit 1)", w.t.Type)
}

// signals are two columns that tell, for the first page, whether the clinic's
// edits of the type wait for versions, and what the page saw; for the others,
// whether anything of the type has changed since, in the order of an index, too.
func (w *walk) signals(b *builder) string {
	if w.at == nil {
		return "coalesce(" + w.waits() + ", false), (select cast(pg_current_snapshot() as text))"
	}
	return fmt.Sprintf("coalesce(%s, (select true from %s order by h.last_updated desc limit 1), false), ''", w.waits(), w.written(b))
}
