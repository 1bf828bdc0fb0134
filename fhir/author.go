package fhir

import (
	"encoding/json"
	"fmt"
)

// author turns a resource that this program wrote as a typed value of samply's
// model into a tree. samply emits empty objects and strings for what was left
// out; FHIR JSON forbids both, so pruning them cannot remove content.
func author(resource any) *Tree {
	text, err := json.Marshal(resource)
	if err == nil {
		var t *Tree
		if t, err = DecodeStored(text); err == nil {
			return pruned(t)
		}
	}
	panic(fmt.Sprintf("fhir: a resource of our own cannot be written: %v", err))
}

// pruned drops null, "", {} and [] at every depth.
func pruned(t *Tree) *Tree {
	switch t.Kind {
	case Array:
		out := List()
		for _, item := range t.Items {
			if kept := pruned(item); !hollow(kept) {
				out.Items = append(out.Items, kept)
			}
		}
		return out
	case Object:
		out := Obj()
		for _, m := range t.Members {
			if kept := pruned(m.Value); !hollow(kept) {
				out.Members = append(out.Members, Member{m.Name, kept})
			}
		}
		return out
	}
	return t
}

func hollow(t *Tree) bool {
	return t.Kind == Null || t.Empty() || (t.Kind == String && t.Text == "")
}
