package mapping

import (
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
)

// TestDeclarationsFitR4 says in words what a declaration has wrong.
func TestDeclarationsFitR4(t *testing.T) {
	for _, r := range All() {
		if !fhir.IsResource(r.Type) {
			t.Errorf("%s is no resource type of R4", r.Type)
			continue
		}
		owner := map[string]*Lens{}
		r.Walk(func(s Site) {
			checkSite(t, r, s)
			if s.Lens.IsLeaf() && !s.part {
				for _, c := range s.Lens.Columns() {
					if other := owner[s.Table+"."+c.Name]; other != nil {
						t.Errorf("%s: the column %s.%s is claimed by %s and by %s", r.Type, s.Table, c.Name, other.Path, s.Lens.Path)
					}
					owner[s.Table+"."+c.Name] = s.Lens
				}
			}
		})
	}
}

func checkSite(t *testing.T, r *Resource, s Site) {
	t.Helper()
	if s.Path == "" || s.alternative {
		return
	}
	e, err := fhir.ResolvePath(r.Type, s.Path)
	if err != nil {
		t.Errorf("%s: %v", r.Type, err)
		return
	}
	repeats := e.Max == fhir.Many || e.Max > 1
	switch {
	case s.Lens.kind == list && !repeats:
		t.Errorf("%s.%s does not repeat, it needs no table of its own", r.Type, s.Path)
	case s.Lens.kind != list && s.Lens.Path != "" && repeats && s.Lens.shape != ShapeTexts:
		t.Errorf("%s.%s repeats: use Many or Each", r.Type, s.Path)
	case s.Lens.choice != e.Choice:
		t.Errorf("%s.%s: choice elements, and only they, are OneOf or Timed", r.Type, s.Path)
	}
	for _, target := range s.Lens.targets {
		if !slices.ContainsFunc(e.Types, func(ref fhir.TypeRef) bool {
			return slices.Contains(ref.Targets, target) || slices.Contains(ref.Targets, "Resource")
		}) {
			t.Errorf("%s.%s cannot point to a %s in R4", r.Type, s.Path, target)
		}
	}
}

const soundsLike = "the standard leaves the algorithm open; a plain comparison would promise what it does not do"

// without lists R4 search parameters that are not declared, with the reason.
var without = map[string]string{
	"Organization phonetic": soundsLike,
	"Patient phonetic":      soundsLike,
	"Practitioner phonetic": soundsLike,
}

func TestEverySearchParameterIsDeclaredOrExplained(t *testing.T) {
	used := map[string]bool{}
	for _, r := range All() {
		for _, p := range fhir.SearchParameters(r.Type) {
			name := r.Type + " " + p.Code
			declared := r.Param(p.Code) != nil
			universal := strings.HasPrefix(p.Code, "_")
			used[name] = true
			switch {
			case declared && without[name] != "":
				t.Errorf("%s is declared, so it needs no excuse", name)
			case !declared && without[name] == "" && !universal:
				t.Errorf("%s (%s: %s) is not declared", name, p.Type, p.Expression)
			}
		}
	}
	for name := range without {
		if !used[name] {
			t.Errorf("%s is no parameter of R4", name)
		}
	}
}
