package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// mostMoved bounds the matches that may have changed since a walk began.
const mostMoved = 5000

// slack is how long before its commit a version may have taken its instant, for
// one statement of at most 30 s (connect.go) lies between the two; skew is how
// far the clocks of two servers of one clinic may be apart.
const (
	slack = time.Minute
	skew  = 5 * time.Second
)

// since is the least instant of a version that the walk's first page cannot have
// seen. A transaction takes its instant when it has its number (marks): where
// none was under way, which the snapshot tells, all others came later.
func (w *walk) since() time.Time {
	if xmin, others, _ := strings.Cut(w.at.Snapshot, ":"); others == xmin+":" {
		return w.begun.Add(-skew)
	}
	return w.begun.Add(-slack)
}

// written are the heads that have another version than the walk's first page
// saw. What is not pending was last written by the adapter, whose transactions
// have no parts of their own: fhir_seen could not tell those. Nothing was
// pending when the walk began, so what is pending has changed, too.
func (w *walk) written(b *builder) string {
	return fmt.Sprintf("fhir_resource h where h.type = '%s' and h.last_updated >= %s and not fhir_seen(h.xmin, %s)",
		w.t.Type, b.arg(w.since(), "timestamptz"), b.arg(w.at.Snapshot, "pg_snapshot"))
}

// movedMatches are the matches that have changed since the walk began.
type movedMatches struct {
	all  []string      // their ids
	then []*movedMatch // those that were there already, as they were
}

type movedMatch struct {
	id   string
	at   time.Time
	rows *mapping.Rows // nil when no key looks at them
}

// findMoved reads a page when something has changed: what did not change by
// its rows, what did by the rows of the version that the first page saw. Two
// statements that see the same state of the database.
func (w *walk) findMoved(ctx context.Context) (f found, err error) {
	tx, err := w.s.db.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return f, err
	}
	defer func() {
		if end := tx.Rollback(); end != nil && !errors.Is(end, sql.ErrTxDone) {
			w.s.opt.Log.Warn("end a page's transaction", "error", end)
		}
	}()
	moved, err := w.moved(ctx, tx)
	if err != nil {
		return f, err
	}
	text, b, err := w.stirred(moved)
	if err != nil {
		return f, err
	}
	return w.read(ctx, text, b, tx.QueryxContext)
}

// moved reads the matches that have changed, with their versions as of the
// first page.
func (w *walk) moved(ctx context.Context, tx *sqlx.Tx) (*movedMatches, error) {
	b := w.s.builder()
	if err := w.t.matching(b, w.q); err != nil {
		return nil, err
	}
	text := fmt.Sprintf(`with moved as materialized (select h.id from fhir_resource h where h.type = '%[1]s' and h.pending union select h.id from %[2]s)
 select m.id, s.at, s.body from moved join %[3]s m on m.id = moved.id join fhir_resource h on h.type = '%[1]s' and h.id = m.id
 left join lateral (select v.at, v.body from fhir_version v where v.type = '%[1]s' and v.id = m.id and (v.at < %[4]s or fhir_seen(v.xmin, %[5]s))
  order by v.version desc limit 1) s on true
 where %[8]s and %[6]s limit %[7]d`, w.t.Type, w.written(b), w.t.Table, b.arg(w.since(), "timestamptz"), b.arg(w.at.Snapshot, "pg_snapshot"),
		b.conditions(), mostMoved+1, alive)
	rows, err := tx.QueryxContext(ctx, text, b.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	moved := &movedMatches{all: []string{}} // not nil, which is NULL, from which nothing differs
	for rows.Next() {
		if len(moved.all) == mostMoved {
			return nil, fhir.Refuse(410, "too-costly",
				"more than %d matches have changed since this search began; begin again without _cursor", mostMoved)
		}
		if err := w.takeMoved(rows, moved); err != nil {
			return nil, err
		}
	}
	return moved, rows.Err()
}

func (w *walk) takeMoved(rows *sqlx.Rows, moved *movedMatches) error {
	var one movedMatch
	var at sql.NullTime
	var body []byte
	if err := rows.Scan(&one.id, &at, &body); err != nil {
		return err
	}
	moved.all = append(moved.all, one.id)
	if body == nil { // it came, or came back, after the walk began
		return nil
	}
	one.at = at.Time
	if w.looksAtRows() {
		tree, err := fhir.DecodeStored(body)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", w.t.Type, one.id, err)
		}
		one.rows, _ = w.t.Split(tree, nil)
	}
	moved.then = append(moved.then, &one)
	return nil
}

