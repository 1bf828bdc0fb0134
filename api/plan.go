package api

import (
	"cmp"
	"net/http"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
	"kapbridge/mapping"
)

// plan is a transaction as the store takes it, in the order in which R4 carries
// it out.
type plan struct {
	mapping.Transaction
	order []*bundle.Entry // those that the Writes stand for
}

// plan reads the entries that write. All that is wrong with them is told at once.
func (r *request) plan(t *fhir.Tree, entries []bundle.Entry) (*plan, error) {
	var wrong faults
	links := linksOf(entries)
	wrong.add(http.StatusUnprocessableEntity, r.server.checkLinked(t, entries, links)...)
	wrong.add(http.StatusUnprocessableEntity, bundle.Twice(entries)...)
	p := &plan{Transaction: mapping.Transaction{Named: map[string]*mapping.Query{}}}
	for _, e := range bundle.Order(entries) {
		if !e.Writes() {
			continue
		}
		w, err := r.server.writeOf(e)
		if err == nil {
			err = looksBehind(w.Where, links)
		}
		if err == nil {
			err = r.server.name(p.Named, e)
		}
		if err != nil {
			problem := about(e, problemOf(err))
			wrong.add(problem.Status, problem.Issues...)
			continue
		}
		p.Writes, p.order = append(p.Writes, w), append(p.order, e)
		wrong.add(http.StatusUnprocessableEntity, bundle.Unknown(e, func(url string) bool { return links[url] != "" })...)
	}
	return p, wrong.problem()
}

// looksBehind refuses criteria that refer to another entry: they are asked of what
// is stored, and would never match.
func looksBehind(q *mapping.Query, links map[string]string) error {
	if q == nil {
		return nil
	}
	for _, t := range q.Terms {
		for _, v := range t.Values {
			if t.Param != nil && t.Param.Type == "reference" && strings.HasPrefix(v, "urn:") && links[v] != "" {
				return fhir.Refuse(422, "not-supported", "%s=%s is another entry of this transaction, and criteria look at what was stored before it; use criteria that tell the resource by itself, such as an identifier", t.Code, v)
			}
		}
	}
	return nil
}

// linksOf gives, for each fullUrl that others may refer to, a reference of the
// kind that will take its place.
func linksOf(entries []bundle.Entry) map[string]string {
	links := map[string]string{}
	for _, e := range entries {
		if e.FullURL != "" && e.Resource != nil {
			links[e.FullURL] = fhir.Key{Type: e.Key.Type, ID: cmp.Or(e.Key.ID, "new")}.String()
		}
	}
	return links
}

// checkLinked checks all resources at once, as they will be with their links in
// place: what urn:uuid:... stands for may be of a type to which an element does not
// refer. What a patch brings is checked with the resource that comes of it.
func (s *server) checkLinked(t *fhir.Tree, entries []bundle.Entry, links map[string]string) []fhir.Issue {
	if len(entries) == 0 {
		return nil
	}
	linked := fhir.List()
	for i, item := range t.Get("entry").Items {
		switch e := entries[i]; {
		case e.Resource.Get("resourceType").StringOr("") == "Parameters" && e.Method == http.MethodPatch:
			item = item.Without("resource")
		case e.Resource != nil:
			item = item.With("resource", bundle.Relink(e.Resource, e.FullURL, func(link string) (string, bool) { to, ok := links[link]; return to, ok }))
		}
		linked.Items = append(linked.Items, item)
	}
	refused, _ := s.examine(t.With("entry", linked))
	return refused
}

// name adds the conditional references of an entry to those that the store is to
// find.
func (s *server) name(named map[string]*mapping.Query, e *bundle.Entry) error {
	for _, text := range bundle.Conditional(e.Resource) {
		if named[text] != nil {
			continue
		}
		typeName, _, _ := strings.Cut(text, "?")
		if _, served := s.types[typeName]; !served {
			return unknownType(typeName)
		}
		q, err := s.criteria(typeName, text)
		if err != nil {
			return err
		}
		named[text] = q
	}
	return nil
}

// writeOf reads an entry that writes.
func (s *server) writeOf(e *bundle.Entry) (mapping.Write, error) {
	w := mapping.Write{Key: e.Key, URL: e.FullURL}
	t, served := s.types[e.Key.Type]
	if !served {
		return w, unknownType(e.Key.Type)
	}
	if t.readOnly {
		return w, writtenByUs(e.Key.Type)
	}
	var err error
	if w.Expect, err = expectation(lines(e.IfMatch), lines(e.IfNoneMatch)); err != nil {
		return w, err
	}
	switch e.Method {
	case http.MethodPost:
		w.Do, w.Resource, err = mapping.Create, e.Resource, fits(e.Resource, e.Key)
	case http.MethodPut:
		w.Do, w.Resource, err = mapping.Update, e.Resource, fits(e.Resource, e.Key)
	case http.MethodPatch:
		w.Do = mapping.Patch
		w.Change, err = changeIn(e.Resource, s.sound)
	case http.MethodDelete:
		w.Do, w.Most = mapping.Delete, s.DeleteSeveral
	}
	if criteria := cmp.Or(e.IfNoneExist, e.Query); err == nil && criteria != "" && e.Key.ID == "" {
		w.Where, err = s.criteria(e.Key.Type, criteria)
	}
	return w, err
}

// lines makes a header's lines of the one value that an entry has.
func lines(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}
