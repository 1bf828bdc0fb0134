package mapping

import (
	"net/url"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// ParseSystemQuery reads a search over several types: those of _type, or all
// (http://hl7.org/fhir/R4/http.html#search). Within a compartment it is over the
// types that have members there. Each must have every parameter; the audit log
// is searched only where _type names it, for it tells of everything.
//
// The matches come by type and id: an order by something else would have to
// merge the orders of all types, and is refused, and so are includes.
func ParseSystemQuery(within fhir.Key, values url.Values, raw string, lenient bool) (*Query, error) {
	types, err := searchedTypes(within, values["_type"])
	if err != nil {
		return nil, err
	}
	rest := url.Values{}
	for name, list := range values {
		switch base, _, _ := strings.Cut(name, ":"); base {
		case "_type":
			continue
		case "_sort", "_include", "_revinclude":
			return nil, fhir.Refuse(400, "not-supported", "%s is not possible in a search over several types, which come by type and id; search one type at a time", name)
		}
		rest[name] = list
	}
	var all *Query
	for _, r := range types {
		q, err := ParseQuery(r.Type, r, rest, raw, lenient)
		if err != nil {
			return nil, err
		}
		q.Within = within
		if all == nil {
			one := *q
			all = &one
			all.Type = ""
		}
		all.Each = append(all.Each, q)
	}
	if given := values["_type"]; len(given) > 0 {
		all.Also = append(slices.Clone(all.Also), [2]string{"_type", given[0]})
	}
	return all, nil
}

func searchedTypes(within fhir.Key, given []string) (types []*Resource, err error) {
	if len(given) > 1 {
		return nil, fhir.Refuse(400, "value", "_type is given more than once; list the types as _type=Patient,Encounter")
	}
	var named []string
	if len(given) == 1 {
		named = strings.Split(given[0], ",")
	}
	for _, r := range Searchable() {
		if len(named) == 0 && r.Log || within.Type != "" && !HasMembers(within.Type, r.Type, r) {
			continue
		}
		if i := slices.Index(named, r.Type); len(named) == 0 || i >= 0 {
			types = append(types, r)
		}
	}
	for _, name := range named {
		if !slices.ContainsFunc(types, func(r *Resource) bool { return r.Type == name }) {
			return nil, fhir.Refuse(400, "value", "_type=%s: %q is no type that can be searched here", given[0], name)
		}
	}
	if len(types) == 0 {
		return nil, fhir.Refuse(404, "not-supported", "nothing is searched in a compartment of %s", within.Type)
	}
	return types, nil
}
