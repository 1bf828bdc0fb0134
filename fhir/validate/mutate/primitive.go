package mutate

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
)

var worded = []string{"string", "markdown"}

// primitives has the kinds about the values of primitive types.
var primitives = []Kind{
	{"date that is not in the calendar", "datatypes.html#date", written([]string{"date"}, `"2023-02-30"`, `"2023-13"`, `"0000"`)},
	{"date that is not written as one", "datatypes.html#date", written([]string{"date"}, `"30.02.2023"`, `"2023-2-3"`, `"23"`, `"today"`, `"2023-02-03T10:00:00Z"`)},
	{"date of a month or a year", "datatypes.html#date", written([]string{"date"}, `"2023-02"`, `"2023"`)},
	{"dateTime that is not in the calendar", "datatypes.html#dateTime", written([]string{"dateTime"}, `"2023-02-29"`, `"2023-04-31T10:00:00Z"`, `"2023-04-30T24:00:00Z"`, `"2023-04-30T10:60:00Z"`)},
	{"dateTime that is not written as one", "datatypes.html#dateTime", written([]string{"dateTime"}, `"2023-02-03 10:00"`, `"20230203"`, `"2023-02-03T10:00Z"`, `"2023-02-03T1:00:00Z"`, `"2023-02-03T10:00:00.Z"`)},
	{"dateTime without a zone", "datatypes.html#dateTime", written([]string{"dateTime"}, `"2023-02-03T10:00:00"`)},
	{"dateTime in good forms", "datatypes.html#dateTime", written([]string{"dateTime"}, `"2023-02-03T10:00:00.123456-07:00"`, `"2023-02-03T10:00:00+14:00"`, `"2023"`, `"2020-02-29"`)},
	{"dateTime in a zone that is none", "datatypes.html#dateTime", written([]string{"dateTime"}, `"2023-02-03T10:00:00+15:00"`, `"2023-02-03T10:00:00-0700"`, `"2023-02-03T10:00:00 MST"`)},
	{"instant that lacks a part", "datatypes.html#instant", either(written([]string{"instant"}, `"2023-02-03"`, `"2023-02-03T10:00:00"`), resource("", `{"meta":{"lastUpdated":"2023"}}`))},
	{"time that is none", "datatypes.html#time", either(extend(`"valueTime":"25:00:00"`, `"valueTime":"10:00"`, `"valueTime":"10:00:00Z"`), written([]string{"time"}, `"24:00:00"`, `"1:00:00"`))},
	{"time", "datatypes.html#time", extend(`"valueTime":"23:59:59"`, `"valueTime":"10:00:00.5"`)},
	{"decimal with an exponent", "datatypes.html#decimal", written([]string{"decimal"}, `1.5E1`, `1e-3`)},
	{"decimal of many digits", "datatypes.html#decimal", written([]string{"decimal"}, `1.00000000000000000001`, `123456789012345678`, `-0.0`)},
	{"decimal beyond all bounds", "datatypes.html#decimal", written([]string{"decimal"}, `1E1000000`)},
	{"integer beyond 32 bits", "datatypes.html#integer", written([]string{"integer", "positiveInt", "unsignedInt"}, `2147483648`, `99999999999`)},
	{"integer with a fraction", "datatypes.html#integer", written([]string{"integer", "positiveInt", "unsignedInt"}, `1.5`, `1.0`)},
	{"integer with an exponent", "datatypes.html#integer", written([]string{"integer", "positiveInt", "unsignedInt"}, `1E1`)},
	{"positiveInt below 1", "datatypes.html#positiveInt", either(written([]string{"positiveInt"}, `0`, `-1`), extend(`"valuePositiveInt":0`, `"valuePositiveInt":-3`))},
	{"unsignedInt below 0", "datatypes.html#unsignedInt", either(written([]string{"unsignedInt"}, `-1`), extend(`"valueUnsignedInt":-1`))},
	{"least values of integers", "datatypes.html#integer", extend(`"valueUnsignedInt":0`, `"valuePositiveInt":1`, `"valueInteger":-2147483648`)},
	{"id that is none", "datatypes.html#id", either(resource("", `{"id":"a_b"}`, `{"id":"a b"}`, `{"id":"`+strings.Repeat("a", 65)+`"}`, `{"id":"é"}`), extend(`"valueId":"a/b"`))},
	{"id of 64 characters", "datatypes.html#id", resource("", `{"id":"`+strings.Repeat("A-.9", 16)+`"}`)},
	{"id of an element with a space", "element.html#id", each(innerObject, func(s spot) bool { s.value.Set("id", fhir.Str("a b")); return true })},
	{"oid that is none", "datatypes.html#oid", extend(`"valueOid":"urn:oid:3.1.2"`, `"valueOid":"1.2.3"`, `"valueOid":"urn:oid:1.02.3"`, `"valueOid":"urn:oid:1"`)},
	{"oid", "datatypes.html#oid", extend(`"valueOid":"urn:oid:1.2.840.113619"`)},
	{"uuid that is none", "datatypes.html#uuid", extend(`"valueUuid":"urn:uuid:c757873d"`, `"valueUuid":"c757873d-ec9a-4326-a141-556f43239520"`, `"valueUuid":"urn:uuid:g757873d-ec9a-4326-a141-556f43239520"`)},
	{"uuid in upper case", "datatypes.html#uuid", extend(`"valueUuid":"urn:uuid:C757873D-EC9A-4326-A141-556F43239520"`)},
	{"uuid", "datatypes.html#uuid", extend(`"valueUuid":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"`)},
	{"uri with a space", "datatypes.html#uri", written([]string{"uri", "canonical", "url"}, `"http://example.org/a b"`)},
	{"uri in good forms", "datatypes.html#uri", extend(`"valueUri":"urn:x:y"`, `"valueUri":"http://example.org/a%20b?c=d#e"`, `"valueUri":"../a"`)},
	{"uri of an unknown oid or uuid", "datatypes.html#uri", extend(`"valueUri":"urn:oid:x"`, `"valueUri":"urn:uuid:x"`)},
	{"url that is relative", "datatypes.html#url", extend(`"valueUrl":"a/b"`)},
	{"url", "datatypes.html#url", extend(`"valueUrl":"mailto:a@example.org"`, `"valueUrl":"https://example.org"`)},
	{"canonical that is relative", "references.html#canonical", either(extend(`"valueCanonical":"ValueSet/x"`), resource("", `{"meta":{"profile":["Patient"]}}`), written([]string{"canonical"}, `"Questionnaire/x"`))},
	{"canonical of a fragment that is not there", "references.html#canonical", extend(`"valueCanonical":"#x"`)},
	{"base64 that is none", "datatypes.html#base64Binary", extend(`"valueBase64Binary":"a"`, `"valueBase64Binary":"YQ"`, `"valueBase64Binary":"YQ=!"`, `"valueBase64Binary":"YQ==YQ=="`)},
	{"base64 with white space", "datatypes.html#base64Binary", extend(`"valueBase64Binary":"YWJj YWJj"`, `"valueBase64Binary":"YWJj\nYWJj"`)},
	{"base64 with white space in a group", "datatypes.html#base64Binary", extend(`"valueBase64Binary":"YW Jj"`)},
	{"code with white space", "datatypes.html#code", either(extend(`"valueCode":" a"`, `"valueCode":"a "`, `"valueCode":"a  b"`, `"valueCode":"a\tb"`), each(func(s spot) bool { return s.primitive("code") }, func(s spot) bool { return s.put(fhir.Str(s.value.Text + " ")) }))},
	{"code of two words", "datatypes.html#code", extend(`"valueCode":"a b"`)},
	{"markdown with line feeds", "datatypes.html#markdown", extend(`"valueMarkdown":"# a\n\n* b\t<i>c</i>\r\n"`)},
	{"string of white space", "datatypes.html#string", written(worded, `" "`, `"\n"`)},
	{"string with white space at its ends", "datatypes.html#string", each(func(s spot) bool { return s.primitive("string") && s.ref.Def != nil && s.element.Path != "Element.id" }, func(s spot) bool { return s.put(fhir.Str(" " + s.value.Text + " ")) })},
	{"control character in a string", "datatypes.html#string", written(worded, `"a\u0007b"`, `"a\u001fb"`)},
	{"odd characters in a string", "datatypes.html#string", written(worded, `"a\u00a0b\u200b\ud83d\ude00"`, `"\u007f"`)},
	{"string beyond 1 MB", "datatypes.html#string", extend(fmt.Sprintf(`"valueString":%q`, strings.Repeat("a", 1<<20+1)))},
}

