package mapping

// Site is one lens of a declaration and where it stands.
type Site struct {
	Lens  *Lens
	Path  string // of the element in R4 terms, "diagnosis.condition"; "" inside extensions
	Table string // whose row holds the leaf's columns, or the list's own table

	part        bool // of another leaf
	alternative bool // of a choice: its path is the name of a type
}

// Walk visits every lens of a declaration once, containers before their parts;
// the alternatives of a choice are parts of it.
func (r *Resource) Walk(visit func(Site)) {
	w := walker{visit: visit, seen: map[*Lens]bool{}}
	w.lenses(r.Lenses, Site{Table: r.Table}, false)
}

type walker struct {
	visit func(Site)
	seen  map[*Lens]bool
}

// lenses visits the lenses inside of a site; hidden says that they are part of
// an extension, where R4's paths do not reach.
func (w walker) lenses(lenses []*Lens, in Site, hidden bool) {
	for _, l := range lenses {
		if w.seen[l] {
			continue
		}
		w.seen[l] = true
		site := Site{Lens: l, Path: join(in.Path, l), Table: in.Table}
		if in.Lens != nil {
			site.part = in.Lens.kind == leaf
			site.alternative = in.Lens.choice || in.alternative
		}
		hidden := hidden || l.extension
		if hidden {
			site.Path = ""
		}
		if l.kind == list {
			site.Table = l.Table
		}
		w.visit(site)
		w.lenses(l.Lenses, site, hidden)
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
