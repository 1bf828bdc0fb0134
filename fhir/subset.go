package fhir

import (
	"fmt"
	"slices"
	"strings"
)

// Subset says which part of a resource a client wants to see
// (http://hl7.org/fhir/R4/search.html#summary, #elements). The zero value wants
// all of it.
type Subset struct {
	Summary  string   // true, text, data, count, false, or "" when not said
	Elements []string // names of elements of the resource itself
}

var summaries = []string{"true", "text", "data", "count", "false"}

// Whole tells whether nothing is left out.
func (s Subset) Whole() bool {
	return (s.Summary == "" || s.Summary == "false") && len(s.Elements) == 0
}

// Check refuses what cannot be cut out of a type.
func (s Subset) Check(typeName string) error {
	if s.Summary != "" && !slices.Contains(summaries, s.Summary) {
		return Refuse(400, "value", "_summary=%s is not known; use %s", s.Summary, strings.Join(summaries, ", "))
	}
	if len(s.Elements) > 0 && s.Summary != "" && s.Summary != "false" {
		return Refuse(400, "invalid", "_summary and _elements say different things; give one of them")
	}
	d, ok := TypeOf(typeName)
	for _, name := range s.Elements {
		if !ok || !slices.ContainsFunc(d.Elements, func(e *ElementDef) bool { return e.called(name) }) {
			return Refuse(400, "value", "_elements: %s has no element %q; give names of the first level, such as id or status", typeName, name)
		}
	}
	return nil
}

func (e *ElementDef) called(name string) bool { return name == e.label || name == e.Name }

// Cut leaves out what is not wanted of a resource's JSON, and tags what is left
// as SUBSETTED. What the type requires and what modifies the meaning stays.
func (s Subset) Cut(body []byte) ([]byte, error) {
	if s.Whole() {
		return body, nil
	}
	t, err := DecodeStored(body)
	if err != nil {
		return nil, fmt.Errorf("a stored body: %w", err)
	}
	d, ok := TypeOf(t.Get("resourceType").StringOr(""))
	if !ok {
		return nil, fmt.Errorf("a stored body of type %q", t.Get("resourceType").StringOr(""))
	}
	part := Obj()
	for _, m := range t.Members {
		if m.Name == "resourceType" {
			part.Set(m.Name, m.Value)
			continue
		}
		if e, _, ok := d.Element(m.Name); ok && s.keeps(e) {
			part.Set(m.Name, s.inner(d.Child(m.Name), m.Value))
		}
	}
	if s.Summary != "data" { // what is contained comes along with what points to it, not by itself
		part.Set("contained", reached(part, t.Get("contained")))
	}
	part.Set("meta", subsetted(part.Get("meta")))
	return AppendJSON(nil, part), nil
}

// keeps decides on an element of the resource itself.
func (s Subset) keeps(e *ElementDef) bool {
	switch {
	case e.label == "id" || e.label == "meta" || e.Min > 0:
		return true
	case s.Summary == "text":
		return e.label == "text"
	case s.Summary == "data":
		return e.label != "text"
	case s.Summary == "true":
		return e.Summary
	}
	return e.Modifier || slices.ContainsFunc(s.Elements, e.called)
}

// inner leaves out of a summary the parts of backbone elements that do not
// belong into one; datatypes are shown whole.
func (s Subset) inner(d *TypeDef, v *Tree) *Tree {
	if s.Summary != "true" || d == nil || d.Kind != "backbone" {
		return v
	}
	if v.Is(Array) {
		list := List()
		for _, item := range v.Items {
			list.Items = append(list.Items, s.inner(d, item))
		}
		return list
	}
	if !v.Is(Object) {
		return v
	}
	part := Obj()
	for _, m := range v.Members {
		if e, _, ok := d.Element(m.Name); ok && (e.Summary || e.Min > 0) {
			part.Set(m.Name, s.inner(d.Child(m.Name), m.Value))
		}
	}
	if part.Empty() { // FHIR knows no empty objects
		return v
	}
	return part
}

// subsetted adds the tag that keeps a part from being taken for the whole.
func subsetted(meta *Tree) *Tree {
	const system = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"
	if meta == nil {
		meta = Obj()
	}
	tags := List()
	if known := meta.Get("tag"); known != nil {
		tags.Items = slices.Clone(known.Items)
	}
	for _, tag := range tags.Items {
		if tag.Get("system").StringOr("") == system && tag.Get("code").StringOr("") == "SUBSETTED" {
			return meta
		}
	}
	tags.Items = append(tags.Items, Obj(Member{"system", Str(system)}, Member{"code", Str("SUBSETTED")}))
	return meta.With("tag", tags)
}

// reached lists the contained resources that the part still points to: without
// them its references would lead nowhere (http://hl7.org/fhir/R4/references.html#contained).
func reached(part, contained *Tree) *Tree {
	if contained == nil {
		return nil
	}
	kept := map[string]bool{}
	list := List()
	for from := []*Tree{part}; len(from) > 0; from = from[1:] {
		pointers := map[string]bool{}
		inside(from[0], pointers)
		for _, r := range contained.Items {
			if id := r.Get("id").StringOr(""); pointers["#"+id] && !kept[id] {
				kept[id] = true
				list.Items, from = append(list.Items, r), append(from, r)
			}
		}
	}
	if len(list.Items) == 0 {
		return nil
	}
	return list
}

// inside gathers the texts that begin as a pointer to a contained resource does.
func inside(t *Tree, found map[string]bool) {
	switch {
	case t.Is(String) && strings.HasPrefix(t.Text, "#"):
		found[t.Text] = true
	case t.Is(Array):
		for _, item := range t.Items {
			inside(item, found)
		}
	case t.Is(Object):
		for _, m := range t.Members {
			inside(m.Value, found)
		}
	}
}
