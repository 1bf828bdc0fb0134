package profile

import (
	"fmt"
	"strings"
	"sync"

	"kapbridge/fhir"
)

// Library is a set of definitions: those of the standard, and those given. It does
// not change once made, and may be asked by many at once.
type Library struct{ given map[string]*Definition }

// NewLibrary takes the StructureDefinitions that constrain a type among the
// resources given; they go before those of the standard with the same url.
func NewLibrary(resources ...*fhir.Tree) (*Library, error) {
	l := &Library{map[string]*Definition{}}
	for _, t := range resources {
		d, ok, err := Read(t)
		if err != nil {
			return nil, err
		}
		if ok {
			l.given[d.URL] = d
		}
	}
	return l, nil
}

// Find gives a definition by its canonical, with or without "|version": another
// version than the one that is held is not found.
func (l *Library) Find(canonical string) (*Definition, bool) {
	url, version, versioned := strings.Cut(canonical, "|")
	d, ok := l.given[url]
	if !ok {
		d, ok = standard()[url]
	}
	if !ok || versioned && version != d.Version {
		return nil, false
	}
	return d, true
}

// All calls do with every definition that is held, given ones in the place of
// those of the standard.
func (l *Library) All(do func(d *Definition, given bool)) {
	for _, d := range l.given {
		do(d, true)
	}
	for url, d := range standard() {
		if l.given[url] == nil {
			do(d, false)
		}
	}
}

// longest bounds the definitions that one is derived from through others.
const longest = 16

// Tree makes the elements of a definition: those of R4's type, with what the
// definitions that it is derived from say, and what it says itself.
func (l *Library) Tree(d *Definition) (*Element, error) { return l.tree(d, 0) }

func (l *Library) tree(d *Definition, depth int) (*Element, error) {
	if depth > longest {
		return nil, fmt.Errorf("%s: it is derived from itself, or through more than %d others", d.URL, longest)
	}
	root, said, err := l.base(d, depth)
	if err != nil {
		return nil, err
	}
	diff := &differential{d.URL, root, map[string]string{}, map[*Element]bool{}}
	for _, e := range said {
		if err := diff.apply(e); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// base gives the elements to begin with, and what is to be said of them. A
// snapshot says all, so that it needs no more than R4's type: it is taken where
// there is no differential, or none can be applied.
func (l *Library) base(d *Definition, depth int) (*Element, []*fhir.Tree, error) {
	t, ok := fhir.TypeOf(d.Type)
	if !ok {
		return nil, nil, fmt.Errorf("%s: type %q is no type of R4", d.URL, d.Type)
	}
	fresh := &Element{root: t}
	said := d.elements()
	if d.Base == TypePrefix+d.Type && (len(said) > 0 || len(d.snapshot) == 0) {
		return fresh, said, nil
	}
	if base, ok := l.Find(d.Base); ok && len(said) > 0 {
		if base.Type != d.Type {
			return nil, nil, fmt.Errorf("%s: it constrains %s, but its base %s constrains %s", d.URL, d.Type, d.Base, base.Type)
		}
		root, err := l.tree(base, depth+1)
		return root, said, err
	}
	if len(d.snapshot) > 0 {
		return fresh, own(d.snapshot), nil
	}
	return nil, nil, fmt.Errorf("%s: its base %s is not held here, and it has no snapshot", d.URL, d.Base)
}

// own leaves out of a snapshot the constraints that R4 has already.
func own(snapshot []*fhir.Tree) []*fhir.Tree {
	var all []*fhir.Tree
	for _, e := range snapshot {
		var kept []*fhir.Tree
		for _, c := range items(e.Get("constraint")) {
			name := strings.TrimPrefix(c.Get("source").StringOr(""), TypePrefix)
			if !keys()[c.Get("key").StringOr("")] && !fhir.IsType(name) {
				kept = append(kept, c)
			}
		}
		if e = e.Without("constraint"); kept != nil {
			e.Set("constraint", fhir.List(kept...))
		}
		all = append(all, e)
	}
	return all
}

// keys has those of R4's own invariants.
var keys = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, path := range fhir.InvariantPaths() {
		for _, i := range fhir.Invariants(path) {
			all[i.Key] = true
		}
	}
	return all
})
