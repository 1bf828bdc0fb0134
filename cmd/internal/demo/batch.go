package demo

import (
	"reflect"
	"strings"

	"github.com/lib/pq"

	"kapbridge/kap"
)

// row is one row to be, by column. A zero value is NULL, as in package kap.
type row map[string]any

// batch gathers rows by table. Tables are written in the order in which the
// first row of each came, so what is pointed to must be added first.
type batch struct {
	concepts *concepts
	sheets   []*sheet
	byTable  map[string]*sheet
}

// sheet holds the rows of one table; a row may be shorter than columns, when a
// later one named another column.
type sheet struct {
	table   string
	columns []string
	place   map[string]int
	rows    [][]any
}

func newBatch(c *concepts) *batch { return &batch{concepts: c, byTable: map[string]*sheet{}} }

// record is a main row that child rows hang on.
type record struct {
	batch     *batch
	table, id string
	last      map[string]int // key of the last child row, by table
}

// add puts a row into a main table.
func (b *batch) add(table, id string, r row) *record {
	r["id"] = id
	b.put(table, r)
	return &record{b, table, id, map[string]int{}}
}

// list puts a row into a child table, behind those that are there, and gives
// its key, for child rows of its own.
func (rec *record) list(table string, r row) (key int) {
	rec.last[table]++
	key = rec.last[table]
	r[rec.table+"_id"], r["id"], r["position"] = rec.id, key, key
	rec.batch.put(table, r)
	return key
}

// concept puts a concept into a child table that has no other column; nothing
// for nil.
func (rec *record) concept(table string, c *kap.Concept) {
	if c != nil {
		rec.list(table, row{"concept": c})
	}
}

func (b *batch) put(table string, r row) {
	s := b.byTable[table]
	if s == nil {
		s = &sheet{table: table, place: map[string]int{}}
		b.byTable[table], b.sheets = s, append(b.sheets, s)
	}
	for column := range r {
		if _, ok := s.place[column]; !ok {
			s.place[column], s.columns = len(s.columns), append(s.columns, column)
		}
	}
	cells := make([]any, len(s.columns))
	for column, value := range r {
		cells[s.place[column]] = b.cell(value)
	}
	s.rows = append(s.rows, cells)
}

// cell gives the value as the database driver takes it, nil for NULL.
func (b *batch) cell(value any) any {
	if value == nil || reflect.ValueOf(value).IsZero() {
		return nil
	}
	switch v := value.(type) {
	case *kap.Concept:
		return b.concepts.id(v)
	case []string:
		return pq.StringArray(v)
	case kap.Decimal:
		return string(v)
	case kap.Date:
		return string(v)
	}
	return value
}

// amount adds the columns of a Quantity in that unit of UCUM, none when the
// number is NULL.
func (r row) amount(base string, n kap.Decimal, ucum string) row {
	if n != "" {
		r[base], r[base+"_unit"], r[base+"_system"], r[base+"_code"] = n, inWords.Replace(ucum), kap.UCUM, ucum
	}
	return r
}

// inWords makes a unit readable: "mm[Hg]" is mmHg, "{device}" is device.
var inWords = strings.NewReplacer("[", "", "]", "", "{", "", "}", "")

// coding adds the columns of a Coding.
func (r row) coding(base string, c kap.Coding) row {
	r[base+"_system"], r[base+"_code"], r[base+"_display"] = c.System, c.Code, c.Display
	return r
}

// day adds the columns of a day that stands where a moment could: from its
// first moment up to, not including, the next day's (column "<stem>_at").
func (r row) day(stem string, d kap.Date) row {
	if first, ok := d.Midnight(); ok {
		r[stem+"_at"], r[stem+"_until"] = first, first.AddDate(0, 0, 1)
	}
	return r
}
