package mapping

// At is a nested element whose parts are columns of the same row.
func At(path string, lenses ...*Lens) *Lens { return &Lens{Path: path, kind: nest, Lenses: lenses} }

// Many is a repeating element: each is one row of a child table, in order.
func Many(path, table string, lenses ...*Lens) *Lens {
	return &Lens{Path: path, kind: list, Table: table, Lenses: lenses}
}

// Each is a repeating element of single values, such as a list of
// CodeableConcepts: the leaf, made with an empty path, is the element itself.
func Each(path, table string, element *Lens) *Lens { return Many(path, table, element) }

// Recursive is Many for an element that contains itself, such as
// QuestionnaireResponse.item; parts is handed the lens to put inside.
func Recursive(path, table string, parts func(self *Lens) []*Lens) *Lens {
	l := Many(path, table)
	l.Lenses = parts(l)
	return l
}

// Extension is an extension whose value is columns of the same row; its parts
// are the value[x] leaf, or further Extensions when it is complex.
func Extension(url string, parts ...*Lens) *Lens {
	return &Lens{Path: url, kind: nest, extension: true, Lenses: parts}
}

// Extensions is a repeating extension, each a row of a child table.
func Extensions(url, table string, parts ...*Lens) *Lens {
	return &Lens{Path: url, kind: list, extension: true, Table: table, Lenses: parts}
}
