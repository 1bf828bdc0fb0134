package fhir

import "fmt"

// ModifierExtensions finds every modifierExtension of a resource, at any depth.
// Each may change the meaning of what it stands in
// (http://hl7.org/fhir/R4/extensibility.html#modifierExtension); since this
// program understands none, it must refuse the resource rather than keep it
// with a meaning that the clinic's tables do not show.
func ModifierExtensions(t *Tree) []Issue {
	if !hasModifiers(t) {
		return nil
	}
	return modifiers(nil, t, t.Get("resourceType").StringOr("Resource"))
}

// hasModifiers spares the common case the cost of naming places.
func hasModifiers(t *Tree) bool {
	if t == nil {
		return false
	}
	for _, item := range t.Items {
		if hasModifiers(item) {
			return true
		}
	}
	for _, m := range t.Members {
		if m.Name == "modifierExtension" || hasModifiers(m.Value) {
			return true
		}
	}
	return false
}

func modifiers(found []Issue, t *Tree, place string) []Issue {
	if t == nil {
		return found
	}
	for i, item := range t.Items {
		found = modifiers(found, item, fmt.Sprintf("%s[%d]", place, i))
	}
	for _, m := range t.Members {
		if m.Name == "modifierExtension" {
			found = append(found, unknownModifiers(m.Value, place)...)
			continue
		}
		if m.Value != nil && (m.Value.Kind == Object || m.Value.Kind == Array) {
			found = modifiers(found, m.Value, place+"."+bareName(m.Name))
		}
	}
	return found
}

// unknownModifiers words one issue for each element of the list.
func unknownModifiers(list *Tree, place string) []Issue {
	if !list.Is(Array) {
		return nil // a fault of structure, which the structure check names
	}
	issues := make([]Issue, len(list.Items))
	for i, e := range list.Items {
		issues[i] = Issue{
			Severity: "error", Code: "extension",
			Expression: fmt.Sprintf("%s.modifierExtension[%d]", place, i),
			Text:       fmt.Sprintf("the modifier extension %q is not known here, so the resource cannot be understood; send it without", e.Get("url").StringOr("")),
		}
	}
	return issues
}

// bareName drops the underscore of a primitive's sibling: FHIRPath knows one element.
func bareName(member string) string {
	if len(member) > 1 && member[0] == '_' {
		return member[1:]
	}
	return member
}
