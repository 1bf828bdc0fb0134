package ig

import (
	"strconv"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/validate"
)

// TestDefinitionsAreValid holds each definition to R4, and its url and its name
// to its file.
func TestDefinitionsAreValid(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, d := range Resources() {
		typeName, id := text(d, "resourceType"), text(d, "id")
		place := typeName + "/" + id
		for _, issue := range validate.Resource(d) {
			if issue.Severity == "error" {
				t.Errorf("%s: %s: %s", place, issue.Expression, issue.Text)
			}
		}
		if text(d, "url") != fhir.Canonical+"/"+place || !d.Equal(Resource(typeName, id)) {
			t.Errorf("%s has the url %s, or another file", place, text(d, "url"))
		}
		for _, name := range []string{typeName + " " + text(d, "name"), place} {
			if name = strings.Replace(name, "ValueSet/", "StructureDefinition/", 1); seen[name] { // one page tells both
				t.Errorf("%s: another one has that id, or its name", place)
			}
			seen[name] = true
		}
		for _, name := range []string{"version", "title", "date", "publisher", "description"} {
			if text(d, name) == "" {
				t.Errorf("%s has no %s", place, name)
			}
		}
	}
}

// TestCodeSystemsAreWhole counts codes, and looks for the value set of each.
func TestCodeSystemsAreWhole(t *testing.T) {
	t.Parallel()
	for _, d := range all("CodeSystem") {
		codes := map[string]bool{}
		for _, c := range d.Get("concept").Items {
			if codes[text(c, "code")] || text(c, "display") == "" {
				t.Errorf("%s: code %q is twice there or has no display", text(d, "url"), text(c, "code"))
			}
			codes[text(c, "code")] = true
		}
		if text(d, "content") != "complete" || d.Get("count").Text != strconv.Itoa(len(codes)) {
			t.Errorf("%s: %s with a count of %s, though it has %d codes", text(d, "url"), text(d, "content"), d.Get("count").Text, len(codes))
		}
		set := held(text(d, "valueSet"))
		if set == nil {
			t.Errorf("%s: its value set is not held", text(d, "url"))
			continue
		}
		if parts := set.At("compose", "include").Items; len(parts) != 1 || text(parts[0], "system") != text(d, "url") || parts[0].Get("concept") != nil {
			t.Errorf("%s: its value set is not that of all its codes and no others", text(d, "url"))
		}
	}
}

// TestWhatIsNamedIsHeld follows the names under the project's base: systems of
// value sets, value sets of bindings, profiles and urls of extensions.
func TestWhatIsNamedIsHeld(t *testing.T) {
	t.Parallel()
	for _, d := range Resources() {
		fhir.Visit(d, func(v *fhir.Tree, at fhir.Spot) {
			own := strings.HasPrefix(v.Text, fhir.Canonical+"/") && (at.Type == "uri" || at.Type == "canonical")
			for _, kind := range []string{"CodeSystem", "ValueSet", "StructureDefinition"} {
				if own && strings.HasPrefix(v.Text, fhir.Canonical+"/"+kind+"/") && held(v.Text) == nil {
					t.Errorf("%s names %s, which is not held", text(d, "url"), v.Text)
				}
			}
		})
	}
}

func text(t *fhir.Tree, name string) string { return t.Get(name).StringOr("") }

func all(typeName string) (found []*fhir.Tree) {
	for _, d := range Resources() {
		if text(d, "resourceType") == typeName {
			found = append(found, d)
		}
	}
	return found
}

func held(url string) *fhir.Tree {
	for _, d := range Resources() {
		if text(d, "url") == url {
			return d
		}
	}
	return nil
}
