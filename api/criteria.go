package api

import (
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// criteria reads which resource of a type a conditional interaction means
// (http://hl7.org/fhir/R4/http.html#ccreate). Clients write a query in three
// ways, and all mean the same: "identifier=s|v", "Patient?identifier=s|v" and a
// whole address. Of an address the last segment counts and not what stands
// before it, for behind a proxy a client knows this server by another name. How
// a search would show its matches (_format, _count, _sort ...) is passed over.
// What is not known is refused, whatever the client prefers: a condition that was
// understood in part would find another resource.
func (s *server) criteria(typeName, text string) (*mapping.Query, error) {
	query, err := bareQuery(typeName, strings.TrimSpace(text))
	if err != nil {
		return nil, err
	}
	return s.conditions(typeName, query)
}

// conditions reads criteria that are a query and nothing else.
func (s *server) conditions(typeName, query string) (*mapping.Query, error) {
	if len(query) > longestQuery {
		return nil, fhir.Refuse(414, "too-long", "the criteria may have %d bytes at most", longestQuery)
	}
	values, err := parseQuery(query)
	if err != nil {
		return nil, err
	}
	q, err := mapping.ParseQuery(typeName, s.types[typeName].schema, values, query, false)
	if err != nil {
		return nil, err
	}
	if len(q.Terms) == 0 {
		return nil, fhir.Refuse(400, "required", "say which %s is meant by search parameters, as in identifier=http://a.example/mrn|123", typeName)
	}
	return &mapping.Query{Type: typeName, Terms: q.Terms, Raw: query}, nil
}

// meant reads the criteria that stand in the address of a write in the place of
// an id; nil where there is an id.
func (s *server) meant(r *request) (*mapping.Query, error) {
	if r.id != "" {
		return nil, nil
	}
	return s.conditions(r.typ, r.raw)
}

// bareQuery takes away what may stand before the question mark. A bare query may
// have question marks of its own, in an address behind an equals sign.
func bareQuery(typeName, text string) (string, error) {
	address, query, found := strings.Cut(text, "?")
	if !found || strings.Contains(address, "=") {
		return text, nil
	}
	if address == "" {
		return query, nil
	}
	_, path, whole := strings.Cut(address, "://")
	if !whole {
		path = address
	}
	segments := strings.Split(strings.Trim(path, "/"), "/")
	if n := len(segments); n > 2 && fhir.IsResource(segments[n-3]) {
		return "", fhir.Refuse(400, "not-supported", "criteria look at all resources of a type, not at those of a compartment; write %s?...", typeName)
	}
	if last := segments[len(segments)-1]; last != typeName {
		return "", fhir.Refuse(400, "invalid", "the criteria are about %q, but this interaction is about %s", last, typeName)
	}
	return query, nil
}
