package patch

import "kapbridge/fhir"

// finish holds a patched resource to what no patch may do: make it something
// else than a resource, larger than one that is sent could be, or another one
// than it was.
func finish(old, patched *fhir.Tree) (*fhir.Tree, error) {
	if !patched.Is(fhir.Object) {
		return nil, fhir.Refuse(422, "structure", "the patch leaves %s where a resource, an object, must be", outline(patched))
	}
	var s size
	if fault := s.measure(patched, 1); fault != "" {
		return nil, fhir.Refuse(422, "too-long", "the patched resource would be too large: %s", fault)
	}
	name := old.Get("resourceType").StringOr("")
	if was := old.Get("resourceType"); !was.Equal(patched.Get("resourceType")) {
		return nil, fhir.Refuse(422, "business-rule", "a patch cannot change the type of a resource: resourceType must stay %s", short(name)).At("resourceType")
	}
	if was := old.Get("id"); !was.Equal(patched.Get("id")) {
		return nil, fhir.Refuse(422, "business-rule", "a patch cannot change which resource it is: the id must stay %s", short(was.StringOr(""))).At(name + ".id")
	}
	return patched, nil
}

// size measures a tree against the limits of fhir.Decode. Copies within a patch
// share their values, so that a few operations may stand for millions of them:
// it stops at the first limit.
type size struct{ nodes, bytes int }

func (s *size) measure(t *fhir.Tree, depth int) (fault string) {
	s.nodes++
	s.bytes += len(t.Text) + 1
	switch {
	case depth > fhir.MaxDepth:
		return "its objects and arrays are nested too deep"
	case s.nodes > fhir.MaxNodes:
		return "it has too many values"
	case s.bytes > fhir.MaxBytes:
		return "it has too many bytes"
	}
	for _, item := range t.Items {
		if fault = s.measure(item, depth+1); fault != "" {
			return fault
		}
	}
	for _, m := range t.Members {
		s.bytes += len(m.Name) + 3
		if fault = s.measure(m.Value, depth+1); fault != "" {
			return fault
		}
	}
	return ""
}
