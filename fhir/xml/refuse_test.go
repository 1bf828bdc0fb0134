package xml

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kapbridge/fhir"
)

// patient wraps elements into a Patient that begins on the second line.
func patient(elements string) string {
	return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Patient xmlns=\"http://hl7.org/fhir\">" + elements + "</Patient>"
}

const div = `<div xmlns="http://www.w3.org/1999/xhtml">`

func TestRefusals(t *testing.T) {
	t.Parallel()
	narrative := func(s string) string { return patient(`<text><status value="empty"/>` + s + `</text>`) }
	for name, c := range map[string]struct{ document, place, text string }{
		"doctype":             {`<!DOCTYPE Patient [<!ENTITY x SYSTEM "file:///etc/passwd">]><Patient xmlns="http://hl7.org/fhir"/>`, "", "DOCTYPE"},
		"doctype after":       {patient("<!DOCTYPE x>"), "Patient", "DOCTYPE"},
		"entity":              {patient(`<language value="&x;"/>`), "Patient", "& begins no reference"},
		"entity of HTML":      {narrative(div + "&nbsp;</div>"), "Patient.text.div", "& begins no reference"},
		"instruction":         {patient("<?php x?>"), "Patient", "processing instructions"},
		"XInclude":            {patient(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="x"/>`), "Patient", `must be "http://hl7.org/fhir"`},
		"no namespace":        {`<Patient/>`, "Resource", "no namespace"},
		"HL7 v3":              {`<Patient xmlns="urn:hl7-org:v3"/>`, "Resource", `must be "http://hl7.org/fhir"`},
		"not a resource":      {`<Pateint xmlns="http://hl7.org/fhir"/>`, "Resource", `1:1 "Pateint" is no resource type of R4; the nearest is "Patient"`},
		"a datatype":          {`<HumanName xmlns="http://hl7.org/fhir"/>`, "Resource", "no resource type"},
		"unknown":             {patient("\n  <gendr value='male'/>"), "Patient", `3:3 Patient has no element "gendr"; the nearest is "gender"`},
		"member of JSON":      {patient(`<_birthDate/>`), "Patient", "no element"},
		"order":               {patient(`<birthDate value="1980"/><gender value="male"/>`), "Patient.gender", "<gender> belongs before <birthDate>"},
		"order inside":        {patient(`<name><given value="a"/><family value="b"/></name>`), "Patient.name[0].family", "belongs before"},
		"list apart":          {patient(`<name><text value="a"/></name><gender value="male"/><name><text value="b"/></name>`), "Patient.name", "belongs before"},
		"twice":               {patient(`<gender value="male"/><gender value="male"/>`), "Patient.gender", "once at most"},
		"two choices":         {patient(`<deceasedBoolean value="true"/><deceasedDateTime value="1999"/>`), "Patient.deceased", "two values"},
		"text":                {patient("x"), "Patient", "no text"},
		"text in a primitive": {patient("<gender>male</gender>"), "Patient.gender", `the attribute "value"`},
		"CDATA":               {patient("<![CDATA[ ]]>"), "Patient", "no text"},
		"attribute":           {patient(`<gender code="male"/>`), "Patient.gender", "no attribute code"},
		"foreign attribute":   {patient(`<gender x:value="male" xmlns:x="urn:x"/>`), "Patient.gender", "no attribute x:value"},
		"id as attribute":     {`<Patient xmlns="http://hl7.org/fhir" id="p1"/>`, "Patient", `<id value="..."/>`},
		"url as element":      {patient(`<extension><url value="urn:x"/></extension>`), "Patient.extension[0]", "is an attribute"},
		"element in a value":  {patient(`<gender value="male"><code value="x"/></gender>`), "Patient.gender", "extensions may"},
		"attribute twice":     {patient(`<gender value="male" value="female"/>`), "Patient", "given twice"},
		"empty attribute":     {patient(`<gender value=""/>`), "Patient.gender", "is empty"},
		"no value":            {patient(`<gender/>`), "Patient.gender", "has no value"},
		"no content":          {patient(`<name/>`), "Patient.name[0]", "is empty"},
		"third of a list":     {patient(`<name><given value="a"/><given id="x" value="b"/><given/></name>`), "Patient.name[0].given[2]", "has no value"},
		"no number":           {patient(`<multipleBirthInteger value="1],[2"/>`), "Patient.multipleBirth", "no decimal"},
		"plus minus":          {patient(`<multipleBirthInteger value="+-1"/>`), "Patient.multipleBirth", "no decimal"},
		"no boolean":          {patient(`<active value="1"/>`), "Patient.active", "true or false"},
		"contained nothing":   {patient(`<contained/>`), "Patient.contained[0]", "holds a resource"},
		"contained two":       {patient(`<contained><Basic><id value="a"/></Basic><Basic/></contained>`), "Patient.contained[0]", "holds one resource"},
		"div in FHIR":         {narrative(`<div>x</div>`), "Patient.text", `must be "http://www.w3.org/1999/xhtml"`},
		"script from SVG":     {narrative(div + `<svg xmlns="http://www.w3.org/2000/svg"/></div>`), "Patient.text.div", "not in the namespace"},
		"not closed":          {`<Patient xmlns="http://hl7.org/fhir">`, "Patient", "not closed"},
		"crossed":             {patient(`<name><text value="a"></name></text>`), "Patient.name[0].text", "</name> stands where </text> is due"},
		"second root":         {patient("") + patient("")[39:], "Patient", "second element"},
		"text after":          {patient("") + "x", "Patient", "outside"},
		"nothing":             {"  ", "", "no element"},
		"JSON":                {`{"resourceType":"Patient"}`, "", "outside"},
		"less-than":           {patient(`<language value="<"/>`), "Patient", "&lt;"},
		"no quotes":           {patient(`<language value=en/>`), "Patient", `name="value"`},
		"prefix":              {patient(`<f:language value="en"/>`), "Patient", "not declared"},
		"NUL by number":       {patient(`<language value="&#0;"/>`), "Patient", "& begins no reference"},
		"NUL":                 {patient("<language value=\"\x00\"/>"), "", "U+0000"},
		"not UTF-8":           {patient("<language value=\"\xe4\"/>"), "", "2:55 the text is not UTF-8: there is a byte 0xE4"},
		"UTF-16 declared":     {`<?xml version="1.0" encoding="UTF-16"?><Patient xmlns="http://hl7.org/fhir"/>`, "", "another encoding"},
		"declared twice":      {`<?xml version="1.0" version="1.0"?><Patient xmlns="http://hl7.org/fhir"/>`, "", "not well-formed"},
		"XML 1.1":             {`<?xml version="1.1"?><Patient xmlns="http://hl7.org/fhir"/>`, "", "only XML 1.0"},
		"hyphens":             {patient("<!-- a -- b -->"), "Patient", "two hyphens"},
		"deep":                {patient(strings.Repeat(`<extension url="urn:x">`, 60)), nested(32), "nested 64 deep"},
	} {
		tree, err := Decode([]byte(c.document))
		var p *fhir.Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: %v, %v", name, tree, err)
			continue
		}
		is := p.Issues[0]
		text := fmt.Sprintf("%d:%d %s", is.Line, is.Column, is.Text)
		if p.Status != 400 || is.Expression != c.place || !strings.Contains(text, c.text) || is.Line < 1 || is.Column < 1 {
			t.Errorf("%s: %d at %q: %s", name, p.Status, is.Expression, text)
		}
	}
}

func nested(n int) string { return "Patient" + strings.Repeat(".extension[0]", n) }

func TestTooLarge(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"bytes":  patient(strings.Repeat(" ", fhir.MaxBytes)),
		"values": patient("<name>" + strings.Repeat(`<given value="a"/>`, fhir.MaxNodes) + "</name>"),
	} {
		_, err := Decode([]byte(document))
		var p *fhir.Problem
		if !errors.As(err, &p) || p.Status != 413 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What XML has several ways to write is one tree.
func TestSpellings(t *testing.T) {
	t.Parallel()
	want := `{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a<br/>\n<b title='x'>é&#233;</b><!--c--><![CDATA[&]]></div>"},"active":true,"name":[{"given":["A B\n","C"],"_given":[{"id":"g"},null]}],"multipleBirthInteger":2}`
	const body = `<br/>` + "\r\n" + `<b title='x'>é&#233;</b><!--c--><![CDATA[&]]></div>`
	for name, document := range map[string]string{
		"default": "\ufeff" + patient(`<text><status value="generated"/>`+div+"a"+body+`</text><active value="true"/>
			<!-- dropped --><name><given value="A`+"\t"+`B&#xA;" id='g'></given><given value="&#67;"/></name><multipleBirthInteger value="+2"/>`),
		"prefix": `<f:Patient xmlns:f="http://hl7.org/fhir" xmlns="http://www.w3.org/1999/xhtml" xsi:schemaLocation="http://hl7.org/fhir x.xsd" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
			<f:text><f:status value="generated" /><div>a` + body + `</f:text><f:active value="true"/><f:name><f:given id="g" value="A B&#10;"/><f:given value="C"/></f:name><f:multipleBirthInteger value="2"/></f:Patient>`,
		"prefix of XHTML": `<?xml version='1.0' standalone='yes' ?><Patient xmlns="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"><text><status value="generated"/>
			<h:div>a<h:br/>` + "\n" + `<h:b title='x'>é&#233;</h:b><!--c--><![CDATA[&]]></h:div></text><active value="true"/><name><given value="A B&#10;" id="g"/><given value="C"/></name><multipleBirthInteger value="2"/></Patient><!-- end -->`,
	} {
		got, err := Decode([]byte(document))
		if err != nil || string(fhir.Encode(got)) != want {
			t.Errorf("%s: %v\n%s\n%s", name, err, want, fhir.Encode(got))
		}
	}
}

// Trees that no XML says are refused, with their place.
func TestCannotBeWritten(t *testing.T) {
	t.Parallel()
	for document, place := range map[string]string{
		`{"resourceType":"Patient","colour":1}`:                                                                "Patient",
		`{"resourceType":"Patient","name":[{"family":"\u0001"}]}`:                                              "Patient.name[0].family",
		`{"resourceType":"Patient","name":[{"family":"\uffff"}]}`:                                              "Patient.name[0].family",
		`{"resourceType":"Patient","name":[{"given":[null]}]}`:                                                 "Patient.name[0].given[0]",
		`{"resourceType":"Patient","name":{"given":["a"]}}`:                                                    "Patient.name",
		`{"resourceType":"Patient","active":"true"}`:                                                           "Patient.active",
		`{"resourceType":"Patient","contained":[{"resourceType":"Thing"}]}`:                                    "Patient.contained[0]",
		`{"resourceType":"Patient","text":{"div":"<div>a</div>"}}`:                                             "Patient.text.div",
		`{"resourceType":"Patient","text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\" x:a=\"\"/>"}}`:   "Patient.text.div",
		`{"resourceType":"Patient","text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"></div><p/>"}}`:   "Patient.text.div",
		`{"resourceType":"Patient","text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">&x;</div>"}}`:    "Patient.text.div",
		`{"resourceType":"Patient","text":{"div":"x"}}`:                                                        "Patient.text.div",
		`{"resourceType":"Patient","text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">\u0002</div>"}}`: "Patient.text.div",
	} {
		tree, err := fhir.Decode([]byte(document))
		if err != nil {
			t.Fatal(err)
		}
		data, err := Encode(tree)
		var p *fhir.Problem
		if !errors.As(err, &p) || p.Status != 406 || p.Issues[0].Expression != place {
			t.Errorf("%s: %s %+v", document, data, err)
		}
	}
}

func TestEntitiesOfHTMLBecomeCharacters(t *testing.T) {
	t.Parallel()
	tree := fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Basic")}, fhir.Member{Name: "text", Value: fhir.Obj(
		fhir.Member{Name: "div", Value: fhir.Str(div + `<i title="&copy;&lt;">&nbsp;&amp;&#160;</i><![CDATA[&nbsp;]]></div>`)})})
	data, err := Encode(tree)
	if want := div + `<i title="©&lt;">` + "\u00a0" + `&amp;&#160;</i><![CDATA[&nbsp;]]></div>`; err != nil || !strings.Contains(string(data), want) {
		t.Errorf("%s %v", data, err)
	}
}

// A hostile narrative costs by its length; by the square of it, this would take
// minutes.
func TestLongNarrative(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"&amp;", "<b/>", "<!---->"} {
		text := div + strings.Repeat(piece, fhir.MaxBytes/4/len(piece)) + "</div>"
		comesBack(t, piece, fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Basic")},
			fhir.Member{Name: "text", Value: fhir.Obj(fhir.Member{Name: "div", Value: fhir.Str(text)})}))
	}
}
