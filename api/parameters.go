package api

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/xml"
)

// takes says which parameters an operation has, and of what kind their values
// are: text, flag, number, the name of a datatype, or that of a resource type.
// A kind that ends in "*" may be given several times.
type takes map[string]string

// inputs are the parameters that an operation was asked with, by name. Texts,
// flags and numbers are strings, booleans and numbers of JSON.
type inputs map[string][]*fhir.Tree

// inputs reads the parameters of an operation from the query and from the body:
// Parameters, or the one resource that the operation takes
// (http://hl7.org/fhir/R4/operations.html#request).
func (r *request) inputs(known takes) (inputs, error) {
	in := inputs{}
	for _, name := range slices.Sorted(maps.Keys(r.query)) {
		if strings.HasPrefix(name, "_") { // of the answer's form
			continue
		}
		for _, text := range r.query[name] {
			value, err := readText(text, strings.TrimSuffix(known[name], "*"))
			if err != nil {
				return nil, refuseInput(known, name)
			}
			if err := in.add(known, name, value); err != nil {
				return nil, err
			}
		}
	}
	if r.Method != http.MethodPost {
		return in, nil
	}
	if data, err := r.take(); err != nil || len(data) == 0 {
		return in, err
	}
	t, err := r.tree(fhir.DecodeResource, xml.Decode)
	if err != nil {
		return nil, err
	}
	if issues := fhir.CheckStructure(t); len(issues) > 0 {
		return nil, &fhir.Problem{Status: http.StatusBadRequest, Issues: issues}
	}
	return in, in.read(known, t)
}

// read takes a body in.
func (in inputs) read(known takes, t *fhir.Tree) error {
	typeName := t.Get("resourceType").Text
	if typeName != "Parameters" {
		for name, kind := range known {
			if kind == typeName {
				return in.add(known, name, t)
			}
		}
		return fhir.Refuse(400, "invalid", "the body is a %s; this operation takes Parameters", typeName).At(typeName)
	}
	list := t.Get("parameter")
	if list == nil {
		return nil
	}
	for i, p := range list.Items {
		name := p.Get("name").Text
		value, ok := valueOf(p, strings.TrimSuffix(known[name], "*"))
		if !ok {
			return refuseInput(known, name).At("Parameters.parameter[" + strconv.Itoa(i) + "]")
		}
		if err := in.add(known, name, value); err != nil {
			return err
		}
	}
	return nil
}

func (in inputs) add(known takes, name string, value *fhir.Tree) error {
	if len(in[name]) > 0 && !strings.HasSuffix(known[name], "*") {
		return fhir.Refuse(400, "invalid", "the parameter %s is given more than once", name)
	}
	in[name] = append(in[name], value)
	return nil
}

// texts are the datatypes that a text may come in: clients mix up uri, canonical,
// code and string.
var textual = []string{"valueUri", "valueCanonical", "valueUrl", "valueString", "valueCode", "valueId", "valueDateTime", "valueDate"}

// valueOf gives the value of one of the Parameters, if it is of that kind.
func valueOf(p *fhir.Tree, kind string) (*fhir.Tree, bool) {
	for _, m := range p.Members {
		switch {
		case m.Name == "resource":
			return m.Value, m.Value.Get("resourceType").StringOr("") == kind
		case kind == "text" && slices.Contains(textual, m.Name), kind == "flag" && m.Name == "valueBoolean",
			kind == "number" && (m.Name == "valueInteger" || m.Name == "valuePositiveInt" || m.Name == "valueUnsignedInt"),
			kind != "" && m.Name == "value"+kind:
			return m.Value, true
		}
	}
	return nil, false
}

// readText reads a value of the query.
func readText(text, kind string) (*fhir.Tree, error) {
	switch kind {
	case "text":
		return fhir.Str(text), nil
	case "flag":
		yes, err := strconv.ParseBool(text)
		return fhir.Boolean(yes), err
	case "number":
		n, err := strconv.ParseInt(text, 10, 32)
		return fhir.Int(n), err
	}
	return nil, strconv.ErrSyntax
}

// refuseInput tells what a parameter takes, or which parameters there are.
func refuseInput(known takes, name string) *fhir.Problem {
	kind, ok := known[name]
	switch kind = strings.TrimSuffix(kind, "*"); {
	case !ok:
		return fhir.Refuse(400, "not-supported", "this operation has no parameter %q here; it takes %s", name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	case kind == "flag":
		return fhir.Refuse(400, "value", "the parameter %s is true or false", name)
	case kind == "number":
		return fhir.Refuse(400, "value", "the parameter %s is a whole number", name)
	case kind == "text":
		return fhir.Refuse(400, "value", "the parameter %s is a text, code or address", name)
	}
	return fhir.Refuse(400, "value", "the parameter %s is a %s, which has to come in Parameters by POST", name, kind)
}

// has tells whether a parameter was given.
func (in inputs) has(name string) bool { return len(in[name]) > 0 }

// tree is the value of a parameter, nil when it was not given.
func (in inputs) tree(name string) *fhir.Tree {
	if !in.has(name) {
		return nil
	}
	return in[name][0]
}

func (in inputs) text(name string) string { return in.tree(name).StringOr("") }

func (in inputs) flag(name string) bool {
	return in.tree(name).Is(fhir.Bool) && in.tree(name).Text == "true"
}

// number is the value of a count, -1 when it was not given.
func (in inputs) number(name string) (int, error) {
	if !in.has(name) {
		return -1, nil
	}
	n, err := strconv.Atoi(in.tree(name).Text)
	if err != nil || n < 0 {
		return 0, fhir.Refuse(400, "value", "the parameter %s is a whole number from 0", name)
	}
	return n, nil
}
