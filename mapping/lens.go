package mapping

import (
	"slices"
	"sync"

	"kapbridge/fhir"
)

type lensKind uint8

const (
	leaf lensKind = iota // one member and its "_x" sibling <-> columns of one row
	nest                 // an object whose parts are columns of the same row
	list                 // an array <-> a child table
)

// Lens joins one place of a resource with columns or a child table. Make one
// with the constructors of the kit (Code, Concept, Ref, Moment, At, Many, ...).
type Lens struct {
	Path   string // member name, "" for the element of a list itself, a url for an extension
	Table  string // of a list
	Lenses []*Lens

	kind      lensKind
	extension bool // claims the elements of "extension" whose url is Path
	choice    bool // Path is the stem of a choice, such as "value" of value[x]
	form      form // of a leaf
	shape     Shape
	params    []string
	targets   []string // declared target types of a reference

	listed  sync.Once
	columns []Column
}

// form is how a leaf reads a wire value into cells and shows it again.
//
// The two must satisfy, for every cells c that the schema allows:
// read(show(c)) = c, and show never gives the same value for two different c.
// A value that read cannot take leaves the cells NULL: its note keeps it.
type form struct {
	columns func() []Column
	read    func(v *fhir.Tree, c Cells, d Dictionary)
	show    func(c Cells, d Dictionary) *fhir.Tree
}

// Shape says which columns a lens has for search, whatever they are called.
type Shape string

// The shapes. A search compiler needs to know these and nothing else of a lens.
const (
	ShapeCode       Shape = "code"       // one text column, compared whole
	ShapeFlag       Shape = "flag"       // one boolean column
	ShapeWhether    Shape = "whether"    // one boolean column, then others that mean true where they are set
	ShapeNumber     Shape = "number"     // one numeric or integer column
	ShapeText       Shape = "text"       // one text column of words
	ShapeTexts      Shape = "texts"      // one text[] column of words
	ShapeConcept    Shape = "concept"    // one foreign key into the concept dictionary
	ShapeCoding     Shape = "coding"     // system, version, code, display
	ShapeIdentifier Shape = "identifier" // columns that end in system, value, type_concept
	ShapeContact    Shape = "contact"    // a child table with use, system and value
	ShapeRef        Shape = "ref"        // foreign keys by target, and elsewhere
	ShapeMoment     Shape = "moment"     // low, exclusive high or NULL
	ShapeDate       Shape = "date"       // the same as days
	ShapePeriod     Shape = "period"     // start, exclusive end; NULL is open
	ShapeTimed      Shape = "timed"      // start, end, and the form that tells
	ShapeQuantity   Shape = "quantity"   // number, unit, system, code, and perhaps comparator
	ShapeRange      Shape = "range"      // two quantities, low and high; NULL is open
	ShapePosition   Shape = "position"   // longitude, latitude, altitude
)

// Search declares the leaf's R4 search parameters by their codes; their type
// and targets come from the official list, the joins from the enclosing lists.
func (l *Lens) Search(codes ...string) *Lens {
	l.params = append(l.params, codes...)
	return l
}

// Columns returns the columns of the leaf, or of the leaves of a nest. Nobody may
// change them.
func (l *Lens) Columns() []Column {
	l.listed.Do(func() {
		switch l.kind {
		case leaf:
			l.columns = slices.Clip(l.form.columns())
		case nest:
			l.columns = slices.Clip(columnsOf(l.Lenses))
		}
	})
	return l.columns
}

// columnsOf gathers the columns that the lenses put into one row.
func columnsOf(lenses []*Lens) []Column {
	var all []Column
	for _, l := range lenses {
		all = append(all, l.Columns()...)
	}
	return all
}

// owns tells whether a leaf or nest or list owns the member of that name.
func (l *Lens) owns(member string) bool {
	if l.extension {
		return false
	}
	if member == l.Path {
		return true
	}
	bare := member
	if bare != "" && bare[0] == '_' {
		bare = bare[1:]
	}
	if l.choice {
		return isChoice(l.Path, bare)
	}
	return l.kind == leaf && bare == l.Path
}

// isChoice tells whether member is stem with the name of an R4 type behind it,
// such as valueQuantity (http://hl7.org/fhir/R4/formats.html#choice).
func isChoice(stem, member string) bool {
	if len(member) <= len(stem) || member[:len(stem)] != stem {
		return false
	}
	suffix := member[len(stem):]
	return suffix[0] >= 'A' && suffix[0] <= 'Z' && (fhir.IsType(suffix) || fhir.IsType(lowerFirst(suffix)))
}

func lowerFirst(s string) string { return string(s[0]|0x20) + s[1:] }

// read fills the cells of a leaf from the members it owns; choices look at the
// one alternative that is there.
func (l *Lens) read(owned *fhir.Tree, c Cells, d Dictionary) {
	if !l.choice {
		if v := owned.Get(l.Path); v != nil {
			l.form.read(v, c, d)
		}
		return
	}
	l.form.read(owned, c, d)
}

// show gives the members that the cells of a leaf show, as an object.
func (l *Lens) show(c Cells, d Dictionary) *fhir.Tree { return l.shown(l.form.show(c, d)) }

// shown makes an object of what the form shows.
func (l *Lens) shown(v *fhir.Tree) *fhir.Tree {
	if l.choice {
		if v == nil {
			return fhir.Obj()
		}
		return v
	}
	return fhir.Obj(fhir.Member{Name: l.Path, Value: v})
}
