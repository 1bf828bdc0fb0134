package guide

import (
	"fmt"
	"strconv"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/fhir/profile"
)

// lineage is a definition after those of the guide that it is derived from.
func lineage(d *fhir.Tree) []*fhir.Tree {
	for _, base := range ig.Resources() {
		if words(base, "url") == words(d, "baseDefinition") {
			return append(lineage(base), d)
		}
	}
	return []*fhir.Tree{d}
}

// told are the elements of which the guide says something, by their ids.
func told(d *fhir.Tree) map[string]bool {
	ids := map[string]bool{}
	for _, of := range lineage(d) {
		for _, e := range of.At("differential", "element").Items {
			ids[words(e, "id")] = true
		}
	}
	return ids
}

// elements calls do with what a definition says, or one of the guide that it is
// derived from.
func (g *page) elements(d *fhir.Tree, do func(path string, e *profile.Element)) error {
	found, ok := g.library.Find(words(d, "url"))
	if !ok {
		return fmt.Errorf("%s is not in the guide", words(d, "url"))
	}
	root, err := g.library.Tree(found)
	if err != nil {
		return err
	}
	said := told(d)
	var walk func(path string, e *profile.Element)
	walk = func(path string, e *profile.Element) {
		if said[words(d, "type")+"."+path] {
			do(path, e)
		}
		for _, s := range e.Slices {
			walk(path+":"+s.Slice, s)
		}
		for _, c := range e.Children {
			walk(strings.TrimPrefix(path+"."+c.Name(), "."), c)
		}
	}
	walk("", root)
	return nil
}

func count(e *profile.Element) string {
	most := "*"
	if e.Max() != fhir.Many {
		most = strconv.Itoa(e.Max())
	}
	return fmt.Sprintf("%d..%s", e.Min(), most)
}

// value says what the value of an element is bound to.
func value(e *profile.Element) string {
	var parts []string
	for _, exact := range []*fhir.Tree{e.Fixed(), e.Pattern()} {
		if exact != nil {
			parts = append(parts, codesOf(exact))
		}
	}
	if strength, set := e.Binding(); set != "" {
		parts = append(parts, "from "+anchor(set)+" ("+strength+")")
	}
	if e.Said.Get("type") != nil {
		for _, t := range e.Types() {
			parts = append(parts, typeWords(t))
		}
	}
	return strings.Join(parts, "; ")
}

// typeWords names a type, what it refers to and the definitions it conforms to.
func typeWords(t profile.Type) string {
	var links []string
	for _, url := range append(t.Targets, t.Profiles...) {
		links = append(links, anchor(url))
	}
	if t.Code == "Extension" {
		return strings.Join(links, ", ")
	}
	if len(links) == 0 {
		return t.Code
	}
	return t.Code + " (" + strings.Join(links, ", ") + ")"
}

// codesOf shows a fixed value or a pattern by its codes.
func codesOf(t *fhir.Tree) string {
	if !t.Is(fhir.Object) {
		return "`" + t.Text + "`"
	}
	var shown []string
	if list := t.Get("coding"); list != nil {
		for _, c := range list.Items {
			shown = append(shown, codesOf(c))
		}
		return strings.Join(shown, ", ")
	}
	return fmt.Sprintf("`%s` of %s", words(t, "code"), anchor(words(t, "system")))
}

// anchor shows a canonical by its last part; those of the guide lead to their
// place in the page, those of the standard to theirs.
func anchor(canonical string) string {
	url, _, _ := strings.Cut(canonical, "|")
	name := url[strings.LastIndex(url, "/")+1:]
	kind, ours := strings.CutPrefix(url, fhir.Canonical+"/")
	switch {
	case ours && !strings.HasPrefix(kind, "CodeSystem/"):
		return "[" + name + "](#" + name + ")"
	case strings.HasPrefix(url, "http://hl7.org/fhir/"):
		return "[" + name + "](" + url + ")"
	}
	return name
}
