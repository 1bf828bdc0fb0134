package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"kapbridge/audit"
	"kapbridge/mapping"
)

// store writes what was decided: first what the resources refer to, then one
// statement for the resources of each type that are written or deleted.
func (g *group) store(ctx context.Context, tx *sqlx.Tx) error {
	if err := g.storeConcepts(ctx, tx); err != nil {
		return err
	}
	if err := g.storeGhosts(ctx, tx); err != nil {
		return err
	}
	kept, removed := map[*typeSQL]*batch{}, map[*typeSQL]*batch{}
	var others []audit.Record // of what changes nothing
	for _, j := range g.jobs {
		switch {
		case !j.writes():
			others = append(others, g.record(j))
		case j.tree == nil:
			addTo(removed, g, j)
		default:
			addTo(kept, g, j)
		}
	}
	if len(kept)+len(removed) > 1 { // resources of several types may refer to each other in a circle
		if _, err := tx.ExecContext(ctx, "set constraints all deferred"); err != nil {
			return err
		}
	}
	for _, t := range inOrder(removed) {
		if err := removed[t].write(ctx, tx, t.remove, removed[t].arguments()); err != nil {
			return err
		}
	}
	for _, t := range inOrder(kept) {
		b := kept[t]
		s, args := b.shaped()
		if err := b.write(ctx, tx, t.writeSQL(s), args); err != nil {
			return err
		}
	}
	if len(others) == 0 {
		return nil
	}
	return g.s.run(ctx, tx, auditSQL, auditArguments(others)...)
}

// batch is the resources of one type that a transaction writes, or deletes.
type batch struct {
	t       *typeSQL
	s       *Store
	jobs    []*job
	records []audit.Record
}

func addTo(all map[*typeSQL]*batch, g *group, j *job) {
	b := all[j.kind]
	if b == nil {
		b = &batch{t: j.kind, s: g.s}
		all[j.kind] = b
	}
	b.jobs, b.records = append(b.jobs, j), append(b.records, g.record(j))
}

// write runs the statement, which counts the heads that it moved.
func (b *batch) write(ctx context.Context, tx *sqlx.Tx, text string, args []any) error {
	found, err := b.s.query(ctx, tx, text, args...)
	if err != nil {
		return b.failing(err)
	}
	defer found.Close()
	moved := 0
	for found.Next() {
		if err := found.Scan(&moved); err != nil {
			return err
		}
	}
	if err := found.Err(); err != nil {
		return b.failing(err)
	}
	if moved != len(b.jobs) {
		return fmt.Errorf("%d of %d heads of %s moved: %w", moved, len(b.jobs), b.t.Type, errRaced)
	}
	return nil
}

// arguments are those of a statement that deletes.
func (b *batch) arguments() []any {
	heads, bodies := b.versions()
	return append([]any{heads, bodies}, auditArguments(b.records)...)
}

// shaped gives the shape of the statement that writes the batch, and its
// arguments in the order of writeSQL.
func (b *batch) shaped() (shape, []any) {
	main := &rowsJSON{}
	for _, j := range b.jobs {
		if j.before == nil || !maps.Equal(j.before.Main, j.rows.Main) {
			main.main(j.key.ID, b.t.Columns(), j.rows.Main)
		}
	}
	words, labels := b.cards()
	s := shape{main: !main.empty(), labels: !labels.empty(),
		fresh: !slices.ContainsFunc(b.jobs, func(j *job) bool { return j.head.known })}
	var came, gone []*rowsJSON
	for i, child := range b.t.Children() {
		c, g := b.children(child)
		came, gone = append(came, c), append(gone, g)
		if !c.empty() {
			s.came |= 1 << i
		}
		if !g.empty() {
			s.gone |= 1 << i
		}
	}
	s = b.s.kept(b.t, s)
	heads, bodies := b.versions()
	args := []any{heads}
	if s.main {
		args = append(args, main.end())
	}
	for i := range came {
		if s.came&(1<<i) != 0 {
			args = append(args, came[i].end())
		}
		if s.gone&(1<<i) != 0 {
			args = append(args, gone[i].end())
		}
	}
	args = append(args, words)
	if s.labels || !s.fresh {
		args = append(args, labels.end())
	}
	args = append(args, bodies)
	return s, append(args, auditArguments(b.records)...)
}

// children gives the rows of a child table where they are not as they were, and
// the keys of those that are no longer there.
func (b *batch) children(child *mapping.Table) (came, gone *rowsJSON) {
	came, gone = &rowsJSON{}, &rowsJSON{}
	owner := b.t.owner()
	for _, j := range b.jobs {
		list := j.rows.Lists[child.Name]
		var before []mapping.Row
		if j.before != nil {
			before = j.before.Lists[child.Name]
		}
		if slices.EqualFunc(list, before, sameRow) {
			continue
		}
		kept := map[int64]bool{}
		positions := map[mapping.Link]int64{}
		for _, row := range list {
			kept[row.Key] = true
			came.child(owner, j.key.ID, child, row, positions[row.In])
			positions[row.In]++
		}
		for _, row := range before {
			if !kept[row.Key] {
				gone.key(owner, j.key.ID, row.Key)
			}
		}
	}
	return came, gone
}

func sameRow(a, b mapping.Row) bool {
	return a.Key == b.Key && a.In == b.In && maps.Equal(a.Cells, b.Cells)
}

func (b *batch) cards() (words []byte, labels *rowsJSON) {
	cards := make([]*mapping.Card, len(b.jobs))
	ids := make([]string, len(b.jobs))
	for i, j := range b.jobs {
		ids[i], cards[i] = j.key.ID, b.t.Card(j.tree)
	}
	return cardRows(ids, cards)
}

// versions lists the versions, and all their bodies in one.
func (b *batch) versions() (heads, bodies []byte) {
	size := 0
	for _, j := range b.jobs {
		size += len(j.version.Body)
	}
	bodies = make([]byte, 0, size)
	list := &rowsJSON{}
	for _, j := range b.jobs {
		v := j.version
		list.begin()
		list.text("id", v.ID)
		list.text("version", strconv.FormatInt(v.Number, 10))
		list.text("at", v.At.UTC().Format(time.RFC3339Nano))
		list.text("deed", string(v.Deed))
		list.some("patient", j.patient())
		if !v.Gone() {
			sum := sha256.Sum256(v.Body)
			list.some("complement", j.complement)
			list.text("start", strconv.Itoa(len(bodies)+1))
			list.text("length", strconv.Itoa(len(v.Body)))
			list.text("sum", `\x`+hex.EncodeToString(sum[:]))
			bodies = append(bodies, v.Body...)
		}
	}
	return list.end(), bodies
}
