package validate

import (
	"fmt"
	"strings"
	"sync"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/profile"
)

// held is a definition that the validator knows, with what it asks of values.
type held struct {
	*profile.Definition
	plan func() (*outline, error) // made when it is first asked for
}

// outline is what a definition asks.
type outline struct {
	root       *shape // nil when it asks nothing
	modifier   bool   // of an extension: it changes the meaning of what it stands in
	contexts   []*context
	parts      []string // of an extension: the urls of its parts
	invariants []rule   // about what an extension stands in
}

// outline gives what a definition asks. New has planned all definitions that are
// given, and those of the standard are tested: there is no fault left to be found.
func (h *held) outline() *outline {
	o, err := h.plan()
	if err != nil {
		panic("validate: " + err.Error())
	}
	return o
}

// hold makes what the validator knows of a definition.
func (v *Validator) hold(l *profile.Library, d *profile.Definition) *held {
	return &held{d, sync.OnceValues(func() (*outline, error) {
		o, err := v.outline(l, d)
		if err != nil && !strings.HasPrefix(err.Error(), d.URL) {
			err = fmt.Errorf("%s: %w", d.URL, err)
		}
		return o, err
	})}
}

func (v *Validator) outline(l *profile.Library, d *profile.Definition) (*outline, error) {
	tree, err := l.Tree(d)
	if err != nil {
		return nil, err
	}
	m := &maker{v: v, library: l, made: map[*profile.Element]*shape{}}
	if err := m.unfold(tree, tree); err != nil {
		return nil, err
	}
	o := &outline{modifier: text(tree.Said.Get("isModifier")) == "true"}
	if o.root, err = m.shape(tree); err != nil {
		return nil, err
	}
	m.link(tree)
	if o.parts, err = m.parts(tree); err != nil {
		return nil, err
	}
	return o, o.standing(d)
}

// standing compiles where an extension may stand.
func (o *outline) standing(d *profile.Definition) error {
	for _, c := range d.Contexts {
		made, err := contextOf(c)
		if err != nil {
			return fmt.Errorf("context: %w", err)
		}
		o.contexts = append(o.contexts, made)
	}
	for i, expression := range d.Invariants {
		asked, err := fhirpath.Compile(expression)
		if err != nil {
			return fmt.Errorf("contextInvariant: %w", err)
		}
		key := fmt.Sprintf("contextInvariant %d", i+1)
		o.invariants = append(o.invariants, rule{fhir.Invariant{Key: key, Severity: "error", Text: expression, Expression: expression}, asked})
	}
	return nil
}

// find gives a definition by its canonical; a version that is not the one held is
// not found.
func (v *Validator) find(canonical string) *held {
	url, version, versioned := strings.Cut(canonical, "|")
	h := v.held[url]
	if h == nil || versioned && version != h.Version {
		return nil
	}
	return h
}

// typeNamed gives the type of R4 whose url this is, or "".
func typeNamed(canonical string) string {
	url, _, _ := strings.Cut(canonical, "|")
	if name, ok := strings.CutPrefix(url, profile.TypePrefix); ok && fhir.IsType(name) {
		return name
	}
	return ""
}
