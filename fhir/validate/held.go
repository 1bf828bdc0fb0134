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

// root gives what a definition asks of a value. All definitions that are given
// were planned by New, and those of the standard are tested: a fault cannot be
// here.
func (h *held) outline() *outline {
	o, err := h.plan()
	if err != nil {
		panic("validate: " + err.Error())
	}
	return o
}

// name is how an issue calls it.
func (h *held) name() string { return h.Name }

// hold makes what the validator knows of a definition.
func (v *Validator) hold(l *profile.Library, d *profile.Definition) *held {
	h := &held{Definition: d}
	h.plan = sync.OnceValues(func() (*outline, error) {
		tree, err := l.Tree(d)
		if err != nil {
			return nil, err
		}
		m := &maker{v: v, library: l, of: h, made: map[*profile.Element]*shape{}}
		o := &outline{modifier: tree.Said.Get("isModifier").Is(fhir.Bool) && tree.Said.Get("isModifier").Text == "true"}
		if err = m.unfold(tree, tree); err == nil {
			o.root, err = m.shape(tree)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.URL, err)
		}
		m.link(tree)
		if o.parts, err = m.parts(tree); err != nil {
			return nil, fmt.Errorf("%s: %w", d.URL, err)
		}
		for _, c := range d.Contexts {
			made, err := contextOf(c)
			if err != nil {
				return nil, fmt.Errorf("%s: context: %w", d.URL, err)
			}
			o.contexts = append(o.contexts, made)
		}
		for i, text := range d.Invariants {
			asked, err := fhirpath.Compile(text)
			if err != nil {
				return nil, fmt.Errorf("%s: contextInvariant: %w", d.URL, err)
			}
			o.invariants = append(o.invariants, rule{fhir.Invariant{Key: fmt.Sprintf("contextInvariant %d", i+1), Severity: "error", Text: text, Expression: text}, asked})
		}
		return o, nil
	})
	return h
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
