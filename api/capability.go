package api

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/mapping"
)

// capabilityStatement tells what works here and nothing more, derived from the
// declared types (http://hl7.org/fhir/R4/capabilitystatement.html).
func capabilityStatement(s *server, at time.Time) *fhir.Tree {
	var base *fhir.Tree
	if s.Base != "" {
		base = fhir.Str(s.Base)
	}
	return object(
		"resourceType", fhir.Str("CapabilityStatement"),
		"name", fhir.Str("Kapbridge"),
		"title", fhir.Str("kapbridge, for HL7 FHIR R4"),
		"status", fhir.Str("active"),
		"date", fhir.Str(at.Format(time.RFC3339)),
		"kind", fhir.Str("instance"),
		"software", object("name", fhir.Str("kapbridge"), "version", text(s.Version)),
		"implementation", object("description", fhir.Str("The tables of a ketamine-assisted psychotherapy clinic"), "url", base),
		"fhirVersion", fhir.Str("4.0.1"),
		"format", texts([]string{mediaFHIR, "json", mediaFHIRXML, "xml"}),
		"patchFormat", texts(patchFormats),
		"rest", fhir.List(object(
			"mode", fhir.Str("server"),
			"security", object(
				"cors", fhir.Boolean(true),
				"description", fhir.Str("No identity provider is configured: the server answers on this machine's loopback address only, and everybody who reaches it sees and may change everything. Every interaction leaves an AuditEvent."),
			),
			"resource", resources(s),
			"interaction", codes("transaction", "batch", "history-system", "search-system"),
			"searchParam", systemParams(),
			"compartment", compartments(s),
		)),
	)
}

// systemParams are those of a search over several types.
func systemParams() *fhir.Tree {
	list := fhir.List(searchParam("_type", "special", "", "types to search, separated by commas; all but AuditEvent where it is not given"))
	for _, p := range mapping.Universal(mapping.Of("Patient")) {
		list.Items = append(list.Items, searchParam(p.Code, p.Type, p.Definition, p.Use))
	}
	return list
}

func resources(s *server) *fhir.Tree {
	names := make([]string, 0, len(s.types))
	for name := range s.types {
		names = append(names, name)
	}
	slices.Sort(names)
	list := fhir.List()
	for _, name := range names {
		list.Items = append(list.Items, s.resource(name, s.types[name]))
	}
	if len(list.Items) == 0 {
		return nil // FHIR knows no empty lists
	}
	return list
}

// compartments lists those in which resources of some type can be searched.
func compartments(s *server) *fhir.Tree {
	list := fhir.List()
	for _, name := range []string{"Device", "Encounter", "Patient", "Practitioner", "RelatedPerson"} {
		members := false
		for typeName, t := range s.types {
			members = members || mapping.HasMembers(name, typeName, t.schema)
		}
		if _, kept := s.types[name]; kept && members {
			list.Items = append(list.Items, fhir.Str("http://hl7.org/fhir/CompartmentDefinition/"+strings.ToLower(name)))
		}
	}
	if len(list.Items) == 0 {
		return nil
	}
	return list
}

func (s *server) resource(name string, t served) *fhir.Tree {
	versioning, doc := "versioned-update", (*fhir.Tree)(nil)
	if t.readOnly {
		doc = fhir.Str("Written by the server alone; it can be read and searched.")
	}
	if s.RequireIfMatch && !t.readOnly {
		doc = fhir.Str("PUT, PATCH and DELETE of what is here need If-Match with the version that they change; a deletion by criteria needs none.")
	}
	if !t.versioned {
		versioning = "no-version"
	}
	return object(
		"type", fhir.Str(name),
		"supportedProfile", supported(name),
		"documentation", doc,
		"interaction", interactions(t),
		"versioning", fhir.Str(versioning),
		"readHistory", fhir.Boolean(t.versioned),
		"updateCreate", fhir.Boolean(!t.readOnly),
		"conditionalCreate", fhir.Boolean(!t.readOnly),
		"conditionalRead", fhir.Str("full-support"),
		"conditionalUpdate", fhir.Boolean(!t.readOnly),
		"conditionalDelete", fhir.Str(s.conditionalDelete(t)),
		"searchInclude", names(mapping.Includable(name)),
		"searchRevInclude", names(mapping.Revincludable(name)),
		"searchParam", searchParams(t.schema),
		"operation", operationsOf(name),
	)
}

// supported lists the profiles that resources of a type can claim and are held to
// (http://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.rest.resource.supportedProfile).
func supported(name string) *fhir.Tree {
	urls := ig.Supported(name)
	if len(urls) == 0 {
		return nil
	}
	return texts(urls)
}

// texts lists strings.
func texts(all []string) *fhir.Tree {
	list := fhir.List()
	for _, s := range all {
		list.Items = append(list.Items, fhir.Str(s))
	}
	return list
}

