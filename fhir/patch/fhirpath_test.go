package patch

import (
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
	fhirxml "kapbridge/fhir/xml"
)

// byPath reads a FHIRPath Patch in JSON.
func byPath(data []byte) (func(*fhir.Tree) (*fhir.Tree, error), error) {
	t, err := fhir.Decode(data)
	if err != nil {
		return nil, err
	}
	return FHIRPath(t)
}

// HL7's cases of FHIRPath Patch.
func TestOfficialCasesByFHIRPath(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(fhirtest.Shared(t, "fhir-suites/patch/fhir-patch-tests.xml"))
	if err != nil {
		t.Fatal(err)
	}
	type inner struct {
		XML string `xml:",innerxml"`
	}
	var suite struct {
		Cases []struct {
			Name   string  `xml:"name,attr"`
			Input  inner   `xml:"input"`
			Diff   inner   `xml:"diff"`
			Output inner   `xml:"output"`
			Error  *string `xml:"error"`
		} `xml:"case"`
	}
	if err := xml.Unmarshal(data, &suite); err != nil || len(suite.Cases) < 30 {
		t.Fatalf("%d cases, %v", len(suite.Cases), err)
	}
	read := func(text inner) *fhir.Tree {
		tree, err := fhirxml.Decode([]byte(strings.TrimSpace(text.XML)))
		if err != nil {
			t.Fatalf("%v: %s", err, text.XML)
		}
		return tree
	}
	passed := 0
	for _, c := range suite.Cases {
		got, err := applied(t, byPath, read(c.Diff).JSON(), read(c.Input))
		switch {
		case c.Error != nil && err == nil:
			t.Errorf("%s gives %s, not an error", c.Name, got.JSON())
		case c.Error == nil && (err != nil || !spelt(got).Equal(spelt(read(c.Output)))):
			t.Errorf("%s gives %s, %v; not %s", c.Name, got.JSON(), err, read(c.Output).JSON())
		default:
			passed++
		}
	}
	t.Logf("%d of %d cases", passed, len(suite.Cases))
}

// spelt writes the quotes in a narrative as they are: whether they are written as
// references is nothing to XML.
func spelt(t *fhir.Tree) *fhir.Tree {
	div := t.At("text", "div")
	if div == nil {
		return t
	}
	return t.With("text", t.Get("text").With("div", fhir.Str(strings.ReplaceAll(div.Text, "&quot;", `"`))))
}

const pat = `{"resourceType":"Patient","id":"p","active":true,"birthDate":"1980-05","_birthDate":{"extension":[{"url":"http://a","valueCode":"b"}]},
	"name":[{"family":"Ash","given":["Kim",null,"Lee"],"_given":[null,{"id":"g"},null]},{"use":"old"}],"deceasedBoolean":true,
	"contained":[{"resourceType":"Practitioner","id":"c","active":true}],"generalPractitioner":[{"reference":"#c"}]}`

func oneOperation(parts ...string) string {
	for i, p := range parts {
		name, value, _ := strings.Cut(p, "=")
		parts[i] = `{"name":"` + name + `",` + value + `}`
	}
	return `{"name":"operation","part":[` + strings.Join(parts, ",") + `]}`
}

func op(kind, path string, parts ...string) string {
	return oneOperation(append([]string{`type="valueCode":"` + kind + `"`, `path="valueString":"` + path + `"`}, parts...)...)
}

func parameters(operations ...string) string {
	if len(operations) == 0 {
		return `{"resourceType":"Parameters"}`
	}
	return `{"resourceType":"Parameters","parameter":[` + strings.Join(operations, ",") + `]}`
}

