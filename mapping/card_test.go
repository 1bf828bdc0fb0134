package mapping

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// Every leaf that R4 defines is visited once: all but resourceType and null.
func TestVisitComesToEveryLeaf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := fhirtest.Resource(t, rapid.SampledFrom(typeNames()).Draw(t, "type"), fhirtest.Options{})
		visited := 0
		fhir.Visit(r, func(v *fhir.Tree, at fhir.Spot) {
			if v.Is(fhir.Object) || v.Is(fhir.Array) {
				return
			}
			if visited++; at.Element == nil || at.Type == "" {
				t.Fatalf("%s is visited without its definition", v.JSON())
			}
		})
		if want := defined(r); visited != want {
			t.Fatalf("%d leaves, visited %d", want, visited)
		}
	})
}

func typeNames() (names []string) {
	for _, r := range All() {
		names = append(names, r.Type)
	}
	return names
}

// defined counts the leaves but resourceType and null.
func defined(t *fhir.Tree) (n int) {
	switch t.Kind {
	case fhir.Object:
		for _, m := range t.Members {
			if m.Name != "resourceType" {
				n += defined(m.Value)
			}
		}
	case fhir.Array:
		for _, item := range t.Items {
			n += defined(item)
		}
	case fhir.Null:
	default:
		n = 1
	}
	return n
}

// What the rows and the complement show has the card of what was sent, and a
// card names every identifier that a reference parameter can look at.
func TestCardsOfRandomResources(t *testing.T) {
	for _, r := range All() {
		t.Run(r.Type, rapid.MakeCheck(func(t *rapid.T) {
			tree := fhirtest.Resource(t, r.Type, fhirtest.Options{})
			joined, _ := r.Join(r.Split(tree, nil))
			card, again := r.Card(tree), r.Card(joined)
			if !slices.Equal(card.Labels, again.Labels) || spoken(&card.Content) != spoken(&again.Content) || spoken(&card.Narrative) != spoken(&again.Narrative) {
				t.Fatalf("%s has another card when it comes back", tree.JSON())
			}
			known := spoken(&card.Content)
			for _, word := range strings.Fields(spoken(&card.Narrative)) {
				if !slices.Contains(strings.Fields(known), word) {
					t.Fatalf("%q is in the narrative, not in the content", word)
				}
			}
			for _, l := range card.Labels {
				if p := ParamOf(r, l.Parameter); p == nil || !p.Universal() && !slices.Contains(p.Modifiers(), "identifier") {
					t.Fatalf("a label for %q, which looks at none", l.Parameter)
				}
			}
		}))
	}
}

func spoken(w *fhir.Words) string {
	ascii, others := w.Split()
	return ascii + " " + others
}

func TestLongLabelsAreThereAndNotFound(t *testing.T) {
	long := strings.Repeat("x", mostIndexed+1)
	card := Patient.Card(fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Patient")}, fhir.Member{Name: "meta", Value: fhir.Obj(
		fhir.Member{Name: "source", Value: fhir.Str(long)},
		fhir.Member{Name: "tag", Value: fhir.List(fhir.Obj(fhir.Member{Name: "system", Value: fhir.Str(long)}, fhir.Member{Name: "code", Value: fhir.Str("a")}))})}))
	want := []Label{{Parameter: "_source"}, {Parameter: "_tag"}}
	if !slices.Equal(card.Labels, want) {
		t.Errorf("%v", card.Labels)
	}
}
