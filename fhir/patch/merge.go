package patch

import "kapbridge/fhir"

// Merge reads a JSON Merge Patch (RFC 7386) and returns the change that it
// describes: members that the patch names are set, or removed where it says
// null; objects are merged, lists are replaced whole. A malformed document is
// refused with 400; the change itself refuses with 422 a result that no resource
// could be. It never changes the tree that it is given.
func Merge(data []byte) (func(*fhir.Tree) (*fhir.Tree, error), error) {
	t, err := fhir.Decode(data)
	if err != nil {
		return nil, err
	}
	if !t.Is(fhir.Object) {
		return nil, fhir.Refuse(400, "structure", "a merge patch of a resource is an object with the members to change, this is %s", outline(t))
	}
	return func(old *fhir.Tree) (*fhir.Tree, error) { return finish(old, merge(old, t)) }, nil
}

// merge is the procedure of RFC 7386, section 2. Members keep their order, new
// ones follow.
func merge(old, patch *fhir.Tree) *fhir.Tree {
	if !patch.Is(fhir.Object) {
		return patch
	}
	changes := byName(patch.Members)
	merged := fhir.Obj()
	if old.Is(fhir.Object) {
		for _, m := range old.Members {
			if change := changes[m.Name]; change != nil {
				delete(changes, m.Name)
				put(merged, m.Name, m.Value, change)
			} else {
				merged.Members = append(merged.Members, m)
			}
		}
	}
	for _, m := range patch.Members {
		if _, fresh := changes[m.Name]; fresh {
			put(merged, m.Name, nil, m.Value)
		}
	}
	return merged
}

// put adds a member as the change makes it, unless that removes it.
func put(t *fhir.Tree, name string, old, change *fhir.Tree) {
	if !change.Is(fhir.Null) {
		t.Members = append(t.Members, fhir.Member{Name: name, Value: merge(old, change)})
	}
}
