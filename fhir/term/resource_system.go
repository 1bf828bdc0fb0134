package term

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
)

// readSystem makes a System of a CodeSystem resource.
func readSystem(t *fhir.Tree) (*System, error) {
	s := &System{URL: text(t, "url"), Version: text(t, "version"), Name: text(t, "name"), Title: text(t, "title"),
		Content: text(t, "content"), Meaning: text(t, "hierarchyMeaning")}
	s.IgnoreCase = t.Get("caseSensitive").Is(fhir.Bool) && !isTrue(t, "caseSensitive")
	if s.URL == "" {
		return nil, fhir.Refuse(422, "required", "a code system needs a url, by which codes name it").At("CodeSystem.url")
	}
	s.properties = map[string]bool{}
	r := systemReader{system: s, all: &concepts{byCode: map[string]*node{}}, kinds: map[string]string{}}
	for _, p := range items(t, "property") {
		s.properties[text(p, "code")] = true
		r.kinds[text(p, "code")] = strings.TrimPrefix(text(p, "uri"), "http://hl7.org/fhir/concept-properties#")
	}
	if err := r.concepts(t, nil, "CodeSystem"); err != nil {
		return nil, err
	}
	r.link()
	s.content = func() *concepts { return r.all }
	return s, nil
}

// systemReader reads the concepts of one resource.
type systemReader struct {
	system *System
	all    *concepts
	kinds  map[string]string // what R4 calls a property, by its code
	ways   []way
}

// way is a property that says of a code that another stands above or below it.
type way struct {
	from   *node
	to     string
	parent bool
}

// concepts reads those that stand in t, and below each those in it.
func (r *systemReader) concepts(t *fhir.Tree, above *node, path string) error {
	for i, c := range items(t, "concept") {
		here := fmt.Sprintf("%s.concept[%d]", path, i)
		n := &node{Concept: Concept{System: r.system.URL, Code: text(c, "code"), Display: text(c, "display"),
			Definition: text(c, "definition"), Designations: designations(c)}}
		if n.Code == "" {
			return fhir.Refuse(422, "required", "a concept needs a code").At(here + ".code")
		}
		r.properties(n, c)
		if !r.all.add(n, above, r.system.key(n.Code)) {
			return fhir.Refuse(422, "duplicate", "the code %q stands in %s twice", n.Code, r.system.URL).At(here + ".code")
		}
		if err := r.concepts(c, n, here); err != nil {
			return err
		}
	}
	return nil
}

// properties reads those of a concept. R4 gives some a meaning, by their code or
// by the uri that the code system declares for it
// (http://hl7.org/fhir/R4/codesystem-concept-properties.html).
func (r *systemReader) properties(n *node, c *fhir.Tree) {
	for _, p := range items(c, "property") {
		one := Property{Code: text(p, "code")}
		for _, m := range p.Members {
			if kind, ok := strings.CutPrefix(m.Name, "value"); ok {
				one.Type, one.Value = strings.ToLower(kind[:1])+kind[1:], m.Value.Text
				if one.Type == "coding" {
					one.Type, one.Value = "Coding", text(m.Value, "code")
				}
			}
		}
		kind := one.Code
		if known := r.kinds[kind]; known != "" && !strings.Contains(known, "/") {
			kind = known
		}
		switch kind {
		case "parent", "child":
			r.ways = append(r.ways, way{n, one.Value, kind == "parent"})
			continue
		case "notSelectable":
			n.Abstract = one.Value == "true"
		case "inactive":
			n.Inactive = n.Inactive || one.Value == "true"
		case "status":
			n.Inactive = n.Inactive || one.Value == "retired" || one.Value == "inactive"
		}
		n.Properties, r.system.properties[one.Code] = append(n.Properties, one), true
	}
}

// link follows the ways once all codes are read. One to a code that is not held
// leads nowhere.
func (r *systemReader) link() {
	for _, w := range r.ways {
		other := r.all.byCode[r.system.key(w.to)]
		switch {
		case other == nil:
		case w.parent:
			w.from.below(other)
		default:
			other.below(w.from)
		}
	}
}

func designations(t *fhir.Tree) []Designation {
	var all []Designation
	for _, d := range items(t, "designation") {
		all = append(all, Designation{text(d, "language"), text(d.Get("use"), "system"), text(d.Get("use"), "code"), text(d, "value")})
	}
	return all
}

func text(t *fhir.Tree, name string) string { return t.Get(name).StringOr("") }

func isTrue(t *fhir.Tree, name string) bool {
	b := t.Get(name)
	return b.Is(fhir.Bool) && b.Text == "true"
}

// items are those of a list, or none.
func items(t *fhir.Tree, name string) []*fhir.Tree {
	if list := t.Get(name); list != nil {
		return list.Items
	}
	return nil
}
