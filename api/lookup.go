package api

import (
	"cmp"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

var lookupTakes = takes{"code": "text", "system": "text", "version": "text", "coding": "Coding", "property": "text*"}

// lookup answers CodeSystem/$lookup: what is held of a code
// (http://hl7.org/fhir/R4/codesystem-operation-lookup.html).
func (q *question) lookup() (*fhir.Tree, error) {
	c, err := q.coding("code", "coding", q.text("system"))
	if err != nil {
		return nil, err
	}
	s, err := q.system(c.system, c.version)
	if err != nil {
		return nil, err
	}
	concept, err := held(s, c.code)
	if err != nil {
		return nil, err
	}
	list := []*fhir.Tree{output("name", "valueString", fhir.Str(cmp.Or(s.Title, s.Name, s.URL)))}
	if s.Version != "" {
		list = append(list, output("version", "valueString", fhir.Str(s.Version)))
	}
	list = append(list, output("display", "valueString", fhir.Str(displayOf(concept))))
	if q.wants("designation") {
		for _, d := range concept.Designations {
			list = append(list, output("designation", "part", designationParts(d)))
		}
	}
	for _, p := range properties(s, concept) {
		if q.wants(p.Code) {
			list = append(list, output("property", "part", fhir.List(
				output("code", "valueCode", fhir.Str(p.Code)), output("value", valueMember(p.Type), valueTree(p)))))
		}
	}
	return parametersOf(list...), nil
}

// wants tells whether a property was asked for: all are where none is named.
func (q *question) wants(property string) bool {
	return !q.has("property") || slices.ContainsFunc(q.inputs["property"], func(t *fhir.Tree) bool { return t.Text == property })
}

// held finds a code in a system.
func held(s *term.System, code string) (term.Concept, error) {
	c, ok := s.Concept(code)
	switch {
	case ok:
		return c, nil
	case s.Content != "complete":
		return c, fhir.Refuse(404, "not-found", "%q is not among the codes that are held here of %s, which are not all", code, s.URL)
	}
	return c, fhir.Refuse(404, "not-found", "%s has no code %q", s.URL, code)
}

// displayOf is what a concept is called; those without a display go by their code.
func displayOf(c term.Concept) string {
	return cmp.Or(c.Display, c.Code)
}

// properties are all that is known of a concept: its definition, what stands
// right above and below it, and what its system says besides.
func properties(s *term.System, c term.Concept) []term.Property {
	var all []term.Property
	if c.Definition != "" {
		all = append(all, term.Property{Code: "definition", Type: "string", Value: c.Definition})
	}
	all = append(all, term.Property{Code: "inactive", Type: "boolean", Value: fhir.Boolean(c.Inactive).Text})
	for _, p := range s.Parents(c.Code) {
		all = append(all, term.Property{Code: "parent", Type: "code", Value: p.Code})
	}
	for _, p := range s.Children(c.Code) {
		all = append(all, term.Property{Code: "child", Type: "code", Value: p.Code})
	}
	for _, p := range c.Properties {
		if p.Code != "inactive" {
			all = append(all, p)
		}
	}
	return all
}

// valueMember is the member of Parameters for a value of that type.
func valueMember(typeName string) string {
	return "value" + strings.ToUpper(typeName[:1]) + typeName[1:]
}

func valueTree(p term.Property) *fhir.Tree {
	switch p.Type {
	case "boolean":
		return fhir.Boolean(p.Value == "true")
	case "integer", "decimal":
		return fhir.Num(p.Value)
	case "Coding":
		return object("code", fhir.Str(p.Value))
	}
	return fhir.Str(p.Value)
}

func designationParts(d term.Designation) *fhir.Tree {
	parts := fhir.List()
	if d.Language != "" {
		parts.Items = append(parts.Items, output("language", "valueCode", fhir.Str(d.Language)))
	}
	if d.UseCode != "" {
		parts.Items = append(parts.Items, output("use", "valueCoding", object("system", text(d.UseSystem), "code", fhir.Str(d.UseCode))))
	}
	parts.Items = append(parts.Items, output("value", "valueString", fhir.Str(d.Value)))
	return parts
}
