package mapping

import (
	"fmt"
	"sort"
	"sync"

	"kapbridge/fhir"
)

// Resource declares one FHIR resource type: the clinic's table it lives in and
// the lenses between the two. All else, SQL, search, CapabilityStatement,
// documentation and tests, derives from the declaration.
type Resource struct {
	Type      string
	Table     string
	Lenses    []*Lens
	Log       bool              // recorded by the exchange itself; its lenses serve search alone
	Published bool              // written by the program alone, to be read and searched by others
	Beyond    map[string]string // parameters that look at other resources, too, and the chains that lead there

	once     sync.Once
	columns  []Column
	children []*Table
	params   []*Param

	placed   sync.Once
	patients []string // see PatientColumns
}

// Table is a child table of a resource, as the declaration asks for it. Its
// rows have <resource table>_id, id (the row key), position, one column
// <parent table>_id for each child table it may hang on, and Columns.
type Table struct {
	Name    string
	Parents []string // child tables; none when it hangs on the main row alone
	Columns []Column
}

var registry = map[string]*Resource{}

func register(r *Resource) *Resource {
	if registry[r.Type] != nil {
		panic("mapping: " + r.Type + " is declared twice")
	}

	registry[r.Type] = r
	return r
}

// logs are the declarations of what the exchange itself records.
var logs = map[string]*Resource{}

func logged(r *Resource) *Resource {
	logs[r.Type] = r
	return r
}

// Of returns the declaration of a type, also of a log, nil when there is none.
func Of(typeName string) *Resource {
	if r := registry[typeName]; r != nil {
		return r
	}
	return logs[typeName]
}

// Searchable returns every declaration, those of logs too, by name of the type.
func Searchable() []*Resource {
	all := All()
	for _, r := range logs {
		all = append(all, r)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Type < all[j].Type })
	return all
}

// All returns the declarations of what is kept in the clinic's tables, by name of
// the type.
func All() []*Resource {
	all := make([]*Resource, 0, len(registry))
	for _, r := range registry {
		all = append(all, r)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Type < all[j].Type })
	return all
}

// Columns returns the columns of the main table besides id.
func (r *Resource) Columns() []Column { r.derive(); return r.columns }

// Children returns the child tables, parents before their children.
func (r *Resource) Children() []*Table { r.derive(); return r.children }

// Params returns the declared search parameters, by code.
func (r *Resource) Params() []*Param { r.derive(); return r.params }

// Param returns the declared search parameter of that code, nil for none.
func (r *Resource) Param(code string) *Param {
	for _, p := range r.Params() {
		if p.Code == code {
			return p
		}
	}
	return nil
}

func (r *Resource) derive() {
	r.once.Do(func() {
		r.columns = columnsOf(r.Lenses)
		d := deriver{r: r, tables: map[string]*Table{}, params: map[string]*Param{}}
		d.walk(r.Lenses, "", "", nil)
		d.beyond()
		d.composites()
		r.children = d.order
		for _, code := range sortedKeys(d.params) {
			r.params = append(r.params, d.params[code])
		}
	})
}

// deriver walks a declaration once and gathers what follows from it.
type deriver struct {
	r      *Resource
	tables map[string]*Table
	order  []*Table
	params map[string]*Param
}

// walk visits lenses whose row is in the child table parent ("" for the main one).
func (d *deriver) walk(lenses []*Lens, path, parent string, lists []*Lens) {
	for _, l := range lenses {
		here := join(path, l)
		for _, code := range l.params {
			d.param(code, l, here, lists)
		}
		switch l.kind {
		case leaf:
			for _, part := range l.Lenses {
				for _, code := range part.params {
					d.param(code, part, here, lists)
				}
			}
		case nest:
			d.walk(l.Lenses, here, parent, lists)
		case list:
			d.table(l, here, parent, lists)
		}
	}
}

func (d *deriver) table(l *Lens, path, parent string, lists []*Lens) {
	t := d.tables[l.Table]
	seen := t != nil
	if !seen {
		t = &Table{Name: l.Table, Columns: columnsOf(l.Lenses)}
		d.tables[l.Table] = t
		d.order = append(d.order, t)
	}
	if parent != "" && !contains(t.Parents, parent) {
		t.Parents = append(t.Parents, parent)
	}
	if !seen { // a recursive list is walked once
		d.walk(l.Lenses, path, l.Table, append(lists[:len(lists):len(lists)], l))
		return
	}
	for _, inner := range l.Lenses { // but its lists may hang on it from here, too
		if inner.kind == list && d.tables[inner.Table] != nil && !contains(d.tables[inner.Table].Parents, l.Table) {
			d.tables[inner.Table].Parents = append(d.tables[inner.Table].Parents, l.Table)
		}
	}
}

func (d *deriver) param(code string, l *Lens, path string, lists []*Lens) {
	p := d.named(code)
	at := Place{Lens: l, Path: path}
	for _, list := range lists {
		at.Tables = append(at.Tables, list.Table)
	}
	if l.kind == list {
		at.Tables = append(at.Tables, l.Table)
	}
	p.Places = append(p.Places, at)
}

// named is the parameter of that code, which R4 or the project defines.
func (d *deriver) named(code string) *Param {
	if d.params[code] == nil {
		defined := officialParameter(d.r.Type, code)
		if defined == nil {
			panic(fmt.Sprintf("mapping: %s has no search parameter %q, neither in R4 nor in fhir/ig", d.r.Type, code))
		}
		p := &Param{Code: code, Type: defined.Type, Definition: defined.URL, Expression: defined.Expression, Targets: defined.Targets}
		if only := p.OnlyTarget(); only != "" { // R4 lists those of other types that share the definition
			p.Targets = []string{only}
		}
		d.params[code] = p
	}
	return d.params[code]
}

func officialParameter(typeName, code string) *fhir.SearchParameter {
	for _, p := range fhir.SearchParameters(typeName) {
		if p.Code == code {
			return &p
		}
	}
	return nil
}
