package mutate

import (
	"bytes"
	"fmt"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/xml"
)

// text changes the JSON text of a resource, into other JSON or XML; it gives nil
// when there is no place for the change.
type text func(json []byte) []byte

// Count is 1.
func (text) Count([]byte) int { return 1 }

// Make gives the only mutant.
func (t text) Make(resource []byte, _ int) []byte { return t(fhir.Encode(read(resource))) }

// texts has the kinds about JSON and XML themselves.
var texts = []Kind{
	{"member twice", "json.html", replaced(`{"resourceType"`, `{"id":"a","id":"a","resourceType"`)},
	{"member twice, deep inside", "json.html", replaced(`"system":`, `"system":"http://example.org","system":`)},
	{"comma too many", "json.html", replaced(`{"resourceType"`, `{,"resourceType"`)},
	{"comma at the end of an object", "json.html", text(func(json []byte) []byte { return append(bytes.TrimSuffix(json, []byte("}")), ",}"...) })},
	{"brace missing", "json.html", text(func(json []byte) []byte { return bytes.TrimSuffix(json, []byte("}")) })},
	{"text after the end", "json.html", text(func(json []byte) []byte { return append(json, `{"a":1}`...) })},
	{"comment in JSON", "json.html", replaced(`{"resourceType"`, `{/* a */"resourceType"`)},
	{"single quotes", "json.html", replaced(`"resourceType"`, `'resourceType'`)},
	{"number with a leading zero", "json.html#primitive", replaced(`{"resourceType"`, `{"extension":[{"url":"http://example.org/x","valueDecimal":01}],"resourceType"`)},
	{"number that begins with a point", "json.html#primitive", replaced(`{"resourceType"`, `{"extension":[{"url":"http://example.org/x","valueDecimal":.5}],"resourceType"`)},
	{"number with a plus sign", "json.html#primitive", replaced(`{"resourceType"`, `{"extension":[{"url":"http://example.org/x","valueDecimal":+5}],"resourceType"`)},
	{"not a number", "json.html#primitive", replaced(`{"resourceType"`, `{"extension":[{"url":"http://example.org/x","valueDecimal":NaN}],"resourceType"`)},
	{"resource type at the end", "json.html#resources", text(func(json []byte) []byte {
		typeName := read(json).Get("resourceType").Text
		rest := strings.TrimPrefix(string(json), fmt.Sprintf(`{"resourceType":%q,`, typeName))
		return []byte("{" + strings.TrimSuffix(rest, "}") + fmt.Sprintf(`,"resourceType":%q}`, typeName))
	})},
	{"white space between all", "json.html", text(func(json []byte) []byte { return bytes.ReplaceAll(json, []byte(`":`), []byte("\"\t:\r\n ")) })},
	{"XML", "xml.html", inXML("", "")},
	{"XML with a comment", "xml.html", inXML("<id ", "<!-- a --><id ")},
	{"XML with an element out of order", "xml.html", text(lastFirst)},
	{"XML with an unknown element", "xml.html", inXML("<id ", `<colour value="red"/><id `)},
	{"XML with an unknown attribute", "xml.html", inXML("<id ", `<id colour="red" `)},
	{"XML with a single element twice", "xml.html", inXML("<id ", `<id value="a"/><id `)},
	{"XML without a namespace", "xml.html", inXML(` xmlns="http://hl7.org/fhir"`, ``)},
	{"XML in another namespace", "xml.html", inXML(` xmlns="http://hl7.org/fhir"`, ` xmlns="http://example.org"`)},
	{"XML with text in an element", "xml.html", inXML("<id ", "a<id ")},
	{"XML with an empty value", "xml.html", inXML("<id ", `<id value=""/><language `)},
	{"XML without a value", "xml.html", inXML("<id ", `<language/><id `)},
	{"XML that is not closed", "xml.html", inXML("<id ", `<language><id `)},
	{"XML with an unknown entity", "xml.html", inXML(`<id value="`, `<id value="&foo;`)},
}

// replaced exchanges the first of one text for another.
func replaced(old, other string) text {
	return func(json []byte) []byte {
		if !bytes.Contains(json, []byte(old)) {
			return nil
		}
		return bytes.Replace(json, []byte(old), []byte(other), 1)
	}
}

// inXML is replaced in the XML of the resource.
func inXML(old, other string) text {
	return func(json []byte) []byte {
		data, err := xml.Encode(read(json))
		if err != nil {
			panic(fmt.Sprintf("mutate: %v", err))
		}
		return replaced(old, other)(data)
	}
}

// lastFirst moves the status or code of a resource behind all else, where that
// is not its place.
func lastFirst(json []byte) []byte {
	data := string(inXML("", "")(json))
	from := strings.Index(data, "<id ")
	if from < 0 {
		return nil
	}
	to := from + strings.Index(data[from:], "/>") + 2
	end := strings.LastIndex(data, "</")
	return []byte(data[:from] + data[to:end] + data[from:to] + data[end:])
}
