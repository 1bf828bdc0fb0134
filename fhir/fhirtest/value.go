package fhirtest

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
	"pgregory.net/rapid"
)

// primitive makes a value of a primitive type, with a code of the required
// binding where there is one.
func (g *generator) primitive(e *fhir.ElementDef, code string) *fhir.Tree {
	switch {
	case e.Path == "Element.id":
		return g.elementID()
	case e.Binding != "":
		return fhir.Str(g.boundCode(e))
	case e.Path == "Resource.language":
		return fhir.Str(rapid.SampledFrom([]string{"en", "de-CH", "pt-BR", "zh-CN"}).Draw(g.t, "language"))
	case code == "boolean":
		return fhir.Boolean(coin.Draw(g.t, e.Name))
	case code == "decimal" || code == "integer" || code == "positiveInt" || code == "unsignedInt":
		return g.number(code)
	default:
		return fhir.Str(texts[code].Draw(g.t, e.Name))
	}
}

// Primitive draws the text of a primitive type: the string, or the JSON text of
// a number or boolean.
func Primitive(t *rapid.T, typeName string) string {
	if typeName == "boolean" {
		return fhir.Boolean(coin.Draw(t, typeName)).Text
	}
	if n, ok := numbers[typeName]; ok {
		return n.Draw(t, typeName)
	}
	text, ok := texts[typeName]
	if !ok {
		panic(fmt.Sprintf("fhirtest: %q is no primitive type of R4", typeName))
	}
	return text.Draw(t, typeName)
}

func (g *generator) number(code string) *fhir.Tree {
	return fhir.Num(numbers[code].Draw(g.t, code))
}

// boundCode picks a code of the required value set; some sets are open, and the
// standard does not list their codes.
func (g *generator) boundCode(e *fhir.ElementDef) string {
	set, _ := fhir.RequiredCodes(e.Binding)
	if len(set.Codes) > 0 {
		return rapid.SampledFrom(set.Codes).Draw(g.t, e.Name).Code
	}
	if strings.HasSuffix(e.Binding, "/currencies") {
		return rapid.SampledFrom([]string{"USD", "CHF"}).Draw(g.t, e.Name)
	}
	return rapid.SampledFrom([]string{"text/plain", "application/pdf", "image/png"}).Draw(g.t, e.Name)
}

// oneOf draws from a list of odd values or from a generator, half and half.
func oneOf(odd []string, other *rapid.Generator[string]) *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(odd), other)
}

func formatted(format string, n *rapid.Generator[int]) *rapid.Generator[string] {
	return rapid.Map(n, func(n int) string { return fmt.Sprintf(format, n) })
}

// numbers are JSON texts of the numeric types; R4 gives the digits of a decimal
// meaning (http://hl7.org/fhir/R4/datatypes.html#decimal).
var numbers = map[string]*rapid.Generator[string]{
	"decimal": oneOf(
		[]string{"0", "5E1", "1.10", "-0.0", "1e-7", "0.50", "1.0E+2", "-12.5", "100", "9007199254740993", "0.1000000000000000055", "123456789012345678.5", "2e2", "0.00"},
		rapid.Custom(func(t *rapid.T) string {
			return fmt.Sprintf("%d.%0*d", rapid.IntRange(-1000, 1000).Draw(t, "whole"), rapid.IntRange(1, 5).Draw(t, "digits"), rapid.IntRange(0, 9).Draw(t, "fraction"))
		})),
	"integer":     oneOf([]string{"0", "-1", "2147483647", "-2147483648"}, formatted("%d", rapid.IntRange(-5000, 5000))),
	"positiveInt": oneOf([]string{"1", "2147483647"}, formatted("%d", rapid.IntRange(1, 5000))),
	"unsignedInt": oneOf([]string{"0", "2147483647"}, formatted("%d", rapid.IntRange(0, 5000))),
}

// texts are the values of the types written as JSON strings.
var texts = map[string]*rapid.Generator[string]{
	"string":       text,
	"markdown":     oneOf([]string{"*so* **so**", "1. one\n2. two\n\n\tcode", "a | b\r\n--|--"}, text),
	"code":         oneOf([]string{"a", "x y z", "A-1.b_c", "größe"}, rapid.StringMatching(`[A-Za-z0-9\-]{1,12}`)),
	"id":           resourceID,
	"uri":          oneOf([]string{"urn:oid:2.16.840.1.113883.6.96", "mailto:a@example.org", "http://example.org/ä?b=c&d=%20"}, web),
	"url":          oneOf([]string{"ftp://example.org/file", "mllp://127.0.0.1:10"}, web),
	"canonical":    oneOf([]string{"http://example.org/fhir/Questionnaire/phq-9|1.0", "urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7"}, web),
	"uuid":         uuid,
	"oid":          oneOf([]string{"urn:oid:1.2.840.10008", "urn:oid:2.16.840.1"}, formatted("urn:oid:2.25.%d", rapid.IntRange(0, 99999))),
	"base64Binary": rapid.SampledFrom([]string{"AA==", "a2FwYnJpZGdl", "/+8=", "QUJD\nREVG", "AAAA AAAA", strings.Repeat("qrvM", 40)}),
	"xhtml":        narrative,
	"date":         day,
	"dateTime":     rapid.OneOf(day, moment),
	"instant":      moment,
	"time":         clock,
}

var (
	resourceID = oneOf([]string{"a", "A-1.b", strings.Repeat("z", 64), "0"}, rapid.StringMatching(`[A-Za-z0-9\-.]{1,20}`))
	web        = formatted("http://example.org/x/%d", rapid.IntRange(0, 999))
	uuid       = oneOf([]string{"urn:uuid:00000000-0000-0000-0000-000000000000", "urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},
		rapid.StringMatching(`urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}`))
)

// text has some visible character; spaces at its ends are legal.
var text = oneOf([]string{
	"a", "Ketamine 50 mg", "Zoë Ångström", "e\u0301 is not é", "水 🜁 👩‍⚕️", "שלום", "<b>&amp;</b>", `"quoted" \ back`, "line one\nline two\r\n\tthree",
	" spaces around ", "two  spaces", "\u2028 line separator", "\u00a0no-break", "null", "0", "true", "#x", "'; DROP TABLE patient; --", `{"a":[1]}`, "\\u0041",
	"\ufffd", "%s %d", strings.Repeat("long ", 60) + "end",
}, rapid.StringMatching(`[A-Za-z][a-z ,.0-9]{0,20}[a-z]`))

// narrative is a div of allowed elements.
var narrative = oneOf([]string{
	`<div xmlns="http://www.w3.org/1999/xhtml">text</div>`,
	`<div xmlns="http://www.w3.org/1999/xhtml"><p>A &amp; B &lt; C &#160; &#xe9;</p></div>`,
	`<div xmlns="http://www.w3.org/1999/xhtml" xml:lang="de" lang="de"><table border="1"><tr><td>Größe</td><td><br/>1&gt;0</td></tr></table><hr /></div>`,
	"<div xmlns=\"http://www.w3.org/1999/xhtml\">\n  <!-- remark -->\n  <a href=\"http://example.org/?a=1&amp;b=2\" title='\"'>link</a>\n</div>",
	`<div xmlns='http://www.w3.org/1999/xhtml' class="x"><ul><li><b>1</b></li><li><img src="https://example.org/p.png" alt="p"/></li></ul></div>`,
}, formatted(`<div xmlns="http://www.w3.org/1999/xhtml"><p>note %d</p></div>`, rapid.IntRange(0, 999)))
