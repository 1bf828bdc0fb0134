package api

import (
	"slices"
	"strings"
	"time"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

var expandTakes = takes{"url": "text", "valueSet": "ValueSet", "valueSetVersion": "text", "filter": "text", "offset": "number", "count": "number",
	"includeDesignations": "flag", "includeDefinition": "flag", "activeOnly": "flag", "excludeNested": "flag", "excludeNotForUI": "flag"}

// expand answers ValueSet/$expand: the codes of a value set, flat and in the
// order of its definition (http://hl7.org/fhir/R4/valueset-operation-expand.html).
// The same question gives the same order, so that pages fit together.
func (q *question) expand() (*fhir.Tree, error) {
	v, err := q.set()
	if err != nil {
		return nil, err
	}
	offset, err := q.number("offset")
	if err != nil {
		return nil, err
	}
	count, err := q.number("count")
	if err != nil {
		return nil, err
	}
	all, err := q.terms.Expand(v)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, q.leavesOut)
	page := all[min(max(offset, 0), len(all)):]
	if count >= 0 {
		page = page[:min(count, len(page))]
	}
	expansion := object(
		"identifier", fhir.Str("urn:uuid:"+q.request.server.NewID()),
		"timestamp", fhir.Str(q.request.server.Now().UTC().Format(time.RFC3339)),
		"total", fhir.Int(int64(len(all))),
		"offset", offsetOf(offset, count),
		"parameter", q.expandedWith(all),
		"contains", q.contains(page))
	var compose *fhir.Tree
	if q.flag("includeDefinition") {
		compose = v.Compose()
	}
	return object("resourceType", fhir.Str("ValueSet"), "url", text(v.URL), "version", text(v.Version), "name", text(v.Name), "title", text(v.Title),
		"status", text(v.Status), "compose", compose, "expansion", expansion), nil
}

// leavesOut tells whether a code is not wanted. The words of a filter may stand
// anywhere in the code or its display, whatever case.
func (q *question) leavesOut(c term.Concept) bool {
	if c.Inactive && q.flag("activeOnly") || c.Abstract && q.flag("excludeNotForUI") {
		return true
	}
	within := strings.ToLower(c.Code + " " + c.Display)
	for word := range strings.FieldsSeq(strings.ToLower(q.text("filter"))) {
		if !strings.Contains(within, word) {
			return true
		}
	}
	return false
}

// offsetOf is told where pages are asked for.
func offsetOf(offset, count int) *fhir.Tree {
	if offset < 0 && count < 0 {
		return nil
	}
	return fhir.Int(int64(max(offset, 0)))
}

// expandedWith lists what was asked, and which versions of code systems it was
// answered from (http://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.expansion.parameter).
func (q *question) expandedWith(all []term.Concept) *fhir.Tree {
	list := fhir.List()
	for _, name := range []string{"filter", "offset", "count", "includeDesignations", "includeDefinition", "activeOnly", "excludeNested", "excludeNotForUI"} {
		value := q.tree(name)
		switch {
		case value.Is(fhir.String):
			list.Items = append(list.Items, output(name, "valueString", value))
		case value.Is(fhir.Number):
			list.Items = append(list.Items, output(name, "valueInteger", value))
		case value.Is(fhir.Bool):
			list.Items = append(list.Items, output(name, "valueBoolean", value))
		}
	}
	var told []string
	for _, c := range all {
		if slices.Contains(told, c.System) {
			continue
		}
		told = append(told, c.System)
		if s, ok := q.terms.System(c.System); ok && s.Version != "" {
			list.Items = append(list.Items, output("version", uriMember(s.URL), fhir.Str(s.URL+"|"+s.Version)))
		}
	}
	if len(list.Items) == 0 {
		return nil
	}
	return list
}

// uriMember is the member for a canonical with a version: behind an OID there can
// be none in a uri (http://hl7.org/fhir/R4/datatypes.html#oid).
func uriMember(url string) string {
	if strings.HasPrefix(url, "urn:oid:") {
		return "valueString"
	}
	return "valueUri"
}

func (q *question) contains(page []term.Concept) *fhir.Tree {
	if len(page) == 0 {
		return nil
	}
	list := fhir.List()
	for _, c := range page {
		var designations *fhir.Tree
		if q.flag("includeDesignations") {
			designations = designationsOf(c)
		}
		list.Items = append(list.Items, object("system", fhir.Str(c.System), "abstract", onlyTrue(c.Abstract), "inactive", onlyTrue(c.Inactive),
			"code", fhir.Str(c.Code), "display", text(c.Display), "designation", designations))
	}
	return list
}

func onlyTrue(yes bool) *fhir.Tree {
	if !yes {
		return nil
	}
	return fhir.Boolean(true)
}

func designationsOf(c term.Concept) *fhir.Tree {
	if len(c.Designations) == 0 {
		return nil
	}
	list := fhir.List()
	for _, d := range c.Designations {
		var use *fhir.Tree
		if d.UseCode != "" {
			use = object("system", text(d.UseSystem), "code", fhir.Str(d.UseCode))
		}
		list.Items = append(list.Items, object("language", text(d.Language), "use", use, "value", fhir.Str(d.Value)))
	}
	return list
}
