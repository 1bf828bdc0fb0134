package fhir

import "fmt"

// PlaceOf gives the FHIRPath of a value inside a resource, "Patient.name[0].given[1]";
// that of the resource when the value is not in it. It looks for the very value
// and not an equal one, and is for errors: it walks through all there is.
func PlaceOf(resource, value *Tree) string {
	start := resource.Get("resourceType").StringOr("Resource")
	d, _ := TypeOf(start)
	if place, ok := placeOf(resource, value, d, start); ok {
		return place
	}
	return start
}

func placeOf(t, value *Tree, d *TypeDef, place string) (string, bool) {
	switch {
	case t == value:
		return place, true
	case t.Is(Array):
		for i, item := range t.Items {
			if found, ok := placeOf(item, value, d, fmt.Sprintf("%s[%d]", place, i)); ok {
				return found, true
			}
		}
	case t.Is(Object):
		if d == nil {
			d, _ = TypeOf(t.Get("resourceType").StringOr(""))
		}
		for _, m := range t.Members {
			name, child := bareName(m.Name), (*TypeDef)(nil)
			if d != nil {
				if known, ok := d.members[m.Name]; ok {
					name, child = known.element.label, known.ref.Def
				}
			}
			if found, ok := placeOf(m.Value, value, child, place+"."+name); ok {
				return found, true
			}
		}
	}
	return "", false
}
