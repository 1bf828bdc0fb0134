package mutate

import (
	"slices"

	"kapbridge/fhir"
)

// each makes one change at every spot that fits.
func each(fits func(spot) bool, change func(spot) bool) edits {
	return func(resource *fhir.Tree) []func() bool {
		var list []func() bool
		for _, s := range spots(resource) {
			if fits(s) {
				list = append(list, func() bool { return change(s) })
			}
		}
		return list
	}
}

// either joins the changes of several.
func either(all ...edits) edits {
	return func(resource *fhir.Tree) []func() bool {
		var list []func() bool
		for _, e := range all {
			list = append(list, e(resource)...)
		}
		return list
	}
}

// written gives every primitive of some types one of some JSON values.
func written(types []string, values ...string) edits {
	var all []edits
	for _, v := range values {
		all = append(all, each(func(s spot) bool { return s.primitive(types...) }, func(s spot) bool { return s.put(value(v)) }))
	}
	return either(all...)
}

// inside merges members into every value of some types, of which each change is one.
func inside(typeName string, members ...string) edits {
	var all []edits
	for _, m := range members {
		all = append(all, each(func(s spot) bool { return s.owner != nil && s.object() && s.own.Name == typeName },
			func(s spot) bool { merge(s.value, s.own, value(m)); return true }))
	}
	return either(all...)
}

// resource merges members into a resource of a type, of any type for "".
func resource(typeName string, members ...string) edits {
	var all []edits
	for _, m := range members {
		all = append(all, each(func(s spot) bool { return s.owner == nil && (typeName == "" || s.own.Name == typeName) },
			func(s spot) bool { merge(s.value, s.own, value(m)); return true }))
	}
	return either(all...)
}

// domain is resource for those that have a narrative and contained resources.
func domain(change func(resource *fhir.Tree) bool) edits {
	return each(func(s spot) bool { return s.owner == nil && s.own.Is("DomainResource") }, func(s spot) bool { return change(s.value) })
}

// merge sets members of an object, null taking one away. What else the element
// of a choice had goes.
func merge(t *fhir.Tree, d *fhir.TypeDef, members *fhir.Tree) {
	for _, m := range members.Members {
		if e, _, ok := d.Element(m.Name); ok && e.Choice {
			t.Members = slices.DeleteFunc(t.Members, func(old fhir.Member) bool {
				other, _, known := d.Element(old.Name)
				return known && other == e && members.Get(old.Name) == nil
			})
		}
		if m.Value.Kind == fhir.Null {
			t.Set(m.Name, nil)
		} else {
			t.Set(m.Name, m.Value)
		}
	}
}

// appendTo adds an item to a list, which it makes where there is none.
func appendTo(t *fhir.Tree, name string, items ...*fhir.Tree) bool {
	list := t.Get(name)
	if list == nil {
		list = fhir.List()
		t.Set(name, list)
	}
	list.Items = append(list.Items, items...)
	return true
}

// value reads JSON that is written in this package.
func value(json string) *fhir.Tree { return read([]byte(json)) }