// What an operation makes of pat, told by what a JSON Patch would have to do; a
// word that is no JSON is of the refusal.
func TestOperationsByFHIRPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ operation, want string }{
		{op("delete", "Patient.birthDate.extension"), `[{"op":"remove","path":"/_birthDate"}]`},
		{op("delete", "Patient.birthDate"), `[{"op":"remove","path":"/_birthDate"},{"op":"remove","path":"/birthDate"}]`},
		{op("delete", "Patient.photo"), `[]`},
		{op("delete", "Patient.name[1].use"), `[{"op":"remove","path":"/name/1"}]`},
		{op("delete", "Patient.name[0].given[1]"), `[{"op":"replace","path":"/name/0/given","value":["Kim","Lee"]},{"op":"remove","path":"/name/0/_given"}]`},
		{op("delete", "Patient.name.given"), "leads to 3 elements"},
		{op("delete", "Patient"), "the resource itself"},
		{op("delete", "Patient.name.count()"), "to no element"},
		{op("replace", "Patient.deceased", `value="valueDateTime":"2020"`), `[{"op":"remove","path":"/deceasedBoolean"},{"op":"add","path":"/deceasedDateTime","value":"2020"}]`},
		{op("replace", "Patient.deceased", `value="valueString":"yes"`), "boolean or dateTime"},
		{op("replace", "Patient.birthDate", `value="valueDate":"1980-05-01"`), `[{"op":"remove","path":"/_birthDate"},{"op":"replace","path":"/birthDate","value":"1980-05-01"}]`},
		{op("replace", "Patient.gender", `value="valueCode":"other"`), "leads to nothing"},
		{op("replace", "Patient.name[0].given[2]", `value="valueString":"Li"`), `[{"op":"replace","path":"/name/0/given/2","value":"Li"}]`},
		{op("replace", "Patient.generalPractitioner.resolve().active", `value="valueBoolean":false`), `[{"op":"replace","path":"/contained/0/active","value":false}]`},
		{op("add", "Patient", `name="valueString":"active"`, `value="valueBoolean":false`), "there already"},
		{op("add", "Patient", `name="valueString":"deceased"`, `value="valueBoolean":false`), "there already"},
		{op("add", "Patient", `name="valueString":"multipleBirth"`, `value="valueInteger":2`), `[{"op":"add","path":"/multipleBirthInteger","value":2}]`},
		{op("add", "Patient", `name="valueString":"shoes"`, `value="valueInteger":2`), `no element \"shoes\"`},
		{op("add", "Patient", `name="valueString":"name"`, `value="valueAddress":{"city":"B"}`), "of type HumanName, the value is Address"},
		{op("add", "Patient.active", `name="valueString":"extension"`, `value="valueExtension":{}`), `no member \"valueExtension\"`},
		{op("add", "Patient.active", `name="valueString":"id"`, `value="valueString":"a"`), `[{"op":"add","path":"/_active","value":{"id":"a"}}]`},
		{op("add", "Patient.name[0].given[2]", `name="valueString":"id"`, `value="valueString":"l"`), `[{"op":"replace","path":"/name/0/_given/2","value":{"id":"l"}}]`},
		{op("add", "Patient.active", `name="valueString":"extension"`, `value="part":[{"name":"url","valueUri":"http://x"},{"name":"value","valueCode":"y"}]`),
			`[{"op":"add","path":"/_active","value":{"extension":[{"url":"http://x","valueCode":"y"}]}}]`},
		{op("add", "Patient", `name="valueString":"contact"`, `value="part":[{"name":"telecom","valueContactPoint":{"value":"1"}},{"name":"telecom","valueContactPoint":{"value":"2"}},{"name":"gender","valueCode":"other"}]`),
			`[{"op":"add","path":"/contact","value":[{"telecom":[{"value":"1"},{"value":"2"}],"gender":"other"}]}]`},
		{op("add", "Patient", `name="valueString":"contained"`, `value="resource":{"resourceType":"Basic","id":"d","code":{"text":"a"}}`), `[{"op":"add","path":"/contained/-","value":{"resourceType":"Basic","id":"d","code":{"text":"a"}}}]`},
		{op("insert", "Patient.name[0].given", `index="valueInteger":1`, `value="valueString":"Jo"`),
			`[{"op":"add","path":"/name/0/given/1","value":"Jo"},{"op":"add","path":"/name/0/_given/1","value":null}]`},
		{op("insert", "Patient.photo", `index="valueInteger":0`, `value="valueAttachment":{"title":"a"}`), `[{"op":"add","path":"/photo","value":[{"title":"a"}]}]`},
		{op("insert", "Patient.photo", `index="valueInteger":1`, `value="valueAttachment":{"title":"a"}`), "no place 1"},
		{op("insert", "Patient.name.first()", `index="valueInteger":1`, `value="valueString":"a"`), "must end with the name of a list"},
		{op("insert", "Patient.active", `index="valueInteger":0`, `value="valueBoolean":true`), "is no list"},
		{op("move", "Patient.name[0].given", `source="valueInteger":0`, `destination="valueInteger":2`),
			`[{"op":"replace","path":"/name/0/given","value":[null,"Lee","Kim"]},{"op":"replace","path":"/name/0/_given","value":[{"id":"g"},null,null]}]`},
		{op("move", "Patient.name", `source="valueInteger":2`, `destination="valueInteger":0`), "from 2 to 0"},
		{op("replace", "Patient.id", `value="valueId":"q"`), "the id must stay"},
		{op("replace", "Patient.nam..", `value="valueId":"q"`), "at character 13"},
		{op("replace", "Patient.id"), "needs the part value"},
		{op("swap", "Patient.id"), "add, insert, delete, replace, move"},
		{op("delete", "Patient.id", `value="valueId":"q"`), "no part"},
		{op("insert", "Patient.name", `index="valueInteger":-1`, `value="valueHumanName":{"text":"a"}`), "the part index"},
		{`{"name":"operator"}`, "called operation"},
		{`1`, "a part is an object"},
		{`{"name":"operation","parts":[]}`, `no member \"parts\"`},
		{op("replace", "Patient.active", `value="valueBoolean":false,"valueString":"a"`), "one value"},
		{op("replace", "Patient.active", `value="valueAnything":false`), `no member \"valueAnything\"`},
		{op("add", "Patient", `name="valueString":"generalPractitioner"`, `value="valueReference":{"reference":"#c"}`), `[{"op":"add","path":"/generalPractitioner/-","value":{"reference":"#c"}}]`},
	} {
		old, err := fhir.DecodeResource([]byte(pat))
		if err != nil {
			t.Fatal(err)
		}
		got, err := applied(t, byPath, []byte(parameters(c.operation)), old)
		if !strings.HasPrefix(c.want, "[") {
			if err == nil || !strings.Contains(err.Error(), strings.ReplaceAll(c.want, `\"`, `"`)) {
				t.Errorf("%s gives %s, %v; not %s", c.operation, got.JSON(), err, c.want)
			}
			continue
		}
		want, wrong := applied(t, JSON, []byte(c.want), old)
		if err != nil || wrong != nil || !got.Equal(want) {
			t.Errorf("%s gives %s, %v; not %s, %v", c.operation, got.JSON(), err, want.JSON(), wrong)
		}
	}
}

