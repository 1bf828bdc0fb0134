package mapping

import "kapbridge/fhir"

// Cells are the columns of one row by name, each as PostgreSQL writes it in
// JSON: numbers with their digits, "true"/"false", instants as RFC 3339 in UTC,
// dates as YYYY-MM-DD, a text[] as a JSON array. An absent name is NULL.
type Cells map[string]string

// Link names the row a child row hangs on. The zero Link is the main row.
type Link struct {
	Table string
	Key   int64
}

// Row is one row of a child table. Key is unique among the rows of its table
// that belong to one resource; it never changes while the row lives and is
// never derived from the row's place.
type Row struct {
	Key   int64
	In    Link
	Cells Cells
}

// Rows is everything the clinic's tables hold of one resource.
type Rows struct {
	ID       string
	Main     Cells
	Lists    map[string][]Row // by child table; siblings in their order
	Concepts Dictionary
}

// Dictionary holds the coded concepts that the rows name, by concept id.
type Dictionary map[string]*fhir.Tree

// ColumnType is the PostgreSQL type of a column.
type ColumnType string

// The column types that lenses use.
const (
	TypeText    ColumnType = "text"
	TypeNumeric ColumnType = "numeric"
	TypeInteger ColumnType = "integer"
	TypeBoolean ColumnType = "boolean"
	TypeInstant ColumnType = "timestamptz"
	TypeDate    ColumnType = "date"
	TypeTexts   ColumnType = "text[]"
)

// Column is one column that a lens reads and shows.
type Column struct {
	Name string
	Type ColumnType
	To   string // table that a foreign key points to, "" for none
}
