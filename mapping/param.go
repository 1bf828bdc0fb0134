package mapping

import "kapbridge/fhir"

// Param is a search parameter of a type, as its declaration and the official
// R4 list make it.
type Param struct {
	Code       string
	Type       string     // token, reference, date, string, quantity, number, uri, composite
	Definition string     // canonical url of the SearchParameter
	Expression string     // FHIRPath of the SearchParameter
	Targets    []string   // of a reference
	Places     []Place    // where it looks; any match counts
	Rows       []Together // of a composite, in place of Places
	Single     bool       // without places: a resource has one value of it at most
	Beyond     string     // a chain to other resources whose values count as well, "medication.code"
	Use        string     // of a universal one: what a value is
	modifiers  []string   // of a universal one
}

// Place is one lens that a parameter looks at and the child tables that lead there.
type Place struct {
	Lens   *Lens
	Path   string   // of the element in R4 terms
	Tables []string // outermost first; empty for a column of the main row
}

// TableOf is the table that has the columns of a place.
func (r *Resource) TableOf(p Place) string {
	if n := len(p.Tables); n > 0 {
		return p.Tables[n-1]
	}
	return r.Table
}

// InSystem tells whether a code of that system may stand in a code element, by
// the element's required binding: such elements name no system on the wire.
func (p *Place) InSystem(typeName, system, code string) bool {
	e, err := fhir.ResolvePath(typeName, p.Path)
	if err != nil || e.Binding == "" {
		return false
	}
	set, ok := fhir.RequiredCodes(e.Binding)
	return ok && set.HasIn(system, code)
}

// Binding returns the value set to which the standard binds the element as
// required, "" for none.
func (p *Place) Binding(typeName string) string {
	if e, err := fhir.ResolvePath(typeName, p.Path); err == nil {
		return e.Binding
	}
	return ""
}

// SystemsOf returns the systems that a code of a code element may be of.
func (p *Place) SystemsOf(typeName, code string) []string {
	var systems []string
	if set, ok := fhir.RequiredCodes(p.Binding(typeName)); ok {
		for _, c := range set.Codes {
			if c.Code == code {
				systems = append(systems, c.System)
			}
		}
	}
	return systems
}

// CodesOf returns the codes that a code element may have from a system.
func (p *Place) CodesOf(typeName, system string) []string {
	var codes []string
	if e, err := fhir.ResolvePath(typeName, p.Path); err == nil {
		if set, ok := fhir.RequiredCodes(e.Binding); ok {
			for _, c := range set.Codes {
				if c.System == system {
					codes = append(codes, c.Code)
				}
			}
		}
	}
	return codes
}

// Shape returns the shape of the place's columns.
func (p Place) Shape() Shape { return p.Lens.shape }

// Columns returns the columns of the place, those to compare first.
func (p Place) Columns() []Column {
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

// Sortable tells whether the values of the parameter have an order; those of a
// composite, which are several at once, and of a special one have none. Those
// beyond the resource do not order it.
func (p *Param) Sortable() bool {
	return p.Single || len(p.Places) > 0 && p.Type != "special" && p.Beyond == ""
}

// unordered says why the parameter cannot order resources.
func (p *Param) unordered() string {
	switch {
	case p.Type == "composite":
		return "its values are several at once"
	case p.Beyond != "":
		return "it also looks at other resources, by " + p.Beyond
	case p.Type == "special":
		return "its values have no order"
	}
	return "of the parameters of every type only _id and _lastUpdated have an order"
}