// codes lists interactions.
func codes(names ...string) *fhir.Tree {
	list := fhir.List()
	for _, name := range names {
		list.Items = append(list.Items, object("code", fhir.Str(name)))
	}
	return list
}

func (s *server) conditionalDelete(t served) string {
	switch {
	case t.readOnly:
		return "not-supported"
	case s.DeleteSeveral > 1:
		return "multiple"
	}
	return "single"
}

func interactions(t served) *fhir.Tree {
	list := fhir.List()
	for _, i := range []struct {
		code string
		has  bool
	}{
		{"read", true}, {"vread", t.versioned}, {"update", !t.readOnly}, {"patch", !t.readOnly}, {"delete", !t.readOnly},
		{"history-instance", t.versioned}, {"history-type", t.versioned}, {"create", !t.readOnly}, {"search-type", true},
	} {
		if i.has {
			list.Items = append(list.Items, object("code", fhir.Str(i.code)))
		}
	}
	return list
}

func searchParams(schema mapping.Schema) *fhir.Tree {
	list := fhir.List()
	for _, p := range slices.Concat(mapping.Universal(schema), schema.Params()) {
		list.Items = append(list.Items, searchParam(p.Code, p.Type, p.Definition, howToUse(p)))
	}
	return list
}

func searchParam(code, kind, definition, doc string) *fhir.Tree {
	return object("name", fhir.Str(code), "definition", text(definition), "type", fhir.Str(kind), "documentation", text(doc))
}

const trueOrFalse = "true or false; :not"

// howToUse words the forms that a value may have, by the parameter's type
// (http://hl7.org/fhir/R4/search.html#ptypes).
func howToUse(p *mapping.Param) string {
	if p.Universal() {
		return p.Use + modifiers(p)
	}
	switch p.Type {
	case "token":
		if flags := slices.DeleteFunc(slices.Clone(p.Places), isNoFlag); len(flags) > 0 {
			if len(flags) == len(p.Places) {
				return trueOrFalse
			}
			return "true, false, code, system|code, |code or system|" + modifiers(p)
		}
		return "code, system|code, |code or system|" + modifiers(p) + beyond(p)
	case "reference":
		forms := "id, type/id or URL of: " + strings.Join(p.Targets, ", ")
		if types := p.Leads(); len(types) > 0 {
			forms += fmt.Sprintf("; chains as %s:%s.[parameter]", p.Code, types[0])
		}
		if slices.Contains(p.Modifiers(), "identifier") {
			forms += "; :identifier"
		}
		return forms + beyond(p)
	case "date":
		return "date or time as exact as you like, after a prefix: eq, ne, lt, gt, le, ge, sa, eb, ap"
	case "string":
		return "beginning of the text, whatever case and accents" + modifiers(p)
	case "uri":
		return "the whole address" + modifiers(p)
	case "quantity":
		return "number, number|system|code or number||code, after a prefix: eq, ne, lt, gt, le, ge, sa, eb, ap; a UCUM unit finds the same amount in other units" + beyond(p)
	case "composite":
		var parts []string
		for _, part := range p.Rows[0].Parts {
			parts = append(parts, part.Code)
		}
		return "values of " + strings.Join(parts, " and ") + " joined by $, which hold of the same element"
	case "special": // Location's near is the only one of R4
		return "latitude|longitude, or latitude|longitude|distance, or latitude|longitude|distance|unit: km, or another length of UCUM"
	case "number":
		return "number, after a prefix: eq, ne, lt, gt, le, ge, sa, eb, ap"
	}
	return ""
}

// modifiers words the modifiers that a parameter has besides :missing.
func modifiers(p *mapping.Param) string {
	if all := p.Modifiers(); len(all) > 1 {
		return "; :" + strings.Join(all[1:], ", :")
	}
	return ""
}

// beyond words where else a parameter looks.
func beyond(p *mapping.Param) string {
	if p.Beyond == "" {
		return ""
	}
	return "; also finds what " + p.Beyond + " finds"
}

func isNoFlag(at mapping.Place) bool {
	return at.Shape() != mapping.ShapeFlag && at.Shape() != mapping.ShapeWhether
}

// names lists strings, with the wildcard that stands for all of them.
func names(values []string) *fhir.Tree {
	if len(values) == 0 {
		return nil
	}
	list := fhir.List(fhir.Str("*"))
	for _, v := range values {
		list.Items = append(list.Items, fhir.Str(v))
	}
	return list
}

// object makes an object of name, value pairs, leaving out absent values.
func object(pairs ...any) *fhir.Tree {
	t := fhir.Obj()
	for i := 0; i+1 < len(pairs); i += 2 {
		if v, ok := pairs[i+1].(*fhir.Tree); ok && v != nil {
			t.Set(pairs[i].(string), v)
		}
	}
	return t
}

// text is a string value, absent when empty.
func text(s string) *fhir.Tree {
	if s == "" {
		return nil
	}
	return fhir.Str(s)
}
