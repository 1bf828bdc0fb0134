package mutate

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"kapbridge/fhir/fhirtest"
)

// Kinds have names of their own and a rule each, and every kind has a mutant of
// some example, which is always the same and no longer the example.
func TestKinds(t *testing.T) {
	t.Parallel()
	examples := fhirtest.Examples(t)
	names, seen := slices.Sorted(maps.Keys(examples)), map[string]bool{}
	for _, k := range Kinds() {
		if seen[k.Name] || k.Rule == "" {
			t.Errorf("%q is twice there, or has no rule", k.Name)
		}
		seen[k.Name] = true
		made := 0
		for _, name := range names {
			if made > 3 {
				break
			}
			example := examples[name]
			for n := range min(k.Count(example), 2) {
				mutant := k.Make(example, n)
				if mutant == nil {
					continue
				}
				made++
				if again := k.Make(example, n); !bytes.Equal(mutant, again) {
					t.Errorf("%s of %s, %d, is not always the same", k.Name, name, n)
				}
				if bytes.Equal(mutant, read(example).JSON()) != (k.Name == "as it is") {
					t.Errorf("%s of %s, %d, changes nothing", k.Name, name, n)
				}
			}
		}
		if made == 0 {
			t.Errorf("%s: no example has a place for it", k.Name)
		}
	}
	if len(seen) < 60 {
		t.Errorf("%d kinds", len(seen))
	}
}
