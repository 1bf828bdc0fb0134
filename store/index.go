package store

import (
	"strings"
	"time"

	"kapbridge/mapping"
)

// Index is an index that a declaration asks for: its leading columns, or
// expressions.
type Index struct {
	Table   string
	Columns []string
	Where   string // condition of the rows that are in it, "" for all
	Length  string // expression of which the planner must know how long it is, "" for none
	Words   bool   // an index of the words in a list, which needs gin
	Name    string // what it is called behind the table's name
}

// IndexesOf lists the indexes that serve the search parameters of a type and
// its foreign keys: without one, deleting what a key points to would read the
// whole table.
func IndexesOf(r *mapping.Resource) []Index {
	var all []Index
	known := map[string]bool{}
	add := func(table string, indexes ...Index) {
		for _, ix := range indexes {
			if ix.Table = table; ix.Name == "" {
				ix.Name = strings.Join(ix.Columns, "_")
			}
			if name := table + "." + ix.Columns[0] + ix.Where; !known[name] {
				known[name] = true
				all = append(all, ix)
			}
		}
	}
	for _, p := range r.Params() {
		for _, place := range p.Places {
			add(r.TableOf(place), IndexesAt(p, place)...)
		}
	}
	foreign := func(table string, columns []mapping.Column) {
		for _, c := range columns {
			if c.To != "" && c.To != "concept" {
				add(table, on(c.Name))
			}
		}
	}
	foreign(r.Table, r.Columns())
	for _, child := range r.Children() {
		foreign(child.Name, child.Columns)
	}
	return all
}

// IndexesAt lists those that serve a parameter at one of its places.
func IndexesAt(p *mapping.Param, place mapping.Place) []Index {
	all := searched(place)
	if len(place.Tables) == 0 {
		all = append(all, long(p, place)...)
	}
	return all
}

// String is what the index is on.
func (ix Index) String() string {
	text := "(" + strings.Join(ix.Columns, ", ") + ")"
	if ix.Words {
		text = "gin " + text
	}
	if ix.Where != "" && ix.Where != ix.Columns[0]+" is not null" {
		text += " where " + ix.Where
	}
	return text
}

// on leaves the rows out of an index that have nothing there: most columns of a
// wide table are empty, and an entry for nothing would be found by no search.
func on(columns ...string) Index {
	return Index{Columns: columns, Where: columns[0] + " is not null"}
}

// searched lists what a search on the place compares.
func searched(p mapping.Place) []Index {
	first := p.Columns()[0].Name
	switch p.Shape() {
	case mapping.ShapeIdentifier:
		value, system, _ := identifierColumns(p)
		return []Index{on(value, system)}
	case mapping.ShapeContact:
		return []Index{on("value")}
	case mapping.ShapeCoding:
		return []Index{on(p.Columns()[1].Name, first)} // code, system
	case mapping.ShapeRef:
		var all []Index
		for _, c := range p.Lens.Columns() {
			all = append(all, on(c.Name))
		}
		return all
	case mapping.ShapeText:
		return []Index{{Columns: []string{foldedOf(first)}, Where: first + " is not null", Name: first + "_folded"}}
	case mapping.ShapeTexts:
		return []Index{{Columns: []string{itemsOf(first)}, Where: first + " is not null", Name: first + "_items", Words: true}}
	case mapping.ShapeFlag, mapping.ShapePosition:
		return nil // two values, and few places: an index would not help
	}
	return []Index{on(first)}
}

// long is the index of a date's elements that are longer than usual, see
// search_reach.go.
func long(p *mapping.Param, place mapping.Place) []Index {
	if p.Type != "date" {
		return nil
	}
	c := &compilation{builder: &builder{zone: time.UTC}, place: place, row: "m"}
	s := c.span()
	if s.long == "" {
		return nil
	}
	bare := strings.NewReplacer("m.", "")
	begin := bare.Replace(s.begin)
	return []Index{{Columns: []string{begin}, Where: bare.Replace(s.long), Length: bare.Replace(s.length), Name: begin + "_long"}}
}