// What is added at the end of a list and deleted again leaves the resource as it was.
func TestAddedAndDeletedIsNothing(t *testing.T) {
	t.Parallel()
	add := op("add", "$this", `name="valueString":"extension"`, `value="part":[{"name":"url","valueUri":"http://x"},{"name":"value","valueCode":"y"}]`)
	rapid.Check(t, func(t *rapid.T) {
		old := fhirtest.Resource(t, rapid.SampledFrom(fhir.TypeNames("resource")).Draw(t, "type"), fhirtest.Options{})
		if d, _ := fhir.TypeOf(old.Get("resourceType").Text); !d.Is("DomainResource") {
			return
		}
		got, err := applied(t, byPath, []byte(parameters(add, op("delete", "extension.last()"))), old)
		if err != nil || !got.Equal(old) {
			t.Fatalf("%s becomes %s, %v", old.JSON(), got.JSON(), err)
		}
	})
}

func FuzzFHIRPath(f *testing.F) {
	fuzz(f, byPath, parameters(), parameters(op("delete", "name[0]")), parameters(op("move", "name.given", `source="valueInteger":0`, `destination="valueInteger":1`)),
		parameters(op("add", "$this", `name="valueString":"contact"`, `value="part":[{"name":"gender","valueCode":"other"}]`)),
		parameters(op("replace", "name.given[0]", `value="valueString":"a"`), op("insert", "name", `index="valueInteger":0`, `value="valueHumanName":{"text":"a"}`)))
}