// looksAtRows tells whether the order depends on more than id and instant.
func (w *walk) looksAtRows() bool {
	for _, k := range w.keys {
		if k.expression != "m.id" && k.expression != "h.last_updated" {
			return true
		}
	}
	return false
}

// stirred is the statement of a page when some matches have moved. Each match
// comes as it is now, at the place that it had then.
func (w *walk) stirred(moved *movedMatches) (string, *builder, error) {
	b := w.s.builder()
	unmoved, err := w.unmoved(b, "m.id <> all("+b.arg(pq.Array(moved.all), "text[]")+")")
	if err != nil {
		return "", nil, err
	}
	then, err := w.asThen(b, moved)
	if err != nil {
		return "", nil, err
	}
	var names strings.Builder
	for _, k := range w.of("s") {
		names.WriteString(", " + k.expression)
	}
	rows := fmt.Sprintf(`select * from ((%s) union all
 select s.id, h.version, h.pending, h.last_updated, h.patient%s from (%s) s join fhir_resource h on h.type = '%s' and h.id = s.id where %s) p order by %s limit %d`,
		unmoved, &names, then, w.t.Type, behind(b, w.of("s"), w.at.Keys), orderBy(w.of("p")), w.q.Count+1)
	return w.shown(rows, "true, ''"), b, nil
}

// asThen selects ids and keys of the moved matches as they were. Tables of the
// same names, made of their rows, stand before the real ones, so that the very
// expressions of the order apply, and the collations of the columns with them.
func (w *walk) asThen(b *builder, moved *movedMatches) (string, error) {
	keys := w.named()
	var ids, ats []string
	for _, one := range moved.then {
		ids, ats = append(ids, one.id), append(ats, one.at.UTC().Format(time.RFC3339Nano))
	}
	var tables []string
	for table, rows := range w.rowsOf(moved) {
		if table != w.t.Table && !strings.Contains(keys, table) {
			continue
		}
		list, err := json.Marshal(rows)
		if err != nil {
			return "", err
		}
		tables = append(tables, fmt.Sprintf("%[1]s as materialized (select * from json_populate_recordset(null::%[1]s, %[2]s))", table, b.arg(string(list), "json")))
	}
	return fmt.Sprintf("with %s select m.id, %s from %s m join unnest(%s, %s) h (id, last_updated) on h.id = m.id",
		strings.Join(tables, ", "), keys, w.t.Table, b.arg(pq.Array(ids), "text[]"), b.arg(pq.Array(ats), "timestamptz[]")), nil
}

// rowsOf are the rows of the moved matches by table, as JSON objects.
func (w *walk) rowsOf(moved *movedMatches) map[string][]map[string]any {
	all := map[string][]map[string]any{w.t.Table: {}}
	for _, child := range w.t.Children() {
		all[child.Name] = []map[string]any{}
	}
	for _, one := range moved.then {
		main := map[string]any{}
		if one.rows != nil {
			main = object(one.rows.Main, w.t.Columns())
			for _, child := range w.t.Children() {
				for i, row := range one.rows.Lists[child.Name] {
					o := object(row.Cells, child.Columns)
					o[w.t.owner()], o["id"], o["position"] = one.id, row.Key, i
					if row.In.Table != "" {
						o[row.In.Table+"_id"] = row.In.Key
					}
					all[child.Name] = append(all[child.Name], o)
				}
			}
		}
		main["id"] = one.id
		all[w.t.Table] = append(all[w.t.Table], main)
	}
	return all
}

// object is a row as a JSON object that PostgreSQL reads back: texts are read
// as the types of their columns, lists of texts are JSON already.
func object(cells mapping.Cells, columns []mapping.Column) map[string]any {
	o := map[string]any{}
	for _, c := range columns {
		v, known := cells[c.Name]
		switch {
		case !known:
		case c.Type == mapping.TypeTexts:
			o[c.Name] = json.RawMessage(v)
		default:
			o[c.Name] = v
		}
	}
	return o
}
