package mapping

// Param is a search parameter of a type, as its declaration and the official
// R4 list make it.
type Param struct {
	Code       string
	Type       string   // token, reference, date, string, quantity, number, uri
	Definition string   // canonical url of the SearchParameter
	Targets    []string // of a reference
	Places     []Place  // where it looks; any match counts
}

// Place is one lens that a parameter looks at and the child tables that lead there.
type Place struct {
	Lens   *Lens
	Tables []string // outermost first; empty for a column of the main row
}

// Shape returns the shape of the place's columns.
func (p Place) Shape() Shape { return p.Lens.shape }

// Column returns the first column of the place: the one to compare, or the low
// bound of a time.
func (p Place) Column(n int) string { return p.columns()[n].Name }

func (p Place) columns() []Column {
	if p.Lens.kind == list {
		return columnsOf(p.Lens.Lenses)
	}
	return p.Lens.Columns()
}

// Targets returns the foreign keys of a reference by target type, and the
// column for references elsewhere.
func (p Place) Targets() (local map[string]string, elsewhere string) {
	local = map[string]string{}
	for _, c := range p.Lens.Columns() {
		if c.To == "" {
			elsewhere = c.Name
			continue
		}
		for _, t := range p.Lens.targets {
			if r := registry[t]; r != nil && r.Table == c.To {
				local[t] = c.Name
			}
		}
	}
	return local, elsewhere
}

// Sortable tells whether a resource has one value of the parameter at most, in
// a column of its own row.
func (p *Param) Sortable() bool {
	if len(p.Places) != 1 || len(p.Places[0].Tables) > 0 {
		return false
	}
	switch p.Places[0].Shape() {
	case ShapeCode, ShapeText, ShapeNumber, ShapeMoment, ShapeDate, ShapePeriod, ShapeTimed:
		return true
	}
	return false
}
