package api

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// search answers GET [base]/[type]?... (http://hl7.org/fhir/R4/http.html#search)
// and GET [base]/[compartment]/[id]/[type]?..., which looks only at what belongs to
// one patient, session, therapist or device.
func (s *server) search(ctx context.Context, r *request) (*response, error) {
	q, err := s.searchQuery(r)
	if err != nil {
		return nil, err
	}
	page, err := r.ask().Search(ctx, r.access, q)
	if err != nil {
		return nil, err
	}
	if err := cutAll(page, q.Part); err != nil {
		return nil, err
	}
	here := r.base() + r.place()
	links := []link{{"self", here + "?" + r.linkQuery(q, q.Cursor)}}
	if page.Prev != "" {
		links = append(links, link{"previous", here + "?" + r.linkQuery(q, page.Prev)})
	}
	if page.Next != "" {
		links = append(links, link{"next", here + "?" + r.linkQuery(q, page.Next)})
	}
	b := startBundle("searchset", r.base(), page.Total, links...)
	for _, v := range page.Versions {
		b.found(v, "match")
	}
	for _, v := range page.Included {
		b.found(v, "include")
	}
	if page.Cut {
		b.outcome(s.NewID(), cutShort())
	}
	if len(q.Ignored) > 0 {
		b.outcome(s.NewID(), ignored(r.typ, q.Ignored))
	}
	p := b.finish()
	p.applied = applied("handling", r.prefer.handling)
	return p, nil
}

// searchQuery reads what is searched for, and where.
func (s *server) searchQuery(r *request) (*mapping.Query, error) {
	if r.typ == "" {
		return s.systemQuery(r)
	}
	schema := s.types[r.typ].schema
	q, err := mapping.ParseQuery(r.typ, schema, r.query, r.raw, r.prefer.lenient())
	if err != nil {
		return nil, err
	}
	if r.within.Type != "" {
		if !mapping.HasMembers(r.within.Type, r.typ, schema) {
			return nil, fhir.Refuse(404, "not-supported", "%s is not searched in a compartment of %s", r.typ, r.within.Type)
		}
		q.Within, q.Raw = r.within, r.within.String()+"/"+r.typ+"?"+r.raw
	}
	q.ChooseTotal()
	return q, nil
}

// systemQuery reads a search over several types: GET [base]?... or GET
// [base]/[compartment]/[id]/*?... .
func (s *server) systemQuery(r *request) (*mapping.Query, error) {
	if r.within.Type == "" && len(r.query) == 0 {
		return nil, fhir.Refuse(400, "required", "say what to search for, as in %s?_type=Patient,Encounter&_lastUpdated=gt2026-01-01; %[1]s/metadata tells what there is", root)
	}
	q, err := mapping.ParseSystemQuery(r.within, r.query, r.raw, r.prefer.lenient())
	if err != nil {
		return nil, err
	}
	if r.within.Type != "" {
		q.Raw = r.within.String() + "/" + everything + "?" + r.raw
	}
	q.ChooseTotal()
	return q, nil
}

// place is the path of a search, behind the base.
func (r *request) place() string {
	switch {
	case r.within.Type != "" && r.typ == "":
		return "/" + r.within.String() + "/" + everything
	case r.within.Type != "":
		return "/" + r.within.String() + "/" + r.typ
	case r.typ == "":
		return ""
	}
	return "/" + r.typ
}

// searchForm answers POST [base]/[type]/_search: the same search, with its
// parameters out of the URL, where logs of others could keep them.
func (s *server) searchForm(ctx context.Context, r *request) (*response, error) {
	if err := r.form(); err != nil {
		return nil, err
	}
	var err error
	if r.exchange.format, err = negotiate(r.Header, r.query); err != nil {
		return nil, err
	}
	return s.search(ctx, r)
}

// linkQuery writes the search as it was carried out, so that self is honest
// (http://hl7.org/fhir/R4/search.html#conformance): what was ignored is not in
// it, and the count is the one that was used.
func (r *request) linkQuery(q *mapping.Query, cursor string) string {
	var l linkBuilder
	for _, t := range q.Terms {
		name := t.Code
		if t.Modifier != "" {
			name += ":" + t.Modifier
		}
		l.add(name, strings.Join(t.Values, ","))
	}
	if len(q.Sort) > 0 {
		keys := make([]string, len(q.Sort))
		for i, k := range q.Sort {
			if keys[i] = k.Code; k.Down {
				keys[i] = "-" + k.Code
			}
		}
		l.add("_sort", strings.Join(keys, ","))
	}
	for _, also := range q.Also {
		l.add(also[0], also[1])
	}
	if q.Total != "" {
		l.add("_total", q.Total)
	}
	l.add("_count", strconv.Itoa(q.Count))
	return l.end(r.query, cursor)
}

// linkBuilder writes a query string in the order given.
type linkBuilder struct{ b strings.Builder }

// readable undoes escapes that a query string does not need (RFC 3986, section
// 3.4), so that a person can read the links.
var readableQuery = strings.NewReplacer("%2C", ",", "%3A", ":", "%2F", "/", "%24", "$", "%2A", "*")

func (l *linkBuilder) add(name, value string) {
	if l.b.Len() > 0 {
		l.b.WriteByte('&')
	}
	l.b.WriteString(readableQuery.Replace(url.QueryEscape(name)))
	l.b.WriteByte('=')
	l.b.WriteString(readableQuery.Replace(url.QueryEscape(value)))
}

// end adds the cursor and the wish for a format, which holds for all pages.
func (l *linkBuilder) end(query url.Values, cursor string) string {
	if cursor != "" {
		l.add("_cursor", cursor)
	}
	for _, name := range []string{"_format", "_pretty"} {
		if v := query.Get(name); v != "" {
			l.add(name, v)
		}
	}
	return l.b.String()
}
