package main

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kapbridge/fhir"
)

// matches tells whether a resource matches one term, by looking at every value
// of its tree that the parameter's expression leads to.
func matches(p fhir.SearchParameter, modifier string, values []string, resource finding) bool {
	if p.Code == "_text" || p.Code == "_content" {
		words := spoken(p.Code, resource)
		if modifier == "missing" {
			return (len(words) == 0) == (values[0] == "true")
		}
		return slices.ContainsFunc(values, func(v string) bool { return wordsMatch(v, words) })
	}
	found := find(p.Expression, resource, resource)
	switch modifier {
	case "identifier":
		found = identifiers(p.Expression, resource)
		return slices.ContainsFunc(values, func(v string) bool {
			return slices.ContainsFunc(found, func(f finding) bool { return identifierMatches("", v, f) })
		})
	case "missing":
		there := slices.ContainsFunc(found, searchable) || p.Type == "reference" && len(identifiers(p.Expression, resource)) > 0
		return there != (values[0] == "true")
	case "not-in":
		return !slices.ContainsFunc(values, func(v string) bool { return anyMatches(p, "in", v, found, resource) })
	case "not":
		return !slices.ContainsFunc(values, func(v string) bool { return anyMatches(p, "", v, found, resource) })
	}
	return slices.ContainsFunc(values, func(v string) bool { return anyMatches(p, modifier, v, found, resource) })
}

// searchable leaves out what has no value to search for: nothing but extensions,
// or a reference that leads to nothing outside of the resource, such as a display
// alone or a contained resource.
func searchable(f finding) bool {
	if f.kind == "SampledData" { // has no columns
		return false
	}
	if f.tree.Is(fhir.Object) && !slices.ContainsFunc(f.tree.Members, func(m fhir.Member) bool {
		return m.Name != "id" && m.Name != "extension" && !strings.HasPrefix(m.Name, "_")
	}) {
		return false
	}
	reference := f.tree.Get("reference").StringOr("#")
	return f.kind != "Reference" || !strings.HasPrefix(reference, "#")
}

func anyMatches(p fhir.SearchParameter, modifier, value string, found []finding, resource finding) bool {
	return slices.ContainsFunc(found, func(f finding) bool {
		switch p.Type {
		case "composite":
			return allParts(p, value, f, resource)
		case "token":
			return tokenMatches(modifier, value, f)
		case "reference":
			if identifier := f.tree.Get("identifier"); modifier == "identifier" {
				return identifier != nil && identifierMatches("", value, finding{tree: identifier})
			}
			return referenceMatches(modifier, value, f)
		case "date":
			return dateMatches(value, f)
		case "string":
			return stringMatches(modifier, value, f)
		case "quantity":
			return quantityMatches(value, f)
		case "number":
			return numberMatches(value, f)
		case "special":
			return nearMatches(value, f)
		case "uri":
			return uriMatches(modifier, value, f.tree.Text)
		}
		panic("no model of " + p.Type)
	})
}

// allParts looks for each part of a composite below one finding.
func allParts(p fhir.SearchParameter, value string, base, resource finding) bool {
	for i, v := range splitAt(value, '$') {
		c := p.Components[i]
		part := parameterOf(c.URL, resource.kind)
		if !anyMatches(part, "", v, find(c.Expression, base, resource), resource) {
			return false
		}
	}
	return true
}

func parameterOf(url, typeName string) fhir.SearchParameter {
	all := fhir.SearchParameters(typeName)
	return all[slices.IndexFunc(all, func(p fhir.SearchParameter) bool { return p.URL == url })]
}

// splitAt cuts at a separator without a backslash before it.
func splitAt(s string, sep rune) []string {
	parts, escaped := []string{""}, false
	for _, r := range s {
		if r == sep && !escaped {
			parts = append(parts, "")
			continue
		}
		parts[len(parts)-1] += string(r)
		escaped = r == '\\' && !escaped
	}
	return parts
}

