package fhir

import (
	"fmt"
	"slices"
	"strings"
)

// object checks the members of an object against its type: known names, one
// choice, required elements, and every value.
func (c *checker) object(t *Tree, d *TypeDef) {
	var seen [2]uint64
	for i := range t.Members {
		name, value := t.Members[i].Name, t.Members[i].Value
		m, ok := d.members[name]
		if !ok {
			if d.Kind != "resource" || name != "resourceType" {
				c.unknown(name, d)
			}
			continue
		}
		word, bit := m.place>>6, uint64(1)<<(m.place&63)
		c.push(m.element.label)
		if m.element.Choice && seen[word]&bit != 0 {
			c.otherChoice(name, t.Members[:i], m.place, d)
		}
		seen[word] |= bit
		if m.sibling {
			c.sibling(t.Get(name[1:]), value, m)
		} else {
			c.element(t, name, value, m)
		}
		c.pop()
	}
	for _, place := range d.required {
		if seen[place>>6]&(1<<(place&63)) == 0 {
			c.missing(d.Elements[place])
		}
	}
}

// element checks the value or the list of values of one member.
func (c *checker) element(t *Tree, name string, value *Tree, m member) {
	if m.element.Max == 1 {
		if value.Is(Array) {
			c.report("structure", "this element occurs once at most: give the value itself, not an array")
			return
		}
		c.value(value, m)
		return
	}
	if !value.Is(Array) {
		c.report("structure", "this element may occur several times: give an array, here is %s", kindOf(value))
		return
	}
	if len(value.Items) == 0 {
		c.report("structure", "the array is empty; leave out an element that has no value")
	}
	for i, item := range value.Items {
		c.index(i)
		if item.Is(Null) && m.isPrimitive() {
			c.placeholder(t.Get("_"+name), name, i)
		} else {
			c.value(item, m)
		}
	}
	c.index(-1)
}

// value checks one value, not a list.
func (c *checker) value(v *Tree, m member) {
	d := m.ref.Def
	switch {
	case v == nil || v.Kind == Null:
		c.report("structure", "null stands for nothing here; leave out an element that has no value")
	case d == nil && m.element.Name == "contained":
		c.contained(v)
	case d == nil:
		c.resource(v)
	case d.prim != notPrimitive:
		c.primitive(v, m)
	case v.Kind != Object:
		c.report("structure", "%s is a JSON object; here is %s", article(d.Name), kindOf(v))
	default:
		c.complex(v, m)
	}
}

// complex checks an object that is no resource, and the rules that hang on its
// type or on the element that it is the value of.
func (c *checker) complex(v *Tree, m member) {
	c.object(v, m.ref.Def)
	switch {
	case len(v.Members) == 0:
		c.report("structure", "the object is empty; leave out an element that has no value")
	case len(v.Members) == 1 && v.Members[0].Name == "id":
		c.report("invariant", "an element has a value or children, not only an id (ele-1)")
	}
	c.rules(v, m)
	if m.element.codes != nil {
		c.concept(v, m.element.codes)
	}
}

func (m member) isPrimitive() bool { return m.ref.Def != nil && m.ref.Def.prim != notPrimitive }

// missing reports a required element that has neither a value nor extensions.
func (c *checker) missing(e *ElementDef) {
	if !e.Choice {
		c.reportAt(e.label, "required", "the required element %q is missing", e.Name)
		return
	}
	c.reportAt(e.label, "required", "the required element is missing; give one of %s", e.memberNames())
}

// unknown reports a member that the type does not have, and says what might be meant.
func (c *checker) unknown(name string, d *TypeDef) {
	if c.full() {
		return
	}
	c.push(name)
	c.issues = append(c.issues, Issue{Severity: "error", Code: "structure", Expression: c.expression(), Text: fmt.Sprintf("%s has no element %q%s", d.Name, short(name), d.Advice(name))})
	c.pop()
}

// Advice names the element that somebody most likely meant by an unknown member
// name, as the end of a sentence: "; the nearest is ...", or "".
func (d *TypeDef) Advice(name string) string {
	bare := strings.TrimPrefix(name, "_")
	i := slices.IndexFunc(d.Elements, func(e *ElementDef) bool {
		return e.Choice && strings.HasPrefix(bare, e.label)
	})
	near := d.nearest(name)
	switch {
	case strings.EqualFold(near, name) && near != "":
		return fmt.Sprintf("; names are case-sensitive: %q", near)
	case i >= 0 && near == "":
		return "; it may be one of " + d.Elements[i].memberNames()
	case i >= 0 && bare == d.Elements[i].label:
		return "; the name includes the type: one of " + d.Elements[i].memberNames()
	case near != "":
		return fmt.Sprintf("; the nearest is %q", near)
	case bare != name && d.members[bare].element != nil:
		return fmt.Sprintf("; only a primitive has a sibling with an underscore, put the extension into %q", bare)
	default:
		return ""
	}
}

// otherChoice reports a second type for a choice, unless the earlier member is
// the "_x" sibling of this one.
func (c *checker) otherChoice(name string, before []Member, place int, d *TypeDef) {
	bare := strings.TrimPrefix(name, "_")
	for _, b := range before {
		if m, ok := d.members[b.Name]; ok && m.place == place && strings.TrimPrefix(b.Name, "_") != bare {
			c.report("structure", "%q and %q are two values for one element; give one of them", b.Name, name)
			return
		}
	}
}

// memberNames lists the JSON names of an element, the first few of a long list.
func (e *ElementDef) memberNames() string {
	const most = 12
	var names []string
	for i, ref := range e.Types {
		if i == most {
			names = append(names, "...")
			break
		}
		names = append(names, e.Member(ref))
	}
	return strings.Join(names, ", ")
}

func article(name string) string {
	if strings.ContainsAny(name[:1], "AEIOaeio") {
		return "an " + name
	}
	return "a " + name
}
