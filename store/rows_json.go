package store

import (
	"bytes"
	"strconv"
	"sync"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// rowsJSON lists rows as json_populate_recordset reads them: what a row does not
// name is NULL. All values are strings, which PostgreSQL reads as it reads a
// literal of the column's type. One parameter a table costs far less than one a
// column, and holds any number of rows.
type rowsJSON struct{ b []byte }

func (r *rowsJSON) empty() bool { return len(r.b) == 0 }

// begin starts the next row.
func (r *rowsJSON) begin() {
	if r.empty() {
		r.b = append(*rowBuffers.Get().(*[]byte), '[', '{')
		return
	}
	r.b = append(r.b, '}', ',', '{')
}

// rowBuffers are those of lists that are written out: the next one need not grow
// from nothing.
var rowBuffers = sync.Pool{New: func() any { return new([]byte) }}

// mostBuffered keeps one huge list from holding its memory for ever.
const mostBuffered = 1 << 20

// end closes the list, which has no rows from then on. The text is bytes, which
// lib/pq does not copy.
func (r *rowsJSON) end() []byte {
	if r.empty() {
		return []byte("[]")
	}
	text := bytes.Clone(append(r.b, '}', ']'))
	if b := r.b[:0]; cap(b) <= mostBuffered {
		rowBuffers.Put(&b)
	}
	r.b = nil
	return text
}

func (r *rowsJSON) name(column string) {
	if r.b[len(r.b)-1] != '{' {
		r.b = append(r.b, ',')
	}
	r.b = append(r.b, '"')
	r.b = append(r.b, column...)
	r.b = append(r.b, '"', ':')
}

func (r *rowsJSON) text(column, value string) {
	r.name(column)
	r.b = fhir.AppendString(r.b, value)
}

// some leaves an empty value out.
func (r *rowsJSON) some(column, value string) {
	if value != "" {
		r.text(column, value)
	}
}

// member writes a primitive value where there is one.
func (r *rowsJSON) member(column string, value *fhir.Tree) {
	if value != nil {
		r.text(column, value.Text)
	}
}

func (r *rowsJSON) number(column string, value int64) {
	r.name(column)
	r.b = strconv.AppendInt(r.b, value, 10)
}

// cells writes the columns that have a value.
func (r *rowsJSON) cells(columns []mapping.Column, cells mapping.Cells) {
	for _, c := range columns {
		value, ok := cells[c.Name]
		switch {
		case !ok:
		case c.Type == mapping.TypeTexts: // JSON already
			r.name(c.Name)
			r.b = append(r.b, value...)
		default:
			r.text(c.Name, value)
		}
	}
}

// main adds a row of a main table.
func (r *rowsJSON) main(id string, columns []mapping.Column, cells mapping.Cells) {
	r.begin()
	r.text("id", id)
	r.cells(columns, cells)
}

// child adds a row of a child table.
func (r *rowsJSON) child(owner, id string, table *mapping.Table, row mapping.Row, position int64) {
	r.begin()
	r.text(owner, id)
	r.number("id", row.Key)
	r.number("position", position)
	if row.In.Table != "" {
		r.number(row.In.Table+"_id", row.In.Key)
	}
	r.cells(table.Columns, row.Cells)
}

// place names a resource and its place in a list.
func (r *rowsJSON) place(key fhir.Key, place int) {
	r.begin()
	r.text("type", key.Type)
	r.text("id", key.ID)
	r.number("place", int64(place))
}

// key names a row of a child table.
func (r *rowsJSON) key(owner, id string, key int64) {
	r.begin()
	r.text(owner, id)
	r.number("id", key)
}

// childColumns are the columns of a child table, its key first.
func (t *typeSQL) childColumns(child *mapping.Table) []string {
	names := []string{t.owner(), "id", "position"}
	for _, parent := range child.Parents {
		names = append(names, parent+"_id")
	}
	for _, c := range child.Columns {
		names = append(names, c.Name)
	}
	return names
}