func plain(s string) string {
	var b strings.Builder
	escaped := false
	for _, r := range s {
		if escaped = r == '\\' && !escaped; !escaped {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

func stringMatches(modifier, value string, f finding) bool {
	if f.tree.Is(fhir.Object) { // any part of a name or an address
		for _, part := range []string{"text", "family", "given", "prefix", "suffix", "line", "city", "district", "state", "postalCode", "country"} {
			for _, inner := range below(f.tree.Get(part), fhir.TypeRef{}, nil) {
				if stringMatches(modifier, value, inner) {
					return true
				}
			}
		}
		return false
	}
	text, given := f.tree.Text, plain(value)
	switch modifier {
	case "exact":
		return text == given
	case "contains":
		return strings.Contains(fold(text), fold(given))
	}
	return strings.HasPrefix(fold(text), fold(given))
}

func uriMatches(modifier, value, uri string) bool {
	value = plain(value)
	path := func(s string) string { return strings.TrimRight(s, "/") + "/" }
	switch modifier {
	case "below":
		return uri == value || strings.HasPrefix(uri, path(value))
	case "above":
		return uri == value || strings.HasPrefix(value, path(uri))
	}
	return uri == value
}

func referenceMatches(modifier, value string, f finding) bool {
	value = plain(value)
	if f.kind != "Reference" { // canonical or uri
		version, _, _ := strings.Cut(f.tree.Text, "|")
		return f.tree.Text == value || version == value
	}
	reference, _, _ := strings.Cut(f.tree.Get("reference").StringOr(""), "/_history/")
	typeName, id, local := strings.Cut(reference, "/")
	switch {
	case strings.Contains(value, ":"):
		return f.tree.Get("reference").StringOr("") == value
	case !local || !fhir.IsResource(typeName):
		return false
	case strings.Contains(value, "/"):
		return reference == value && (modifier == "" || modifier == typeName)
	}
	return id == value && (modifier == "" || modifier == typeName)
}

func tokenMatches(modifier, value string, f finding) bool {
	if modifier == "in" || modifier == "above" || modifier == "below" {
		return isAmong(modifier, value, f)
	}
	switch f.kind {
	case "CodeableConcept":
		if modifier == "text" && stringMatches("", value, finding{tree: fhir.Str(f.tree.Get("text").StringOr(""))}) && f.tree.Get("text") != nil {
			return true
		}
		return slices.ContainsFunc(below(f.tree.Get("coding"), fhir.TypeRef{Code: "Coding"}, nil), func(c finding) bool { return tokenMatches(modifier, value, c) })
	case "Coding":
		if modifier == "text" {
			display := f.tree.Get("display")
			return display != nil && stringMatches("", value, finding{tree: display})
		}
		return pairMatches(value, f.tree.Get("system").StringOr(""), f.tree.Get("code").StringOr(""))
	case "Identifier":
		return identifierMatches(modifier, value, f)
	case "ContactPoint":
		return pairMatches(value, f.tree.Get("use").StringOr(""), f.tree.Get("value").StringOr(""))
	}
	system, code, bar := token(value)
	if !bar || system == "" || f.kind != "code" {
		return code == f.tree.Text && system == ""
	}
	set, ok := fhir.RequiredCodes(f.element.Binding)
	return ok && set.HasIn(system, f.tree.Text) && (code == "" || code == f.tree.Text)
}

func identifierMatches(modifier, value string, f finding) bool {
	kind := f.tree.Get("type")
	switch modifier {
	case "text":
		return kind.Get("text") != nil && stringMatches("", value, finding{tree: kind.Get("text")})
	case "of-type":
		parts := splitAt(value, '|')
		return kind != nil && tokenMatches("", parts[0]+"|"+parts[1], finding{tree: kind, kind: "CodeableConcept"}) && f.tree.Get("value").StringOr("") == plain(parts[2])
	}
	return pairMatches(value, f.tree.Get("system").StringOr(""), f.tree.Get("value").StringOr(""))
}

func token(value string) (system, code string, bar bool) {
	parts := splitAt(value, '|')
	if len(parts) == 1 {
		return "", plain(value), false
	}
	return plain(parts[0]), plain(strings.Join(parts[1:], "|")), true
}

// pairMatches compares [system|]code; code "" asks for any code of the system.
func pairMatches(value, system, code string) bool {
	givenSystem, givenCode, bar := token(value)
	switch {
	case !bar:
		return code == givenCode
	case givenCode == "":
		return system == givenSystem
	}
	return code == givenCode && system == givenSystem
}
