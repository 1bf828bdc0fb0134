package mapping

import (
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir/ig"
)

// TestWhatMustBeSupportedHasColumns looks for a lens of every element that a
// profile of the guide marks so
// (http://hl7.org/fhir/R4/profiling.html#mustsupport).
func TestWhatMustBeSupportedHasColumns(t *testing.T) {
	for _, d := range ig.Resources() {
		if d.Get("kind").StringOr("") != "resource" {
			continue
		}
		r := Of(d.Get("type").Text)
		if r == nil {
			continue // Consent is a profile for others
		}
		shown := shownBy(r)
		for _, e := range d.At("differential", "element").Items {
			if e.Get("mustSupport") == nil {
				continue
			}
			place := e.Get("path").Text
			if strings.HasSuffix(place, ".extension") {
				place = e.Get("type").Items[0].Get("profile").Items[0].Text
			}
			place = strings.ReplaceAll(strings.TrimPrefix(place, r.Type+"."), "[x]", "")
			if !slices.Contains(shown, place) {
				t.Errorf("%s: no column shows %s", d.Get("id").Text, place)
			}
		}
	}
}

// shownBy lists the elements, with those that they are in, and the urls of the
// extensions that the lenses of a declaration show.
func shownBy(r *Resource) (paths []string) {
	r.Walk(func(s Site) {
		if strings.HasPrefix(s.Lens.Path, "http") {
			paths = append(paths, s.Lens.Path)
		}
		steps := strings.Split(strings.ReplaceAll(s.Path, "[x]", ""), ".")
		for i := range steps {
			paths = append(paths, strings.Join(steps[:i+1], "."))
		}
	})
	return paths
}
