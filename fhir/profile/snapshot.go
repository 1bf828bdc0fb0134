package profile

import (
	"slices"

	"kapbridge/fhir"
)

// Snapshot gives a StructureDefinition its snapshot
// (http://hl7.org/fhir/R4/profiling.html#snapshot): all elements that its
// differential speaks of, with those beside and above them, each with all that R4
// and the definitions that it is derived from say. Those of them that are not of
// the standard are to be given. What R4 says in prose is left to R4.
func Snapshot(t *fhir.Tree, bases ...*fhir.Tree) (*fhir.Tree, error) {
	l, err := NewLibrary(bases...)
	if err != nil {
		return nil, err
	}
	d, ok, err := Read(t)
	if err != nil || !ok {
		return t, err
	}
	root, err := l.Tree(d)
	if err != nil {
		return nil, err
	}
	if err := root.Expand(); err != nil {
		return nil, err
	}
	s := &snapshot{}
	s.element([]*Element{root}, d.Type, d.Type)
	all := fhir.Obj(fhir.Member{Name: "element", Value: fhir.List(s.elements...)})
	made := fhir.Obj()
	for _, m := range t.Without("snapshot").Members { // R4's order
		if m.Name == "differential" {
			made.Set("snapshot", all)
		}
		made.Set(m.Name, m.Value)
	}
	made.Set("snapshot", all)
	return made, nil
}

// snapshot lists elements in the order in which they are to stand.
type snapshot struct{ elements []*fhir.Tree }

// element adds an element with all below it. There are several layers inside of a
// slice: what is said of all values goes before what is said of those in it.
func (s *snapshot) element(layers []*Element, id, path string) {
	e := layers[len(layers)-1]
	t := fhir.Obj(fhir.Member{Name: "id", Value: fhir.Str(id)}, fhir.Member{Name: "path", Value: fhir.Str(path)})
	if e.Slice != "" {
		t.Set("sliceName", fhir.Str(e.Slice))
	}
	all := e.original()
	for _, layer := range layers {
		said := layer.Said
		if e.Slice != "" && layer.Slice != e.Slice { // of all values, not of these
			said = said.Without("slicing", "min")
			all.Set("min", fhir.Int(0))
		}
		if said != nil {
			all = merged(all, said, "")
		}
	}
	if e.Slice == "" && len(sliceNames(layers)) > 0 && all.Get("slicing") == nil {
		all.Set("slicing", e.slicing())
	}
	for _, m := range all.Members {
		t.Set(m.Name, m.Value)
	}
	s.elements = append(s.elements, inOrder(t))
	s.below(layers, id, path)
}

// slicing is how extensions and choices are sliced where nobody says it.
func (e *Element) slicing() *fhir.Tree {
	kind, path := "value", "url"
	if e.Def.Choice {
		kind, path = "type", "$this"
	}
	return fhir.Obj(
		fhir.Member{Name: "discriminator", Value: fhir.List(fhir.Obj(fhir.Member{Name: "type", Value: fhir.Str(kind)}, fhir.Member{Name: "path", Value: fhir.Str(path)}))},
		fhir.Member{Name: "ordered", Value: fhir.Boolean(false)}, fhir.Member{Name: "rules", Value: fhir.Str("open")})
}

// below adds the elements below, each followed by its slices.
func (s *snapshot) below(layers []*Element, id, path string) {
	for i, c := range childrenOf(layers) {
		var each []*Element
		for _, layer := range layers {
			if len(layer.Children) > i && layer.Children[i].Def == c.Def {
				each = append(each, layer.Children[i])
			}
		}
		childID, childPath := id+"."+c.Def.Name, path+"."+c.Def.Name
		s.element(each, childID, childPath)
		for _, name := range sliceNames(each) {
			inside := slices.Clone(each)
			for _, layer := range each {
				for _, slice := range layer.Slices {
					if slice.Slice == name {
						inside = append(inside, slice)
					}
				}
			}
			s.element(inside, childID+":"+name, childPath)
		}
	}
}

// childrenOf gives those of the first layer that has any.
func childrenOf(layers []*Element) []*Element {
	for _, layer := range layers {
		if layer.Children != nil {
			return layer.Children
		}
	}
	return nil
}

func sliceNames(layers []*Element) []string {
	var names []string
	for _, layer := range layers {
		for _, slice := range layer.Slices {
			if !slices.Contains(names, slice.Slice) {
				names = append(names, slice.Slice)
			}
		}
	}
	return names
}

// inOrder puts the members of an ElementDefinition into R4's order.
func inOrder(t *fhir.Tree) *fhir.Tree {
	d, _ := fhir.TypeOf("ElementDefinition")
	slices.SortStableFunc(t.Members, func(a, b fhir.Member) int { return d.Order(a.Name) - d.Order(b.Name) })
	return t
}
