package fhir

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	obs = `{"resourceType":"Observation","status":"final","code":{"text":"x"},`
	pat = `{"resourceType":"Patient",`
)

// faults are resources with what is wrong in them: "code expression", in order.
var faults = []struct{ name, json, want string }{
	// The resource itself.
	{"no type", `{"id":"a"}`, "structure "},
	{"type is no string", `{"resourceType":1}`, "structure "},
	{"unknown type", `{"resourceType":"Patent"}`, "structure "},
	{"abstract type", `{"resourceType":"DomainResource"}`, "structure "},
	{"datatype as resource", `{"resourceType":"Quantity","value":1}`, "structure "},
	{"an array", `[]`, "structure "},

	// Names.
	{"unknown element", pat + `"hairColour":"red"}`, "structure Patient.hairColour"},
	{"misspelt element", pat + `"brithDate":"2000"}`, "structure Patient.brithDate"},
	{"wrong case", pat + `"ID":"a"}`, "structure Patient.ID"},
	{"name that needs quotes", pat + `"a b":1}`, "structure Patient.`a b`"},
	{"unknown in a datatype", pat + `"name":[{"surname":"X"}]}`, "structure Patient.name[0].surname"},
	{"unknown in a backbone element", pat + `"contact":[{"gender":"male","age":3}]}`, "structure Patient.contact[0].age"},
	{"choice without type", obs + `"value":"x"}`, "structure Observation.value"},
	{"choice of a type not offered", obs + `"valueDecimal":1}`, "structure Observation.valueDecimal"},
	{"resourceType in a datatype", pat + `"maritalStatus":{"resourceType":"CodeableConcept","text":"x"}}`, "structure Patient.maritalStatus.resourceType"},
	{"underscore on a complex element", pat + `"name":[{"text":"x"}],"_name":[{"id":"a"}]}`, "structure Patient._name"},
	{"underscore on the id of an element", pat + `"name":[{"id":"a","_id":{"id":"b"},"text":"x"}]}`, "structure Patient.name[0]._id"},
	{"unknown underscore", pat + `"_x":{"id":"a"}}`, "structure Patient._x"},
	{"comments of older versions", pat + `"fhir_comments":["x"]}`, "structure Patient.fhir_comments"},

	// JSON types.
	{"number for string", pat + `"birthDate":2000}`, "structure Patient.birthDate"},
	{"string for boolean", pat + `"active":"true"}`, "structure Patient.active"},
	{"string for decimal", obs + `"valueQuantity":{"value":"1.1"}}`, "structure Observation.value.value"},
	{"string for integer", obs + `"valueInteger":"1"}`, "structure Observation.value"},
	{"boolean for string", pat + `"language":true}`, "structure Patient.language"},
	{"string for object", pat + `"maritalStatus":"M"}`, "structure Patient.maritalStatus"},
	{"object for string", pat + `"gender":{"value":"male"}}`, "structure Patient.gender"},
	{"string for resource", pat + `"contained":["x"]}`, "structure Patient.contained[0]"},
	{"object for list", pat + `"name":{"family":"X"}}`, "structure Patient.name"},
	{"string for list", pat + `"name":[{"given":"X"}]}`, "structure Patient.name[0].given"},
	{"list for one", pat + `"gender":["male"]}`, "structure Patient.gender"},
	{"list for one object", pat + `"maritalStatus":[{"text":"x"}]}`, "structure Patient.maritalStatus"},
	{"list in a list", pat + `"name":[[{"text":"x"}]]}`, "structure Patient.name[0]"},

	// Required, choices, empty, null.
	{"missing code", `{"resourceType":"Observation","status":"final"}`, "required Observation.code"},
	{"missing all", `{"resourceType":"Observation"}`, "required Observation.status, required Observation.code"},
	{"missing choice", `{"resourceType":"MedicationAdministration","status":"completed","subject":{"display":"x"},"effectiveDateTime":"2024"}`, "required MedicationAdministration.medication"},
	{"missing in a backbone element", obs + `"component":[{"valueInteger":1}]}`, "required Observation.component[0].code"},
	{"missing in a datatype", pat + `"text":{"status":"empty"}}`, "required Patient.text.div"},
	{"two choices", pat + `"deceasedBoolean":true,"deceasedDateTime":"2024"}`, "structure Patient.deceased"},
	{"two choices, one by extension", obs + `"valueString":"x","_valueInteger":{"extension":[{"url":"http://x.org","valueCode":"y"}]}}`, "structure Observation.value"},
	{"empty object", pat + `"maritalStatus":{}}`, "structure Patient.maritalStatus"},
	{"empty list", pat + `"name":[]}`, "structure Patient.name"},
	{"empty object in a list", pat + `"name":[{}]}`, "structure Patient.name[0]"},
	{"empty string", pat + `"language":""}`, "value Patient.language"},
	{"id only", pat + `"maritalStatus":{"id":"a"}}`, "invariant Patient.maritalStatus"},
	{"null", pat + `"gender":null}`, "structure Patient.gender"},
	{"null object", pat + `"maritalStatus":null}`, "structure Patient.maritalStatus"},
	{"null in a list of objects", pat + `"name":[null]}`, "structure Patient.name[0]"},
	{"null in a list of primitives", pat + `"name":[{"given":["A",null]}]}`, "structure Patient.name[0].given[1]"},

	// Canonicals.
	{"canonical that is relative", `{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"Questionnaire/phq-9"}`, "value QuestionnaireResponse.questionnaire"},
	{"canonical that is a path", pat + `"meta":{"profile":["/StructureDefinition/x"]}}`, "value Patient.meta.profile[0]"},
	{"canonical of nothing contained", `{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"#q"}`, "not-found QuestionnaireResponse.questionnaire"},

	// Underscore members.
	{"underscore is no object", pat + `"birthDate":"2000","_birthDate":"x"}`, "structure Patient.birthDate"},
	{"underscore with an unknown member", pat + `"birthDate":"2000","_birthDate":{"value":"2000"}}`, "structure Patient.birthDate.value"},
	{"underscore empty", pat + `"birthDate":"2000","_birthDate":{}}`, "structure Patient.birthDate"},
	{"underscore null", pat + `"birthDate":"2000","_birthDate":null}`, "structure Patient.birthDate"},
	{"underscore with an id only and no value", pat + `"_birthDate":{"id":"a"}}`, "invariant Patient.birthDate"},
	{"null with underscore, not in a list", pat + `"birthDate":null,"_birthDate":{"extension":[{"url":"http://x.org","valueCode":"y"}]}}`, "structure Patient.birthDate"},
	{"underscore list too short", pat + `"name":[{"given":["A","B"],"_given":[{"id":"a"}]}]}`, "structure Patient.name[0].given"},
	{"underscore list too long", pat + `"name":[{"given":["A"],"_given":[null,{"extension":[{"url":"http://x.org","valueCode":"y"}]}]}]}`, "structure Patient.name[0].given"},
	{"underscore of a list is an object", pat + `"name":[{"given":["A"],"_given":{"id":"a"}}]}`, "structure Patient.name[0].given"},
	{"null in both lists", pat + `"name":[{"given":["A",null],"_given":[{"id":"a"},null]}]}`, "structure Patient.name[0].given[1]"},
	{"underscore list of nulls", pat + `"name":[{"given":["A"],"_given":[null]}]}`, "structure Patient.name[0].given"},
	{"underscore list of strings", pat + `"name":[{"given":["A"],"_given":["x"]}]}`, "structure Patient.name[0].given[0], structure Patient.name[0].given"},

	// Forms of primitives.
	{"day not in the calendar", pat + `"birthDate":"2023-02-30"}`, "value Patient.birthDate"},
	{"no leap year", pat + `"birthDate":"1900-02-29"}`, "value Patient.birthDate"},
	{"month 13", pat + `"birthDate":"2023-13"}`, "value Patient.birthDate"},
	{"date with time", pat + `"birthDate":"2023-01-01T00:00:00Z"}`, "value Patient.birthDate"},
	{"date of another culture", pat + `"birthDate":"31/12/1999"}`, "value Patient.birthDate"},
	{"dateTime without zone", obs + `"effectiveDateTime":"2023-01-01T00:00:00"}`, "value Observation.effective"},
	{"dateTime without seconds", obs + `"effectiveDateTime":"2023-01-01T00:00Z"}`, "value Observation.effective"},
	{"hour 24", obs + `"effectiveDateTime":"2023-01-01T24:00:00Z"}`, "value Observation.effective"},
	{"zone beyond 14", obs + `"effectiveDateTime":"2023-01-01T00:00:00+15:00"}`, "value Observation.effective"},
	{"instant without time", obs + `"issued":"2023-01-01"}`, "value Observation.issued"},
	{"instant without zone", obs + `"issued":"2023-01-01T00:00:00.000"}`, "value Observation.issued"},
	{"time with zone", obs + `"valueTime":"10:00:00Z"}`, "value Observation.value"},
	{"time without seconds", obs + `"valueTime":"10:00"}`, "value Observation.value"},
	{"integer with fraction", obs + `"valueInteger":1.0}`, "value Observation.value"},
	{"integer with exponent", obs + `"valueInteger":1e0}`, "value Observation.value"},
	{"integer beyond 32 bits", obs + `"valueInteger":2147483648}`, "value Observation.value"},
	{"positiveInt 0", pat + `"telecom":[{"rank":0}]}`, "value Patient.telecom[0].rank"},
	{"unsignedInt negative", pat + `"photo":[{"size":-1}]}`, "value Patient.photo[0].size"},
	{"decimal of absurd size", obs + `"valueQuantity":{"value":1E999999999}}`, "too-long Observation.value.value"},
	{"base64 with a strange character", pat + `"photo":[{"data":"a*b="}]}`, "value Patient.photo[0].data"},
	{"base64 of odd length", pat + `"photo":[{"data":"abc"}]}`, "value Patient.photo[0].data"},
	{"id too long", pat + `"id":"` + strings.Repeat("a", 65) + `"}`, "value Patient.id"},
	{"id with underscore", pat + `"id":"a_b"}`, "value Patient.id"},
	{"id of an element with space", pat + `"name":[{"id":"a b","text":"x"}]}`, "value Patient.name[0].id"},
	{"uri with space", pat + `"identifier":[{"system":"http://x y"}]}`, "value Patient.identifier[0].system"},
	{"code with space at its end", pat + `"language":"en "}`, "value Patient.language"},
	{"code with two spaces", pat + `"language":"e  n"}`, "value Patient.language"},
	{"control character", pat + `"name":[{"text":"a\u0007"}]}`, "value Patient.name[0].text"},
	{"oid without prefix", pat + `"extension":[{"url":"http://x.org","valueOid":"1.2.3"}]}`, "value Patient.extension[0].value"},
	{"uuid in capitals", pat + `"extension":[{"url":"http://x.org","valueUuid":"urn:uuid:C757873D-EC9A-4326-A141-556F43239520"}]}`, "value Patient.extension[0].value"},

	// Narrative.
	{"narrative without namespace", pat + `"text":{"status":"empty","div":"<div>x</div>"}}`, "value Patient.text.div"},
	{"narrative is no div", pat + `"text":{"status":"empty","div":"<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>"}}`, "value Patient.text.div"},
	{"narrative not well-formed", pat + `"text":{"status":"empty","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>x</div>"}}`, "value Patient.text.div"},
	{"narrative with a script", pat + `"text":{"status":"empty","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x<script>alert(1)</script></div>"}}`, "value Patient.text.div"},
	{"narrative with an event", pat + `"text":{"status":"empty","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\" onclick=\"x()\">x</div>"}}`, "value Patient.text.div"},
	{"narrative with nothing in it", pat + `"text":{"status":"empty","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"> <p/> </div>"}}`, "value Patient.text.div"},
	{"narrative is plain text", pat + `"text":{"status":"empty","div":"x"}}`, "value Patient.text.div"},

	// Codes.
	{"code not in a required binding", pat + `"gender":"f"}`, "code-invalid Patient.gender"},
	{"code in wrong case", pat + `"gender":"Male"}`, "code-invalid Patient.gender"},
	{"status of another type", `{"resourceType":"Observation","status":"completed","code":{"text":"x"}}`, "code-invalid Observation.status"},
	{"code in a list", `{"resourceType":"Location","mode":"instance","hoursOfOperation":[{"daysOfWeek":["mon","Tuesday"]}]}`, "code-invalid Location.hoursOfOperation[0].daysOfWeek[1]"},
	{"concept not in a required binding", `{"resourceType":"Condition","clinicalStatus":{"coding":[{"system":"http://x.org","code":"active"}]},"subject":{"display":"x"}}`, "code-invalid Condition.clinicalStatus"},
	{"concept without a code", `{"resourceType":"Condition","clinicalStatus":{"text":"active"},"subject":{"display":"x"}}`, "code-invalid Condition.clinicalStatus"},
	{"comparator of a SimpleQuantity", `{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{"text":"x"},"subject":{"display":"x"},"effectiveDateTime":"2024","dosage":{"dose":{"value":1,"comparator":"<"}}}`, "invariant MedicationAdministration.dosage.dose.comparator"},

	// References.
	{"reference to a wrong type", obs + `"subject":{"reference":"Practitioner/a"}}`, "value Observation.subject.reference"},
	{"absolute reference to a wrong type", obs + `"subject":{"reference":"http://example.org/fhir/Practitioner/a"}}`, "value Observation.subject.reference"},
	{"versioned reference to a wrong type", obs + `"subject":{"reference":"Practitioner/a/_history/2"}}`, "value Observation.subject.reference"},
	{"reference to an unknown type", obs + `"subject":{"reference":"Person2/a"}}`, "value Observation.subject.reference"},
	{"reference of the wrong form", obs + `"subject":{"reference":"a"}}`, "value Observation.subject.reference"},
	{"reference with space", obs + `"subject":{"reference":"Patient/a b"}}`, "value Observation.subject.reference"},
	{"reference to a type without id", obs + `"subject":{"reference":"Patient/"}}`, "value Observation.subject.reference"},
	{"Reference.type wrong", obs + `"subject":{"type":"Practitioner","display":"x"}}`, "value Observation.subject.type"},
	{"Reference.type unknown", obs + `"subject":{"type":"Human","display":"x"}}`, "value Observation.subject.type"},
	{"Reference.type of another type", obs + `"subject":{"reference":"Patient/a","type":"Group"}}`, "value Observation.subject.type"},
	{"reference to nothing inside", obs + `"subject":{"reference":"#p"}}`, "not-found Observation.subject.reference"},
	{"reference to a contained resource of a wrong type", obs + `"contained":[{"resourceType":"Practitioner","id":"p"}],"subject":{"reference":"#p"}}`, "value Observation.subject.reference"},

	// Extensions.
	{"extension without url", pat + `"extension":[{"valueString":"x"}]}`, "required Patient.extension[0].url"},
	{"extension without value", pat + `"extension":[{"url":"http://x.org"}]}`, "invariant Patient.extension[0]"},
	{"extension with value and parts", pat + `"extension":[{"url":"http://x.org","valueString":"x","extension":[{"url":"y","valueString":"z"}]}]}`, "invariant Patient.extension[0]"},
	{"extension with two values", pat + `"extension":[{"url":"http://x.org","valueString":"x","valueInteger":1}]}`, "structure Patient.extension[0].value"},
	{"extension with a value of a backbone type", pat + `"extension":[{"url":"http://x.org","valueTiming2":{}}]}`, "structure Patient.extension[0].valueTiming2"},
	{"extension in an underscore", pat + `"_birthDate":{"extension":[{"url":"http://x.org"}]}}`, "invariant Patient.birthDate.extension[0]"},

	// Contained resources.
	{"contained in contained", pat + `"contained":[{"resourceType":"Organization","id":"o","contained":[{"resourceType":"Patient","id":"x"}]}],"managingOrganization":{"reference":"#o"}}`, "invariant Patient.contained[0].contained[0]"},
	{"contained without id", pat + `"contained":[{"resourceType":"Organization","name":"x"}]}`, "required Patient.contained[0].id"},
	{"contained and not used", pat + `"contained":[{"resourceType":"Organization","id":"o"}]}`, "invariant Patient.contained[0]"},
	{"contained with a version", pat + `"contained":[{"resourceType":"Organization","id":"o","meta":{"versionId":"1","lastUpdated":"2024-01-01T00:00:00Z"}}],"managingOrganization":{"reference":"#o"}}`, "invariant Patient.contained[0].meta.versionId, invariant Patient.contained[0].meta.lastUpdated"},
	{"contained with a security label", pat + `"contained":[{"resourceType":"Organization","id":"o","meta":{"security":[{"code":"R"}]}}],"managingOrganization":{"reference":"#o"}}`, "invariant Patient.contained[0].meta.security"},
	{"contained twice", pat + `"contained":[{"resourceType":"Organization","id":"o"},{"resourceType":"Organization","id":"o"}],"managingOrganization":{"reference":"#o"}}`, "duplicate Patient.contained[1], invariant Patient.contained[0]"},
	{"contained of an unknown type", pat + `"contained":[{"resourceType":"Organisation","id":"o"}],"managingOrganization":{"reference":"#o"}}`, "structure Patient.contained[0]"},
	{"fault in a contained resource", pat + `"contained":[{"resourceType":"Organization","id":"o","active":1}],"managingOrganization":{"reference":"#o"}}`, "structure Patient.contained[0].active"},

	// Resources in resources.
	{"fault in a bundle's entry", `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","gender":"x"}}]}`, "code-invalid Bundle.entry[0].resource.gender"},
	{"fragment across entries", `{"resourceType":"Bundle","type":"collection","entry":[{"resource":` + obs + `"subject":{"reference":"#p"}}},{"resource":{"resourceType":"Patient","id":"p"}}]}`, "not-found Bundle.entry[0].resource.subject.reference"},

	// Recursion and several at once.
	{"deep in items", `{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"1","answer":[{"valueString":"x","item":[{"linkId":"1.1","answer":[{"valueNumber":1}]}]}]}]}`, "structure QuestionnaireResponse.item[0].answer[0].item[0].answer[0].valueNumber"},
	{"several", pat + `"active":1,"gender":"x","name":[{"use":"y"}]}`, "structure Patient.active, code-invalid Patient.gender, code-invalid Patient.name[0].use"},
}

