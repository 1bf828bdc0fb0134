package fhir

import (
	"fmt"
	"slices"
	"strings"
)

// ResolvePath finds the element of a dotted path below a type, such as
// "dosage.dose", "component.value[x]" or "item.answer.value[x]" (recursion may
// be followed as deep as one likes). A step names an element, or the JSON
// member of a choice: below a choice only the member, as "valueQuantity.code",
// says what is meant.
func ResolvePath(typeName, path string) (*ElementDef, error) {
	d, ok := TypeOf(typeName)
	if !ok {
		return nil, fmt.Errorf("R4 has no type %q", typeName)
	}
	var e *ElementDef
	at := typeName
	for step := range strings.SplitSeq(path, ".") {
		if d == nil {
			return nil, fmt.Errorf("%s has no single type, so %q below it is not defined", at, step)
		}
		found, child := d.step(step)
		if found == nil {
			return nil, fmt.Errorf("%s has no element %q%s", at, step, orNearest(d, step))
		}
		e, d = found, child
		at += "." + step
	}
	return e, nil
}

// step finds an element by its name or by a JSON member's name, and the type
// below it when there is one only.
func (d *TypeDef) step(name string) (*ElementDef, *TypeDef) {
	if m, ok := d.members[name]; ok && !m.sibling {
		return m.element, m.ref.Def
	}
	i := slices.IndexFunc(d.Elements, func(e *ElementDef) bool { return e.Name == name })
	if i < 0 {
		return nil, nil
	}
	e := d.Elements[i]
	if len(e.Types) == 1 {
		return e, e.Types[0].Def
	}
	return e, nil
}

func orNearest(d *TypeDef, name string) string {
	if near := d.nearest(name); near != "" {
		return fmt.Sprintf("; the nearest is %q", near)
	}
	return ""
}

// nearest finds the member name that somebody most likely meant, or "".
func (d *TypeDef) nearest(name string) string {
	return nearest(name, func(yield func(string) bool) {
		for candidate, m := range d.members {
			if m.sibling == strings.HasPrefix(name, "_") && !yield(candidate) {
				return
			}
		}
	})
}
