package store

import "kapbridge/mapping"

// Index is an index that a declaration asks for: its leading columns.
type Index struct {
	Table   string
	Columns []string
}

// IndexesOf lists the indexes that serve the search parameters of a type and
// its foreign keys: without one, deleting what a key points to would read the
// whole table.
func IndexesOf(r *mapping.Resource) []Index {
	var all []Index
	known := map[string]bool{}
	add := func(table string, columns ...string) {
		if name := table + "." + columns[0]; !known[name] {
			known[name] = true
			all = append(all, Index{table, columns})
		}
	}
	for _, p := range r.Params() {
		for _, place := range p.Places {
			table := r.Table
			if n := len(place.Tables); n > 0 {
				table = place.Tables[n-1]
			}
			for _, columns := range searched(place) {
				add(table, columns...)
			}
		}
	}
	foreign := func(table string, columns []mapping.Column) {
		for _, c := range columns {
			if c.To != "" && c.To != "concept" {
				add(table, c.Name)
			}
		}
	}
	foreign(r.Table, r.Columns())
	for _, child := range r.Children() {
		foreign(child.Name, child.Columns)
	}
	return all
}

// searched lists the groups of columns that a search on the place compares.
func searched(p mapping.Place) [][]string {
	switch p.Shape() {
	case mapping.ShapeIdentifier:
		value, system, _ := identifierColumns(p)
		return [][]string{{value, system}}
	case mapping.ShapeContact:
		return [][]string{{"value"}}
	case mapping.ShapeCoding:
		return [][]string{{p.Columns()[1].Name, p.Columns()[0].Name}} // code, system
	case mapping.ShapeRef:
		var groups [][]string
		for _, c := range p.Lens.Columns() {
			groups = append(groups, []string{c.Name})
		}
		return groups
	case mapping.ShapeTexts, mapping.ShapeText, mapping.ShapeFlag, mapping.ShapePosition:
		return nil // small tables or low value; words get their indexes with full-text search
	}
	return [][]string{{p.Columns()[0].Name}}
}
