package validate

import (
	"slices"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

const (
	entryOf  = `{"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{"resourceType":"Patient","id":"a",` + narrative + `"active":true}}`
	otherOf  = `{"fullUrl":"urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7","resource":` + observation + `"code":{"text":"a"},"performer":[{"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"}]`
	sent     = `"request":{"method":"POST","url":"Patient"}`
	heap     = `{"resourceType":"Bundle","type":"collection","entry":[`
	someText = `"valueAttachment":{"contentType":"text/plain","data":"YQ==",`
)

// proseTold are resources that go against rules in words: "code place".
var proseTold = []struct{ name, json, want string }{
	{"addresses as they should be", heap + entryOf + `,` + otherOf + `}}]}`, ""},
	{"address of itself", heap + `{"fullUrl":"http://example.org/fhir/Patient/a","resource":` + patient + `"id":"a"}}]}`, ""},
	{"address of another", heap + `{"fullUrl":"http://example.org/fhir/Patient/b","resource":` + patient + `"id":"a"}}]}`, "value Bundle.entry[0].fullUrl"},
	{"address of another kind", heap + `{"fullUrl":"http://example.org/x","resource":` + patient + `"id":"a"}}]}`, ""},
	{"relative address", heap + `{"fullUrl":"Patient/a","resource":` + patient + `"id":"a"}}]}`, "value Bundle.entry[0].fullUrl"},
	{"no address", heap + `{"resource":` + patient + `"id":"a"}}]}`, "required Bundle.entry[0].fullUrl"},
	{"no address of what is to be created", `{"resourceType":"Bundle","type":"transaction","entry":[{"resource":` + patient + `"active":true},` + sent + `}]}`, ""},
	{"reference to an entry of another type", heap + entryOf + `,` + otherOf + `,"encounter":{"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"}}}]}`, "value Bundle.entry[1].resource.encounter"},
	{"hash", patient + `"extension":[{"url":"http://a",` + someText + `"hash":"hvfkN/qlp/zhXR3cuerq6jd2Z7g="}}]}`, ""},
	{"hash of other data", patient + `"extension":[{"url":"http://a",` + someText + `"hash":"AAAA"}}]}`, "value Patient.extension[0].value.hash"},
	{"urn of a UUID", patient + `"extension":[{"url":"http://a","valueUri":"urn:uuid:C757873D-EC9A-4326-A141-556F43239520"}]}`, ""},
	{"urn of no UUID", patient + `"extension":[{"url":"http://a","valueUri":"urn:uuid:1"}]}`, "value Patient.extension[0].value"},
	{"urn of no OID", patient + `"identifier":[{"system":"urn:oid:1.x"}]}`, "value Patient.identifier[0].system"},
	{"range in one unit", spread(`"value":1,"unit":"mg"`, `"value":2,"unit":"mg"`), ""},
	{"range of which one end has a unit", spread(`"value":1`, `"value":2,"unit":"mg"`), ""},
	{"range in two units", spread(`"value":1,"unit":"mg"`, `"value":2,"unit":"g"`), "value Patient.extension[0].value"},
	{"range in units of two systems", spread(`"value":1,"system":"http://a","code":"mg"`, `"value":2,"system":"http://b","code":"mg"`), "value Patient.extension[0].value"},
	{"entities of XML", worded(`&amp;&lt;&gt;&quot;&apos;&#160;&#xe9;`), ""},
	{"entity of HTML", worded(`a&nbsp;b&nbsp;c`), "value Patient.text.div"},
	{"entity of HTML in an attribute", worded(`<b title='&eacute;'>x</b>`), "value Patient.text.div"},
	{"entities of HTML where they are none", worded(`x<!-- &nbsp; --><![CDATA[&nbsp;]]>&amp;nbsp;`), ""},
	{"condition", questionnaire + `"item":[{"linkId":"1","type":"string"},{"linkId":"2","type":"string","enableWhen":[{"question":"1","operator":"exists","answerBoolean":true}]}]}`, ""},
	{"condition on nothing", questionnaire + `"item":[{"linkId":"2","type":"string","enableWhen":[{"question":"1","operator":"exists","answerBoolean":true}]}]}`, "not-found Questionnaire.item[0].enableWhen[0].question"},
	{"two conditions", questionnaire + `"item":[{"linkId":"1","type":"string"},{"linkId":"2","type":"string","enableWhen":[{"question":"1","operator":"exists","answerBoolean":true},{"question":"1","operator":"exists","answerBoolean":false}]}]}`, "invariant Questionnaire.item[1]"},
	{"two initial values", questionnaire + `"item":[{"linkId":"1","type":"string","initial":[{"valueString":"a"},{"valueString":"b"}]}]}`, "invariant Questionnaire.item[0]"},
	{"two initial values of what repeats", questionnaire + `"item":[{"linkId":"1","type":"string","repeats":true,"initial":[{"valueString":"a"},{"valueString":"b"}]}]}`, ""},
	{"part that an extension has not", patient + `"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-nationality","extension":[{"url":"colour","valueString":"x"}]}]}`, "extension Patient.extension[0].extension[0]"},
	{"part that an extension has", patient + `"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-nationality","extension":[{"url":"code","valueCodeableConcept":{"text":"x"}}]}]}`, ""},
}

func spread(low, high string) string {
	return patient + `"extension":[{"url":"http://a","valueRange":{"low":{` + low + `},"high":{` + high + `}}}]}`
}

func worded(inner string) string {
	return `{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'>` + inner + `</div>"}}`
}

// What this program alone does not take is no fault of the resource, and refused
// all the same.
func TestBoundsAreNoFaults(t *testing.T) {
	t.Parallel()
	v, err := New(term.Standard())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := fhir.DecodeResource([]byte(observation + `"code":{"text":"a"},"valueQuantity":{"value":1E1000000}}`))
	if err != nil {
		t.Fatal(err)
	}
	if all := v.Resource(tree); len(all) != 1 || all[0].Severity != "warning" || all[0].Expression != "Observation.value.value" {
		t.Errorf("got %v, want one warning", all)
	}
	if refused := Errors(tree); len(refused) != 1 || refused[0].Code != fhir.BeyondBounds {
		t.Errorf("a write is refused for %v", refused)
	}
}

// What a narrative is told to have in the place of an entity is its character;
// each entity is told once.
func TestEntitiesAreToldTheirCharacters(t *testing.T) {
	t.Parallel()
	r := reader{document: &fhir.Tree{}}
	r.entities(fhir.Str("<div>&nbsp;&eacute;&nbsp;&amp;</div>"))
	var got []string
	for _, is := range r.issues {
		got = append(got, is.Text)
	}
	want := []string{"XML has no entity &nbsp;; write the character U+00A0, or &#160;", "XML has no entity &eacute;; write the character U+00E9, or &#233;"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatIsSaidInWordsIsAsked(t *testing.T) {
	t.Parallel()
	v, err := New(term.Standard())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range proseTold {
		tree, err := fhir.DecodeResource([]byte(c.json))
		if err != nil {
			t.Fatal(c.name, err)
		}
		var got, want []string
		for _, is := range v.Resource(tree) {
			if IsError(is) {
				got = append(got, is.Code+" "+is.Expression)
			}
		}
		if c.want != "" {
			want = append(want, c.want)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", c.name, got, want)
		}
	}
}
