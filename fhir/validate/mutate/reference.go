package mutate

import "kapbridge/fhir"

// references has the kinds about references, what is contained, and meta.
var references = []Kind{
	{"reference to the wrong type", "references.html#Reference", each(targeted, func(s spot) bool { return refer(s, "Basic/1") })},
	{"reference to the wrong type, by an absolute address", "references.html#literal", each(targeted, func(s spot) bool { return refer(s, "http://example.org/fhir/Basic/1") })},
	{"reference that is malformed", "references.html#literal", either(each(literal, func(s spot) bool { return refer(s, "x") }), each(literal, func(s spot) bool { return refer(s, "Patient/a/b") }), each(literal, func(s spot) bool { return refer(s, "Patient/") }))},
	{"reference to a type that is none", "references.html#literal", each(literal, func(s spot) bool { return refer(s, "Patent/1") })},
	{"reference with a space", "references.html#literal", each(literal, func(s spot) bool { return refer(s, "Patient/a b") })},
	{"reference with a bad id", "references.html#literal", each(literal, func(s spot) bool { return refer(s, "Patient/a_b") })},
	{"reference to a version", "references.html#literal", each(literal, func(s spot) bool { return refer(s, s.value.Get("reference").Text+"/_history/1") })},
	{"reference by an absolute address", "references.html#literal", each(literal, func(s spot) bool { return refer(s, "http://example.org/fhir/"+s.value.Get("reference").Text) })},
	{"reference by a urn", "references.html#literal", each(literal, func(s spot) bool { return refer(s, "urn:uuid:c757873d-ec9a-4326-a141-556f43239520") })},
	{"reference by an identifier", "references.html#logical", each(literal, func(s spot) bool {
		return s.put(value(`{"identifier":{"system":"http://example.org/ids","value":"1"}}`))
	})},
	{"reference whose type is another", "references.html#Reference", each(literal, func(s spot) bool { s.value.Set("type", fhir.Str("Basic")); return true })},
	{"reference whose type is none", "references.html#Reference", each(literal, func(s spot) bool { s.value.Set("type", fhir.Str("Patent")); return true })},
	{"reference to nothing contained", "references.html#contained", each(literal, func(s spot) bool { return refer(s, "#nothing") })},
	{"contained resource that nothing refers to", "domainresource.html#dom-3", domain(func(r *fhir.Tree) bool {
		return appendTo(r, "contained", value(`{"resourceType":"Basic","id":"unused1","code":{"text":"x"}}`))
	})},
	{"contained resource that is referred to", "references.html#contained", domain(func(r *fhir.Tree) bool {
		return contain(r, `{"resourceType":"Basic","id":"used1","code":{"text":"x"}}`, "used1")
	})},
	{"contained resource in a contained one", "domainresource.html#dom-2", domain(func(r *fhir.Tree) bool {
		return contain(r, `{"resourceType":"Basic","id":"used1","contained":[{"resourceType":"Basic","id":"used2","code":{"text":"x"}}],"code":{"text":"x"},"subject":{"reference":"#used2"}}`, "used1")
	})},
	{"contained resource without an id", "references.html#contained", domain(func(r *fhir.Tree) bool {
		return appendTo(r, "contained", value(`{"resourceType":"Basic","code":{"text":"x"},"extension":[{"url":"http://example.org/x","valueReference":{"reference":"#"}}]}`))
	})},
	{"contained resources of one id", "references.html#contained", domain(func(r *fhir.Tree) bool {
		again := `{"resourceType":"Basic","id":"used1","code":{"text":"x"}}`
		for range 2 {
			contain(r, again, "used1")
		}
		return true
	})},
	{"contained resource of a version", "domainresource.html#dom-4", domain(func(r *fhir.Tree) bool {
		return contain(r, `{"resourceType":"Basic","id":"used1","meta":{"versionId":"1"},"code":{"text":"x"}}`, "used1")
	})},
	{"contained resource with a security label", "domainresource.html#dom-5", domain(func(r *fhir.Tree) bool {
		return contain(r, `{"resourceType":"Basic","id":"used1","meta":{"security":[{"code":"x"}]},"code":{"text":"x"}}`, "used1")
	})},
	{"contained resource with a fault", "references.html#contained", domain(func(r *fhir.Tree) bool { return contain(r, `{"resourceType":"Basic","id":"used1"}`, "used1") })},
	{"contained resource of the wrong type for its reference", "references.html#Reference", each(targeted, func(s spot) bool { return refer(s, "#used1") }).with(`{"resourceType":"Basic","id":"used1","code":{"text":"x"}}`)},
	{"contained resource that refers to its container", "references.html#contained", domain(func(r *fhir.Tree) bool {
		return appendTo(r, "contained", value(`{"resourceType":"Basic","id":"used1","code":{"text":"x"},"extension":[{"url":"http://example.org/x","valueReference":{"reference":"#"}}]}`))
	})},
	{"meta of a bad version", "resource.html#Meta", resource("", `{"meta":{"versionId":"a b"}}`)},
	{"meta with a relative source", "resource.html#Meta", resource("", `{"meta":{"source":"a b"}}`)},
	{"meta with tags", "resource.html#Meta", resource("", `{"meta":{"tag":[{"system":"http://example.org/tags","code":"x"}],"source":"urn:x:y","security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}}`)},
	{"meta with a profile that nobody knows", "resource.html#Meta", resource("", `{"meta":{"profile":["http://example.org/StructureDefinition/x"]}}`)},
}

// with contains a resource in the outermost one before the changes.
func (e edits) with(contained string) edits {
	return func(resource *fhir.Tree) []func() bool {
		if resource.Get("contained") != nil {
			return nil
		}
		list := e(resource)
		for i, change := range list {
			list[i] = func() bool { return appendTo(resource, "contained", value(contained)) && change() }
		}
		return list
	}
}

// contain adds a contained resource and an extension that refers to it.
func contain(r *fhir.Tree, contained, id string) bool {
	return appendTo(r, "contained", value(contained)) &&
		appendTo(r, "extension", value(`{"url":"http://example.org/x","valueReference":{"reference":"#`+id+`"}}`))
}

// literal tells whether a value is a Reference by a relative address.
func literal(s spot) bool {
	v := s.value.Get("reference").StringOr("#")
	return s.owner != nil && s.ref.Code == "Reference" && s.value.Is(fhir.Object) && v[0] != '#' && len(v) > 3 && v[:3] != "htt" && v[:3] != "urn"
}

// targeted tells whether a Reference may not lead to everything.
func targeted(s spot) bool {
	return literal(s) && len(s.ref.Targets) > 0 && s.ref.Targets[0] != "Resource" && s.value.Get("type") == nil
}

func refer(s spot, to string) bool { s.value.Set("reference", fhir.Str(to)); return true }
