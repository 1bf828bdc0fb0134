package validate

import (
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
)

// reference asks a Reference to lead to one of the types and profiles that the
// profile allows. Whether the target conforms is asked when it is at hand: when
// it is contained or in the same Bundle. Targets that R4 does not allow are told
// by fhir.CheckStructure.
func (x *examiner) reference(v fhirpath.Value, t *allowed) {
	literal := v.Tree.Get("reference").StringOr("")
	target := x.target(literal)
	kind := target.Get("resourceType").StringOr("")
	if target == nil {
		kind = kindOf(v.Tree, literal)
	}
	if kind == "" || !leads(t.wide, kind) {
		return
	}
	var types, profiles []string
	for _, canonical := range t.targets {
		name := x.v.typeOf(canonical)
		if name == "" { // not held here: it may allow anything
			return
		}
		types = append(types, name)
		if leads([]string{name}, kind) {
			profiles = append(profiles, canonical)
		}
	}
	switch {
	case profiles == nil:
		slices.Sort(types)
		x.fail(v, "", "error", "value", "this element refers to %s, not to %s", strings.Join(slices.Compact(types), ", "), kind)
	case target != nil && !slices.ContainsFunc(profiles, func(p string) bool { return x.elsewhere(target, p) }):
		x.fail(v, "", "error", "value", "the %s that this refers to conforms to none of %s", kind, strings.Join(profiles, ", "))
	}
}

// leads tells whether a type is among those that may be referred to.
func leads(types []string, kind string) bool {
	return len(types) == 0 || slices.Contains(types, kind) || slices.Contains(types, "Resource")
}

// elsewhere tells whether a resource that is referred to is of a profile.
func (x *examiner) elsewhere(target *fhir.Tree, canonical string) bool {
	if typeNamed(canonical) != "" {
		return true
	}
	before := x.ctx
	defer func() { x.ctx = before }()
	x.ctx.Resource = target
	if !x.isContained(target) {
		x.ctx.Root = target
	}
	return x.isOf(fhirpath.Of(target), canonical)
}

func (x *examiner) isContained(target *fhir.Tree) bool {
	list := x.ctx.Root.Get("contained")
	return list.Is(fhir.Array) && slices.Contains(list.Items, target)
}

// kindOf gives the type that a reference says or shows.
func kindOf(v *fhir.Tree, literal string) string {
	if name := v.Get("type").StringOr(""); fhir.IsResource(name) {
		return name
	}
	path, _, _ := strings.Cut(literal, "?")
	path, _, _ = strings.Cut(path, "/_history/")
	steps := strings.Split(path, "/")
	if n := len(steps); n >= 2 && fhir.IsResource(steps[n-2]) {
		return steps[n-2]
	}
	return ""
}

// target finds what a reference leads to inside the document, nil for elsewhere.
func (x *examiner) target(literal string) *fhir.Tree {
	if id, ok := strings.CutPrefix(literal, "#"); ok {
		return contained(x.ctx.Root, id)
	}
	if literal == "" || x.bundle == nil {
		return nil
	}
	return inBundle(x.bundle, x.entry, literal)
}

func contained(root *fhir.Tree, id string) *fhir.Tree {
	if id == "" {
		return root
	}
	list := root.Get("contained")
	for i := 0; list.Is(fhir.Array) && i < len(list.Items); i++ {
		if list.Items[i].Get("id").StringOr("") == id {
			return list.Items[i]
		}
	}
	return nil
}

// inBundle finds the entry that a reference means: a relative one starts where the
// fullUrl of its own entry does
// (http://hl7.org/fhir/R4/bundle.html#references).
func inBundle(bundle, entry *fhir.Tree, literal string) *fhir.Tree {
	plain, _, _ := strings.Cut(literal, "/_history/")
	if !strings.Contains(plain, ":") {
		base := entry.Get("fullUrl").StringOr("")
		steps := strings.Split(base, "/")
		if n := len(steps); n > 2 && !strings.HasPrefix(base, "urn:") {
			plain = strings.Join(steps[:n-2], "/") + "/" + plain
		}
	}
	list := bundle.Get("entry")
	for i := 0; list.Is(fhir.Array) && i < len(list.Items); i++ {
		if list.Items[i].Get("fullUrl").StringOr("") == plain {
			return list.Items[i].Get("resource")
		}
	}
	return nil
}
