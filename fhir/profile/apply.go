package profile

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// differential applies what a definition says, element by element
// (http://hl7.org/fhir/R4/profiling.html#differential).
type differential struct {
	url  string
	root *Element
	open map[string]string // of ids that are left out: the slice that is being described at a path
	only map[*Element]bool // choices of which it describes single types
}

// apply puts one ElementDefinition over the tree.
func (d *differential) apply(said *fhir.Tree) error {
	id := d.id(said)
	steps := strings.Split(id, ".")
	if steps[0] != d.root.root.Name {
		return fmt.Errorf("%s: the element %s is not one of %s", d.url, id, d.root.root.Name)
	}
	e := d.root
	for i, text := range steps[1:] {
		var err error
		if e, err = d.step(e, text, said, i == len(steps)-2); err != nil {
			return fmt.Errorf("%s: %s: %w", d.url, id, err)
		}
	}
	e.Said = merged(e.Said, said, d.url)
	return nil
}

// id names the element and the slices on the way to it. Where there is no id, the
// slices are those that were named last
// (http://hl7.org/fhir/R4/elementdefinition.html#id).
func (d *differential) id(said *fhir.Tree) string {
	path, slice := said.Get("path").StringOr(""), said.Get("sliceName").StringOr("")
	if id := said.Get("id").StringOr(""); id != "" && (path == "" || withoutSlices(id) == path) {
		return id
	}
	if slice != "" {
		d.open[path] = slice
	} else {
		delete(d.open, path)
	}
	steps := strings.Split(path, ".")
	for i := range steps {
		if name := d.open[strings.Join(strings.Split(path, ".")[:i+1], ".")]; name != "" {
			steps[i] += ":" + name
		}
	}
	return strings.Join(steps, ".")
}

func withoutSlices(id string) string {
	steps := strings.Split(id, ".")
	for i := range steps {
		steps[i], _, _ = strings.Cut(steps[i], ":")
	}
	return strings.Join(steps, ".")
}

// step goes to an element below, "coding", "value[x]", "valueQuantity", or to a
// slice of it, "component:systolic". A slice is made where it is defined.
func (d *differential) step(e *Element, text string, said *fhir.Tree, last bool) (*Element, error) {
	name, slice, _ := strings.Cut(text, ":")
	if strings.Contains(slice, "/") {
		return nil, fmt.Errorf("the slice %q slices another one again, which is not supported here", slice)
	}
	if err := e.Expand(); err != nil {
		return nil, err
	}
	child, ref := e.child(name)
	if child == nil {
		return nil, fmt.Errorf("there is no element %q", name)
	}
	if slice == "" && ref != "" {
		slice = name
		d.narrow(child, ref)
	}
	if slice == "" {
		return child, nil
	}
	return child.slice(slice, ref, said, last)
}

// narrow leaves a choice only the types that are described by their JSON names: in
// HL7's own snapshots, valueQuantity instead of value[x] allows nothing else.
func (d *differential) narrow(e *Element, code string) {
	var types []*fhir.Tree
	if d.only[e] {
		types = items(e.Said.Get("type"))
	}
	d.only[e] = true
	if one := e.typeOf(code); !slices.ContainsFunc(types, one.Equal) {
		types = append(slices.Clone(types), one)
	}
	e.Said = e.Said.With("type", fhir.List(types...))
}

// child finds an element by its name. The JSON name of a choice finds it too, and
// names the type (http://hl7.org/fhir/R4/profiling.html#sliced-by-type).
func (e *Element) child(name string) (child *Element, code string) {
	for _, c := range e.Children {
		if c.Def.Name == name {
			return c, ""
		}
		for _, ref := range c.Def.Types {
			if c.Def.Choice && c.Def.Member(ref) == name {
				return c, ref.Code
			}
		}
	}
	return nil, ""
}

// slice finds a slice by its name, or makes it.
func (e *Element) slice(name, code string, said *fhir.Tree, last bool) (*Element, error) {
	for _, s := range e.Slices {
		if s.Slice == name {
			return s, nil
		}
	}
	if code == "" && e.Def.Choice {
		_, code = (&Element{Children: []*Element{e}}).child(name)
	}
	if !last && code == "" {
		return nil, fmt.Errorf("the slice %q is described before it is defined", name)
	}
	s := &Element{Of: e.Of, Def: e.Def, Slice: name}
	if code != "" && said.Get("type") == nil || !last {
		s.Said = fhir.Obj(fhir.Member{Name: "type", Value: fhir.List(e.typeOf(code))})
	}
	e.Slices = append(e.Slices, s)
	return s, nil
}

// typeOf gives the ElementDefinition.type of one type of a choice.
func (e *Element) typeOf(code string) *fhir.Tree {
	for _, t := range items(e.Said.Get("type")) {
		if t.Get("code").StringOr("") == code {
			return t
		}
	}
	return fhir.Obj(fhir.Member{Name: "code", Value: fhir.Str(code)})
}

// Expand puts the elements of the type below an element, which is an error where it
// may have several types.
func (e *Element) Expand() error {
	if e.Children != nil {
		return nil
	}
	d := e.ValueType()
	if d == nil {
		return fmt.Errorf("%s has no single type, so that nothing is defined below it", e.Name())
	}
	for _, def := range d.Elements {
		e.Children = append(e.Children, &Element{Of: d, Def: def})
	}
	return nil
}

// added are the members of an ElementDefinition that come to those of the base
// instead of taking their place.
var added = []string{"constraint", "condition", "alias", "mapping", "example", "code"}

// merged puts what is said over what was said.
func merged(before, said *fhir.Tree, source string) *fhir.Tree {
	all := before.Without()
	for _, m := range said.Members {
		value := m.Value
		if m.Name == "constraint" {
			value = sourced(value, source)
		}
		switch {
		case slices.Contains(added, m.Name):
			all.Set(m.Name, joined(all.Get(m.Name), value))
		case m.Name == "id" || m.Name == "path" || m.Name == "sliceName":
		default:
			all.Set(m.Name, value)
		}
	}
	return all
}

// joined appends the items of a list, and puts constraints of a key that is there
// in its place.
func joined(before, more *fhir.Tree) *fhir.Tree {
	list := slices.Clone(items(before))
	for _, item := range items(more) {
		key := item.Get("key").StringOr("")
		at := slices.IndexFunc(list, func(t *fhir.Tree) bool {
			return t.Equal(item) || key != "" && t.Get("key").StringOr("") == key
		})
		if at < 0 {
			list = append(list, item)
		} else {
			list[at] = item
		}
	}
	return fhir.List(list...)
}

// sourced says of each constraint which definition it comes from.
func sourced(list *fhir.Tree, source string) *fhir.Tree {
	var all []*fhir.Tree
	for _, c := range items(list) {
		if c.Get("source") == nil && source != "" {
			c = c.With("source", fhir.Str(source))
		}
		all = append(all, c)
	}
	return fhir.List(all...)
}
