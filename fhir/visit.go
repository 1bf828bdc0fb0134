package fhir

// Spot says what the definitions say of a value that Visit comes to.
type Spot struct {
	Element   *ElementDef // whose value it is; its Path is the one where R4 defines it
	Type      string      // of the value: "Reference", "string"
	Contained bool        // it is part of a resource inside another one
}

// Visit calls visit with every value of a resource that R4 defines, what is
// around a value before the value, once for each item of a list. What the
// definitions do not know is passed over, resourceType too.
func Visit(resource *Tree, visit func(*Tree, Spot)) {
	visitResource(resource, visit, false)
}

func visitResource(t *Tree, visit func(*Tree, Spot), contained bool) {
	if d, ok := TypeOf(t.Get("resourceType").StringOr("")); ok && t.Is(Object) {
		visitMembers(t, d, visit, contained)
	}
}

func visitMembers(t *Tree, d *TypeDef, visit func(*Tree, Spot), contained bool) {
	for i := range t.Members {
		m, ok := d.members[t.Members[i].Name]
		if !ok {
			continue
		}
		if value := t.Members[i].Value; value.Is(Array) {
			for _, item := range value.Items {
				visitValue(item, m, visit, contained)
			}
		} else {
			visitValue(value, m, visit, contained)
		}
	}
}

// visitValue visits one value; the sibling of a primitive has nothing of its
// own but extensions.
func visitValue(v *Tree, m member, visit func(*Tree, Spot), contained bool) {
	switch {
	case v == nil || v.Kind == Null:
	case m.sibling:
		if element, ok := TypeOf("Element"); ok {
			visitMembers(v, element, visit, contained)
		}
	case m.ref.Def == nil:
		visitResource(v, visit, true)
	default:
		visit(v, Spot{m.element, m.ref.Code, contained})
		visitMembers(v, m.ref.Def, visit, contained)
	}
}
