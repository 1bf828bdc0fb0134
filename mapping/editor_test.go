package mapping

import (
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"
)

// editor changes rows as the clinic's software may.
type editor struct {
	t    *rapid.T
	r    *Resource
	rows *Rows
	done []string
	next int64
}

func (e *editor) edit() {
	tables := sortedKeys(e.rows.Lists)
	kind := rapid.SampledFrom([]string{"main", "row", "delete", "insert", "swap"}).Draw(e.t, "kind of edit")
	if kind == "main" || len(tables) == 0 {
		e.change(e.rows.Main, e.r.Lenses, "main")
		return
	}
	table := rapid.SampledFrom(tables).Draw(e.t, "table")
	list := e.rows.Lists[table]
	if len(list) == 0 {
		return
	}
	i := rapid.IntRange(0, len(list)-1).Draw(e.t, "row")
	lens := e.lens(table)
	switch kind {
	case "row":
		before := maps.Clone(list[i].Cells)
		e.change(list[i].Cells, lens.Lenses, fmt.Sprint(table, list[i].Key))
		if len(list[i].Cells) == 0 { // a row that shows nothing is no element
			list[i].Cells = before
		}
	case "delete":
		if parent := e.cellsOf(list[i].In); parent == nil || len(parent) > 0 {
			e.remove(table, list[i].Key)
		}
	case "insert":
		e.insert(table, lens, list[i].In, i)
	case "swap":
		j := rapid.IntRange(0, len(list)-1).Draw(e.t, "other row")
		list[i], list[j] = list[j], list[i]
	}
	e.done = append(e.done, kind+" "+table)
}

func (e *editor) change(cells Cells, lenses []*Lens, where string) {
	if leaves := rowLeaves(lenses); len(leaves) > 0 {
		l := rapid.SampledFrom(leaves).Draw(e.t, "leaf")
		setCells(e.t, e.rows, cells, l)
		e.done = append(e.done, where+"."+l.Path)
	}
}

func (e *editor) insert(table string, lens *Lens, in Link, at int) {
	e.next++
	row := Row{Key: FirstClinicKey + e.next, In: in, Cells: Cells{}}
	for _, l := range rowLeaves(lens.Lenses) {
		maps.Copy(row.Cells, anyCells(e.t, l, e.rows.Concepts))
	}
	if len(row.Cells) > 0 {
		e.rows.Lists[table] = slices.Insert(e.rows.Lists[table], at, row)
	}
}

// remove deletes a row and those that hang on it, as the foreign keys do.
func (e *editor) remove(table string, key int64) {
	e.rows.Lists[table] = slices.DeleteFunc(e.rows.Lists[table], func(r Row) bool { return r.Key == key })
	for _, other := range sortedKeys(e.rows.Lists) {
		for _, row := range slices.Clone(e.rows.Lists[other]) {
			if row.In == (Link{table, key}) {
				e.remove(other, row.Key)
			}
		}
	}
}

func (e *editor) cellsOf(at Link) Cells {
	for _, row := range e.rows.Lists[at.Table] {
		if row.Key == at.Key {
			return row.Cells
		}
	}
	return nil
}

// lens finds the list lens of a child table.
func (e *editor) lens(table string) (found *Lens) {
	e.r.Walk(func(s Site) {
		if s.Lens.kind == list && s.Lens.Table == table {
			found = s.Lens
		}
	})
	return found
}

// rowLeaves returns the leaves whose columns are in one row.
func rowLeaves(lenses []*Lens) []*Lens {
	var all []*Lens
	for _, l := range lenses {
		switch l.kind {
		case leaf:
			all = append(all, l)
		case nest:
			all = append(all, rowLeaves(l.Lenses)...)
		}
	}
	return all
}
