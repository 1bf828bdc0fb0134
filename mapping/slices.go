package mapping

import (
	"slices"

	"kapbridge/fhir"
)

// An "extension" list is shared: extension lenses claim elements by url, the
// others stay in the rest. Shown, it has the claimed elements in the order of
// the declaration and then the others; where the wire had another order, the
// complement keeps it as a list of urls, "" for an element of the rest.

// extensions parts the extension list of an object among the lenses.
func (s *splitter) extensions(lenses []*Lens, obj *fhir.Tree, cells Cells, c *Complement) (rest *fhir.Tree, lists []waiting) {
	mixed := obj.Get("extension")
	if !mixed.Is(fhir.Array) || !slices.ContainsFunc(lenses, func(l *Lens) bool { return l.extension }) {
		return obj, nil
	}
	byURL := map[string][]*fhir.Tree{}
	var others []*fhir.Tree
	var wire []string
	for _, e := range mixed.Items {
		url := e.Get("url").StringOr("")
		if !slices.ContainsFunc(lenses, func(l *Lens) bool { return l.extension && l.Path == url }) || len(e.Members) < 2 {
			url = ""
			others = append(others, e)
		} else {
			byURL[url] = append(byURL[url], e)
		}
		wire = append(wire, url)
	}
	var canonical []string
	for _, l := range lenses {
		elements := byURL[l.Path]
		if !l.extension || len(elements) == 0 {
			continue
		}
		canonical = append(canonical, slices.Repeat([]string{l.Path}, len(elements))...)
		switch {
		case l.kind == list:
			lists = append(lists, waiting{l, elements, c})
		case len(elements) > 1: // columns hold one; which one is not ours to choose
			c.hold(l.Path, fhir.List(elements...))
		default:
			inner, more := s.object(l.Lenses, elements[0].Without("url"), cells)
			c.nested(l.Path, inner)
			lists = append(lists, more...)
		}
	}
	canonical = append(canonical, slices.Repeat([]string{""}, len(others))...)
	if !slices.Equal(canonical, wire) {
		c.order = wire
	}
	if len(others) == 0 {
		return obj.Without("extension"), lists
	}
	return obj.With("extension", fhir.List(others...)), lists
}

// mix puts the shown extensions of the lenses and the rest into one list.
func mix(lenses []*Lens, shown map[string][]*fhir.Tree, rest *fhir.Tree, order []string) *fhir.Tree {
	queues := map[string][]*fhir.Tree{}
	for url, elements := range shown {
		queues[url] = elements
	}
	if rest.Is(fhir.Array) {
		queues[""] = rest.Items
	}
	out := fhir.List()
	next := func(url string) {
		if q := queues[url]; len(q) > 0 {
			out.Items, queues[url] = append(out.Items, q[0]), q[1:]
		}
	}
	for _, url := range order {
		next(url)
	}
	for _, l := range lenses {
		for l.extension && len(queues[l.Path]) > 0 {
			next(l.Path)
		}
	}
	for len(queues[""]) > 0 {
		next("")
	}
	return out
}
