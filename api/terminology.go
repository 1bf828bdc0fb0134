package api

import (
	"context"
	"maps"
	"slices"
	"strings"

	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/fhir/term"
)

// operation is one that is asked of the terms held here
// (http://hl7.org/fhir/R4/terminology-service.html).
type operation struct {
	typ, name  string
	onInstance bool // also at [type]/[id]
	takes      takes
	answer     func(*question) (*fhir.Tree, error)
}

// definition is HL7's, which says what the operation takes and gives.
func (o operation) definition() string {
	return "http://hl7.org/fhir/OperationDefinition/" + o.typ + "-" + o.name
}

var operations = []operation{
	{"CodeSystem", "lookup", false, lookupTakes, (*question).lookup},
	{"CodeSystem", "subsumes", true, subsumesTakes, (*question).subsumes},
	{"CodeSystem", "validate-code", true, systemCodeTakes, (*question).validateInSystem},
	{"ValueSet", "expand", true, expandTakes, (*question).expand},
	{"ValueSet", "validate-code", true, setCodeTakes, (*question).validateInSet},
}

// question is what an operation is asked.
type question struct {
	inputs
	request *request
	terms   *term.Terms
}

// operationRoutes are the paths of the operations.
func (s *server) operationRoutes() []route {
	var all []route
	names := map[string]bool{}
	for _, o := range operations {
		names[o.name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		end := endpoint{audit.Operation, func(ctx context.Context, r *request) (*response, error) { return s.operate(name, r) }}
		methods := map[string]endpoint{"GET": end, "POST": end}
		all = append(all, route{root + "/:type/$" + name, methods}, route{root + "/:type/:id/$" + name, methods})
	}
	return all
}

// operate answers one operation. It depends on nothing that is stored.
func (s *server) operate(name string, r *request) (*response, error) {
	i := slices.IndexFunc(operations, func(o operation) bool {
		return o.typ == r.typ && o.name == name && (r.id == "" || o.onInstance)
	})
	if i < 0 {
		return nil, fhir.Refuse(404, "not-supported", "%s has no operation $%s at this address", r.typ, name)
	}
	in, err := r.inputs(operations[i].takes)
	if err != nil {
		return nil, err
	}
	answer, err := operations[i].answer(&question{in, r, ig.Terms()})
	if err != nil {
		return nil, err
	}
	if err := s.recorded(r); err != nil {
		return nil, err
	}
	return &response{body: fhir.Encode(answer)}, nil
}

// operationsOf lists what a type has in the CapabilityStatement.
func operationsOf(typeName string) *fhir.Tree {
	list := fhir.List(object("name", fhir.Str("validate"), "definition", fhir.Str(definitionOfValidate)))
	for _, o := range operations {
		if o.typ == typeName {
			list.Items = append(list.Items, object("name", fhir.Str(o.name), "definition", fhir.Str(o.definition())))
		}
	}
	return list
}

// url is the canonical url of what the address names, "" where it names none.
func (q *question) url() (string, error) {
	if q.request.id == "" {
		return "", nil
	}
	t, ok := ig.Find(q.request.key())
	if !ok {
		return "", fhir.NotFound(q.request.key())
	}
	return canonical(t.Get("url").StringOr(""), t.Get("version").StringOr("")), nil
}

// canonical joins a url and a version. A url that has one keeps it.
func canonical(url, version string) string {
	if version == "" || strings.Contains(url, "|") {
		return url
	}
	return url + "|" + version
}

// system finds a code system, or says what is held instead.
func (q *question) system(url, version string) (*term.System, error) {
	if url == "" {
		return nil, fhir.Refuse(400, "required", "the code system is needed: give its url")
	}
	if s, ok := q.terms.System(canonical(url, version)); ok && s.Content != "not-present" {
		return s, nil
	}
	bare, _, _ := strings.Cut(url, "|")
	if s, ok := q.terms.System(bare); ok && s.Content != "not-present" {
		return nil, fhir.Refuse(404, "not-found", "of the code system %s the version %s is held here, no other", bare, s.Version)
	}
	return nil, fhir.Refuse(404, "not-found", "the code system %s is not held here; held are those that R4 publishes, of HL7 v2 and v3 too, and those of this server: %d in all", bare, len(q.terms.Systems()))
}

// set finds the value set that the question names in one of the ways there are.
func (q *question) set() (*term.Set, error) {
	url, err := q.url()
	if err != nil {
		return nil, err
	}
	ways := 0
	for _, given := range []bool{url != "", q.has("url"), q.has("valueSet")} {
		if given {
			ways++
		}
	}
	switch {
	case ways != 1:
		return nil, fhir.Refuse(400, "required", "one value set is needed: by url, as valueSet in Parameters, or by the address ValueSet/[id]")
	case q.has("valueSet"):
		return term.ReadSet(q.tree("valueSet"))
	case url == "":
		url = canonical(q.text("url"), q.text("valueSetVersion"))
	}
	if v, ok := q.terms.Set(url); ok {
		return v, nil
	}
	bare, _, _ := strings.Cut(url, "|")
	if v, ok := q.terms.Set(bare); ok {
		return nil, fhir.Refuse(404, "not-found", "of the value set %s the version %s is held here, no other", bare, v.Version)
	}
	return nil, fhir.Refuse(404, "not-found", "the value set %s is not held here; held are those that R4 publishes, of HL7 v2 and v3 too, and those of this server: %d in all", bare, len(q.terms.Sets()))
}

// parametersOf makes the answer of an operation, of name and member pairs.
func parametersOf(all ...*fhir.Tree) *fhir.Tree {
	return object("resourceType", fhir.Str("Parameters"), "parameter", fhir.List(all...))
}

// output is one of them.
func output(name, member string, value *fhir.Tree) *fhir.Tree {
	return object("name", fhir.Str(name), member, value)
}