// siblings has the kinds about the "_x" beside a primitive x.
var siblings = []Kind{
	{"extension of a primitive", "json.html#primitive", each(single, func(s spot) bool { return sibling(s, extended) })},
	{"extension in the place of a value", "json.html#primitive", each(func(s spot) bool { return single(s) }, func(s spot) bool {
		s.owner.Set(s.name, nil)
		return sibling(s, extended)
	})},
	{"sibling that is no object", "json.html#primitive", each(single, func(s spot) bool { return sibling(s, `"x"`) })},
	{"sibling with a value in it", "json.html#primitive", each(single, func(s spot) bool { return sibling(s, `{"value":"x"}`) })},
	{"sibling with nothing in it", "json.html#primitive", each(single, func(s spot) bool { return sibling(s, `{}`) })},
	{"sibling that is null", "json.html#primitive", each(single, func(s spot) bool { return sibling(s, `null`) })},
	{"sibling that is an array", "json.html#primitive", each(single, func(s spot) bool { return sibling(s, `[`+extended+`]`) })},
	{"sibling of a list, of another length", "json.html#primitive", each(listed, func(s spot) bool {
		return sibling(s, `[`+strings.Repeat(extended+",", len(s.owner.Get(s.name).Items))+extended+`]`)
	})},
	{"sibling of a list that is an object", "json.html#primitive", each(listed, func(s spot) bool { return sibling(s, extended) })},
	{"sibling of an object", "json.html#primitive", each(func(s spot) bool { return innerObject(s) && s.index < 0 }, func(s spot) bool { return sibling(s, extended) })},
	{"sibling with an id only, without a value", "element.html#ele-1", each(single, func(s spot) bool { s.owner.Set(s.name, nil); return sibling(s, `{"id":"a"}`) })},
	{"null in a list of primitives, without a sibling", "json.html#null", each(listed, func(s spot) bool { return appendTo(s.owner, s.name, &fhir.Tree{Kind: fhir.Null}) })},
	{"null in a list of primitives, with a sibling", "json.html#null", each(listed, func(s spot) bool {
		nulls := strings.Repeat("null,", len(s.owner.Get(s.name).Items))
		return appendTo(s.owner, s.name, &fhir.Tree{Kind: fhir.Null}) && sibling(s, `[`+nulls+extended+`]`)
	})},
}

const extended = `{"extension":[{"url":"http://example.org/x","valueString":"y"}]}`

func single(s spot) bool {
	return s.primitive() && s.index < 0 && s.ref.Code != "xhtml" && s.element.Path != "Element.id" && s.element.Path != "Extension.url" && s.name != "id"
}

func listed(s spot) bool { return s.primitive() && s.index == 0 && s.owner.Get("_"+s.name) == nil }

func sibling(s spot, json string) bool { s.owner.Set("_"+s.name, value(json)); return true }
