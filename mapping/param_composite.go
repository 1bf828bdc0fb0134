package mapping

import (
	"slices"
	"strings"

	"kapbridge/fhir"
)

// Together is a row, of the main table or of a child table, in which all parts
// of a composite parameter are looked for; some may be in the row that it hangs
// on, as the question is of which that row is an answer
// (http://hl7.org/fhir/R4/search.html#composite).
type Together struct {
	Tables []string // outermost first; empty for the main row
	Parts  []*Param // in the order of the search value, each with its places in this row
}

// composites adds the composite parameters whose parts are all declared
// and meet in a row. Nobody declares them: they follow from their parts.
func (d *deriver) composites() {
	for _, official := range fhir.SearchParameters(d.r.Type) {
		if official.Type != "composite" {
			continue
		}
		p := &Param{Code: official.Code, Type: official.Type, Definition: official.URL, Expression: official.Expression}
		for _, c := range official.Components {
			for _, place := range d.part(c).Places {
				if !slices.ContainsFunc(p.Rows, func(t Together) bool { return slices.Equal(t.Tables, place.Tables) }) {
					if row, ok := d.together(official.Components, place.Tables); ok {
						p.Rows = append(p.Rows, row)
					}
				}
			}
		}
		if len(p.Rows) > 0 {
			d.params[p.Code] = p
		}
	}
}

// together narrows each part to its places in one row, or else in the child row
// that it hangs on; ok when none is left out.
func (d *deriver) together(components []fhir.SearchComponent, tables []string) (row Together, ok bool) {
	row.Tables = tables
	for _, c := range components {
		part := d.part(c)
		all := part.Places
		if part.Places = within(all, tables); len(part.Places) == 0 && len(tables) > 1 {
			part.Places = within(all, tables[:len(tables)-1])
		}
		if len(part.Places) == 0 {
			return row, false
		}
		row.Parts = append(row.Parts, &part)
	}
	return row, true
}

// within keeps the places whose columns are in the rows that tables lead to.
func within(places []Place, tables []string) []Place {
	return slices.DeleteFunc(slices.Clone(places), func(p Place) bool { return !slices.Equal(p.Tables, tables) })
}

// part is a copy of the declared parameter that a component names, with the
// places that the component's expression lets it look at: value.as(Quantity)
// leaves the other alternatives of value[x] out.
func (d *deriver) part(c fhir.SearchComponent) Param {
	for _, p := range d.params {
		if p.Definition != c.URL {
			continue
		}
		part := *p
		part.Places = slices.Clone(p.Places)
		if strings.Contains(c.Expression, ".as(") {
			part.Places = slices.DeleteFunc(part.Places, func(at Place) bool {
				return !strings.Contains(strings.ToLower(c.Expression), ".as("+strings.ToLower(at.Lens.Path)+")")
			})
		}
		return part
	}
	return Param{}
}
