package mapping

// Site is one lens of a declaration and where it stands.
type Site struct {
	Lens  *Lens
	Path  string // of the element in R4 terms, "diagnosis.condition"; "" inside extensions
	Table string // whose row holds the leaf's columns, or the list's own table
}

// Walk visits every lens of a declaration once, containers before their parts;
// the alternatives of a choice are parts of it.
func (r *Resource) Walk(visit func(Site)) {
	w := walker{visit: visit, seen: map[*Lens]bool{}}
	w.lenses(r.Lenses, "", r.Table, false)
}

type walker struct {
	visit func(Site)
	seen  map[*Lens]bool
}

func (w walker) lenses(lenses []*Lens, path, table string, hidden bool) {
	for _, l := range lenses {
		if w.seen[l] {
			continue
		}
		w.seen[l] = true
		site := Site{Lens: l, Path: join(path, l), Table: table}
		hidden := hidden || l.extension
		if hidden {
			site.Path = ""
		}
		if l.kind == list {
			site.Table = l.Table
		}
		w.visit(site)
		w.lenses(l.Lenses, site.Path, site.Table, hidden)
	}
}

func join(path string, l *Lens) string {
	name := l.Path
	if l.choice {
		name += "[x]"
	}
	switch {
	case path == "":
		return name
	case name == "":
		return path
	}
	return path + "." + name
}

// IsLeaf tells whether the lens has columns of its own.
func (l *Lens) IsLeaf() bool { return l.kind == leaf }

// IsList tells whether the lens has a child table.
func (l *Lens) IsList() bool { return l.kind == list }

// IsChoice tells whether the lens is a choice element; its alternatives, the
// Lenses, have the names of types as their paths.
func (l *Lens) IsChoice() bool { return l.choice }

// Shape returns the shape of the lens's columns for search.
func (l *Lens) Shape() Shape { return l.shape }
