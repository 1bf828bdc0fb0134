package api

import (
	"context"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// explain answers GET [base]/$explain?... and GET [base]/[type]/$explain?..., an
// operation of this server: how the search with these parameters would be
// carried out, as Parameters with the statement, its arguments and PostgreSQL's
// plan for each type. It is for who administers the server.
func (s *server) explain(ctx context.Context, r *request) (*response, error) {
	if named := r.query["_type"]; r.typ == "" && len(named) == 1 && s.types[named[0]].schema != nil {
		r.typ = named[0]
		delete(r.query, "_type")
	}
	var q *mapping.Query
	var err error
	if r.typ == "" {
		q, err = s.systemQuery(r)
	} else {
		q, err = mapping.ParseQuery(r.typ, s.types[r.typ].schema, r.query, r.raw, r.prefer.lenient())
	}
	if err != nil {
		return nil, err
	}
	all, err := r.ask().Explain(ctx, r.access, q)
	if err != nil {
		return nil, err
	}
	list := fhir.List()
	for _, e := range all {
		parts := fhir.List(
			object("name", fhir.Str("type"), "valueCode", fhir.Str(e.Type)),
			object("name", fhir.Str("statement"), "valueString", fhir.Str(e.SQL)))
		for _, argument := range e.Arguments {
			if argument != "" { // FHIR has no empty strings
				parts.Items = append(parts.Items, object("name", fhir.Str("argument"), "valueString", fhir.Str(argument)))
			}
		}
		parts.Items = append(parts.Items, object("name", fhir.Str("plan"), "valueString", fhir.Str(e.Plan)))
		list.Items = append(list.Items, object("name", fhir.Str("search"), "part", parts))
	}
	return &response{applied: applied("handling", r.prefer.handling), body: object("resourceType", fhir.Str("Parameters"), "parameter", list).JSON()}, nil
}
