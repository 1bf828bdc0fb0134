package mutate

import (
	"strings"

	"kapbridge/fhir"
)

func anyObject(s spot) bool   { return s.object() }
func innerObject(s spot) bool { return s.owner != nil && s.object() && s.own.Kind != "resource" }
func anyPrimitive(s spot) bool {
	return s.primitive() && s.value.Is(fhir.String) && s.ref.Code != "xhtml"
}

// structure has the kinds about names, JSON types and cardinalities.
var structure = []Kind{
	{"unknown element", "json.html", each(anyObject, func(s spot) bool { s.value.Set("colour", fhir.Str("red")); return true })},
	{"misspelt element", "json.html", each(anyMember, func(s spot) bool { return rename(s, swapped(s.name)) })},
	{"element in the wrong case", "json.html", each(anyMember, func(s spot) bool { return rename(s, strings.ToUpper(s.name[:1])+s.name[1:]) })},
	{"number for a string", "json.html#primitive", each(anyPrimitive, func(s spot) bool { return s.put(fhir.Num("17")) })},
	{"boolean for a string", "json.html#primitive", each(anyPrimitive, func(s spot) bool { return s.put(fhir.Boolean(true)) })},
	{"string for a number", "json.html#primitive", each(func(s spot) bool { return s.primitive() && s.value.Is(fhir.Number) }, func(s spot) bool { return s.put(fhir.Str(s.value.Text)) })},
	{"string for a boolean", "json.html#primitive", each(func(s spot) bool { return s.primitive("boolean") }, func(s spot) bool { return s.put(fhir.Str(s.value.Text)) })},
	{"string for an object", "json.html#complex", each(innerObject, func(s spot) bool { return s.put(fhir.Str("x")) })},
	{"object for a primitive", "json.html#primitive", each(anyPrimitive, func(s spot) bool { return s.put(value(`{"value":"x"}`)) })},
	{"array for a single value", "json.html#repeat", each(func(s spot) bool { return s.owner != nil && !s.repeats() }, func(s spot) bool { return s.put(fhir.List(s.value)) })},
	{"single value for an array", "json.html#repeat", each(func(s spot) bool { return s.index == 0 }, func(s spot) bool { s.owner.Set(s.name, s.value); return true })},
	{"array in an array", "json.html#repeat", each(func(s spot) bool { return s.index >= 0 }, func(s spot) bool { return s.put(fhir.List(s.value)) })},
	{"required element missing", "conformance-rules.html#cardinality", each(func(s spot) bool {
		return s.element != nil && s.element.Min > 0 && s.owner.Get("_"+s.name) == nil
	}, func(s spot) bool { s.owner.Set(s.name, nil); return true })},
	{"two values for a choice", "formats.html#choice", each(choice, func(s spot) bool { return another(s, false) })},
	{"choice without a type", "formats.html#choice", each(choice, func(s spot) bool { return rename(s, strings.TrimSuffix(s.element.Name, "[x]")) })},
	{"choice of a type that is not offered", "formats.html#choice", each(func(s spot) bool { return choice(s) && len(s.element.Types) < 20 }, func(s spot) bool {
		s.owner.Set(s.name, nil)
		s.owner.Set(strings.TrimSuffix(s.element.Name, "[x]")+"Base64Binary", fhir.Str("YQ=="))
		return true
	})},
	{"value of another type of the choice", "formats.html#choice", each(choice, func(s spot) bool { return another(s, true) })},
	{"empty string", "datatypes.html#string", each(anyPrimitive, func(s spot) bool { return s.put(fhir.Str("")) })},
	{"empty array", "json.html#repeat", each(func(s spot) bool { return s.index == 0 }, func(s spot) bool { s.owner.Set(s.name, fhir.List()); return true })},
	{"array that is empty, of an element that was not there", "json.html#repeat", resource("", `{"contained":[]}`, `{"extension":[]}`)},
	{"empty object", "json.html#complex", each(innerObject, func(s spot) bool { return s.put(fhir.Obj()) })},
	{"null for a value", "json.html#null", each(func(s spot) bool { return s.owner != nil && s.index < 0 }, func(s spot) bool { return s.put(&fhir.Tree{Kind: fhir.Null}) })},
	{"null in a list of objects", "json.html#null", each(func(s spot) bool { return innerObject(s) && s.index >= 0 }, func(s spot) bool { return appendTo(s.owner, s.name, &fhir.Tree{Kind: fhir.Null}) })},
	{"element with an id only", "element.html#ele-1", each(innerObject, func(s spot) bool { return s.put(value(`{"id":"a"}`)) })},
	{"unknown resource type", "resourcelist.html", resource("", `{"resourceType":"Patent"}`, `{"resourceType":"patient"}`, `{"resourceType":"HumanName"}`)},
	{"no resource type", "json.html#resources", resource("", `{"resourceType":null}`)},
	{"resource type in a datatype", "json.html#resources", each(innerObject, func(s spot) bool { s.value.Set("resourceType", fhir.Str(s.own.Name)); return true })},
	{"resource type that is abstract", "resourcelist.html", resource("", `{"resourceType":"DomainResource"}`)},
}

func anyMember(s spot) bool { return s.owner != nil && s.index <= 0 && len(s.name) > 3 }

func choice(s spot) bool { return s.element != nil && s.element.Choice }

// rename gives a member another name that its type does not know.
func rename(s spot, name string) bool {
	if _, _, known := s.def.Element(name); known || name == s.name {
		return false
	}
	v := s.owner.Get(s.name)
	s.owner.Set(s.name, nil)
	s.owner.Set(name, v)
	return true
}

// swapped exchanges the second and third letter.
func swapped(name string) string { return name[:1] + name[2:3] + name[1:2] + name[3:] }

// another sets a choice to the next of its types that has a plain value here,
// beside or in the place of the value there is.
func another(s spot, instead bool) bool {
	for _, ref := range s.element.Types {
		v, ok := plain[ref.Code]
		if name := s.element.Member(ref); ok && name != s.name {
			if instead {
				s.owner.Set(s.name, nil)
			}
			s.owner.Set(name, value(v))
			return true
		}
	}
	return false
}

// plain has a good value of the types that choices are most often of.
var plain = map[string]string{
	"string": `"x"`, "boolean": `true`, "dateTime": `"2024-05-01"`, "CodeableConcept": `{"text":"x"}`, "Reference": `{"display":"x"}`,
	"Period": `{"start":"2024"}`, "Range": `{"low":{"value":1}}`,
}
