package mapping

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kapbridge/fhir"
)

// shared is where the official R4 examples lie when they are at hand.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	root := os.Getenv("KAPBRIDGE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, the official examples are not at hand: %v", err)
	}
	return path
}

func TestOfficialExamplesComeBackFromTheirRows(t *testing.T) {
	shared(t, "r4-examples") // where they are not at hand nothing is tried, and that is said
	for _, r := range All() {
		t.Run(r.Type, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(shared(t, "r4-examples", r.Type), "*.json"))
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				tree, err := fhir.DecodeResource(data)
				if err != nil {
					t.Fatalf("%s: %v", file, err)
				}
				checkNothingLost(t, r, tree)
			}
		})
	}
}

// TestOurOwnExamplesComeBackFromTheirRows runs least, full and odd of each type.
func TestOurOwnExamplesComeBackFromTheirRows(t *testing.T) {
	for _, r := range All() {
		for _, name := range []string{"least", "full", "odd"} {
			data, err := os.ReadFile(filepath.Join("..", "testdata", r.Type, name+".json"))
			if err != nil {
				t.Errorf("%s: %v", r.Type, err)
				continue
			}
			tree, err := fhir.DecodeResource(data)
			if err != nil {
				t.Fatal(err)
			}
			if issues := fhir.CheckStructure(tree); len(issues) > 0 {
				t.Errorf("%s/%s.json: %v", r.Type, name, issues)
			}
			checkNothingLost(t, r, tree)
		}
	}
}

// checkNothingLost is law 1, through the stored form of the complement.
func checkNothingLost(t interface {
	Helper()
	Fatalf(string, ...any)
}, r *Resource, tree *fhir.Tree) (*Rows, *Complement) {
	t.Helper()
	rows, c := r.Split(tree, nil)
	stored, err := DecodeComplement(c.Encode())
	if err != nil {
		t.Fatalf("complement: %v", err)
	}
	back, fell := r.Join(rows, stored)
	if want := headless(tree); !want.Equal(headless(back)) || fell > 0 {
		t.Fatalf("%d notes fell; -sent +came back:\n%s", fell, cmp.Diff(string(want.Canonical()), string(headless(back).Canonical())))
	}
	return rows, c
}

func headless(t *fhir.Tree) *fhir.Tree { return StripHead(t) }
