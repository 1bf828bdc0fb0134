package validate

import (
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/profile"
)

// repeat is an element that has the content of another one
// (http://hl7.org/fhir/R4/elementdefinition.html#contentReference). What a profile
// asks below that one it asks here too.
type repeat struct {
	shape *shape
	path  string // of the other element
}

// unfold puts the elements in which such a one is found below those of which the
// profile does not speak: item.answer, for the sake of item.answer.item.
func (m *maker) unfold(root, e *profile.Element) error {
	for _, c := range e.Children {
		if c.Children == nil && isBackbone(c.Def) && repeatsIn(root, c.ValueType()) {
			if err := c.Expand(); err != nil {
				return err
			}
		}
		for _, below := range append([]*profile.Element{c}, c.Slices...) {
			if err := m.unfold(root, below); err != nil {
				return err
			}
		}
	}
	return nil
}

// repeatsIn tells whether in a type an element of which the profile speaks is
// repeated.
func repeatsIn(root *profile.Element, d *fhir.TypeDef) bool {
	return slices.ContainsFunc(d.Elements, func(e *fhir.ElementDef) bool {
		if e.Content == "" {
			return isBackbone(e) && repeatsIn(root, e.Types[0].Def)
		}
		of := elementAt(root, e.Content)
		return of != nil && of.Children != nil
	})
}

// isBackbone tells whether an element has elements of its own.
func isBackbone(e *fhir.ElementDef) bool {
	return e.Content == "" && len(e.Types) == 1 && e.Types[0].Def != nil && e.Types[0].Def.Kind == "backbone"
}

// link gives the repeated elements what is asked below those that they repeat.
func (m *maker) link(root *profile.Element) {
	for _, r := range m.repeats {
		if e := elementAt(root, r.path); e != nil && m.made[e] != nil {
			r.shape.below = m.made[e].below
		}
	}
}

// elementAt finds an element by its path, nil where the profile does not come.
func elementAt(root *profile.Element, path string) *profile.Element {
	e := root
	for _, step := range strings.Split(path, ".")[1:] {
		i := slices.IndexFunc(e.Children, func(c *profile.Element) bool { return c.Name() == step })
		if i < 0 {
			return nil
		}
		e = e.Children[i]
	}
	return e
}
