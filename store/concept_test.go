package store

import (
	"testing"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// TestCachedConceptsStandAlone holds that a concept in memory keeps nothing alive
// of the resource that it came with.
func TestCachedConceptsStandAlone(t *testing.T) {
	concept, err := fhir.Decode([]byte(`{"coding":[{"system":"http://a.example","code":"b","userSelected":true}],"text":"c"}`))
	if err != nil {
		t.Fatal(err)
	}
	var c conceptCache
	c.add(mapping.Dictionary{"1": concept})
	kept := c.get("1")
	if !kept.Equal(concept) {
		t.Errorf("%s is kept as %s", concept.JSON(), kept.JSON())
	}
	var apart func(a, b *fhir.Tree)
	apart = func(a, b *fhir.Tree) {
		if a == b {
			t.Errorf("%s is shared", a.JSON())
		}
		for i := range a.Items {
			apart(a.Items[i], b.Items[i])
		}
		for i := range a.Members {
			apart(a.Members[i].Value, b.Members[i].Value)
		}
	}
	apart(kept, concept)
	c.add(mapping.Dictionary{"1": concept})
	if c.get("1") != kept {
		t.Error("what is kept already was kept anew")
	}
}