func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	if len(faults) < 80 {
		t.Errorf("only %d faults are tried", len(faults))
	}
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			tree, err := Decode([]byte(f.json))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, is := range CheckStructure(tree) {
				got = append(got, is.Code+" "+is.Expression)
				if is.Severity != "error" || is.Text == "" {
					t.Errorf("%+v", is)
				}
			}
			if d := cmp.Diff(f.want, strings.Join(got, ", ")); d != "" {
				t.Error(d)
			}
		})
	}
}

// Legal, though it may look odd.
var sound = []struct{ name, json string }{
	{"nothing but the type", `{"resourceType":"Patient"}`},
	{"required element by its extension", `{"resourceType":"Observation","_status":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]},"code":{"text":"x"}}`},
	{"null in a list with its extension", pat + `"name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"http://x.org","valueCode":"y"}]}]}]}`},
	{"list by extensions alone", pat + `"name":[{"given":[null],"_given":[{"extension":[{"url":"http://x.org","valueCode":"y"}]}]}]}`},
	{"underscore list without values", pat + `"name":[{"_given":[{"extension":[{"url":"http://x.org","valueCode":"y"}]}]}]}`},
	{"underscore before its value", pat + `"_birthDate":{"id":"a"},"birthDate":"2000"}`},
	{"id of an element", pat + `"name":[{"id":"a1","text":"x"}]}`},
	{"extension on the id of a resource", pat + `"id":"a","_id":{"id":"b"}}`},
	{"leap second", obs + `"effectiveDateTime":"2016-12-31T23:59:60Z"}`},
	{"numbers of all forms", obs + `"component":[{"code":{"text":"x"},"valueQuantity":{"value":5E1}},{"code":{"text":"x"},"valueQuantity":{"value":-0.0}},{"code":{"text":"x"},"valueQuantity":{"value":1e-7}}]}`},
	{"reference by urn", obs + `"subject":{"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"}}`},
	{"reference to any server", obs + `"subject":{"reference":"https://example.org/people?id=1"}}`},
	{"conditional reference", obs + `"subject":{"reference":"Patient?identifier=http://x.org|1"}}`},
	{"reference of a type by url", obs + `"subject":{"type":"http://hl7.org/fhir/StructureDefinition/Patient","display":"x"}}`},
	{"reference to a logical model", obs + `"subject":{"type":"http://example.org/StructureDefinition/Human","display":"x"}}`},
	{"contained refers to the container", pat + `"contained":[{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":"#"}}]}`},
	{"contained refers to contained", obs + `"contained":[{"resourceType":"Patient","id":"p","managingOrganization":{"reference":"#o"}},{"resourceType":"Organization","id":"o"}],"subject":{"reference":"#p"}}`},
	{"contained by canonical", `{"resourceType":"Questionnaire","status":"draft","contained":[{"resourceType":"ValueSet","id":"v","status":"draft"}],"item":[{"linkId":"1","type":"choice","answerValueSet":"#v"}]}`},
	{"narrative with references", pat + `"text":{"status":"additional","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">&#160;&amp;&#xE9;<br/><a href='#x'>y</a></div>"}}`},
	{"concept with an extension only", `{"resourceType":"Condition","clinicalStatus":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]},"subject":{"display":"x"}}`},
	{"comparator of a plain Quantity", obs + `"valueQuantity":{"value":1,"comparator":"<"}}`},
	{"currency outside the standard's tables", `{"resourceType":"Account","status":"active","extension":[{"url":"http://x.org","valueMoney":{"value":1,"currency":"CHF"}}]}`},
	{"resource in Parameters", `{"resourceType":"Parameters","parameter":[{"name":"x","resource":{"resourceType":"Patient"}}]}`},
}

func TestSoundResourcesPass(t *testing.T) {
	t.Parallel()
	for _, s := range sound {
		tree, err := DecodeResource([]byte(s.json))
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		for _, is := range CheckStructure(tree) {
			t.Errorf("%s: %s %s: %s", s.name, is.Code, is.Expression, is.Text)
		}
	}
}
