package api

import (
	"encoding/base64"
	"errors"
	"testing"

	"kapbridge/fhir"
)

// Each patch is read by its media type, and its result held to what a body is.
func TestPatchesAreReadAndHeldToTheStructure(t *testing.T) {
	t.Parallel()
	old, err := fhir.DecodeResource([]byte(`{"resourceType":"Patient","id":"p1","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">on</div>"},"active":true,"name":[{"family":"Ash"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		contentType, document string
		status                int
		result                string
	}{
		{mediaJSONPatch, `[{"op":"replace","path":"/active","value":false}]`, 0, `{"resourceType":"Patient","id":"p1","active":false,"name":[{"family":"Ash"}]}`},
		{mediaMergePatch + "; charset=UTF-8", `{"active":null,"name":[{"text":"A"}]}`, 0, `{"resourceType":"Patient","id":"p1","name":[{"text":"A"}]}`},
		{mediaJSONPatch + ";fhirVersion=4.0", `[]`, 0, string(old.JSON())},
		{mediaJSONPatch + ";fhirVersion=5.0", `[]`, 415, ""},
		{mediaJSONPatch + "; charset=utf-16", `[]`, 415, ""},
		{"", `[]`, 415, ""},
		{mediaFHIR, `{"resourceType":"Parameters"}`, 0, string(old.JSON())},
		{mediaFHIR, parameters("delete", "active"), 0, `{"resourceType":"Patient","id":"p1","name":[{"family":"Ash"}]}`},
		{mediaFHIRXML, `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/><part><name value="type"/><valueCode value="delete"/></part><part><name value="path"/><valueString value="Patient.active"/></part></parameter></Parameters>`, 0, `{"resourceType":"Patient","id":"p1","name":[{"family":"Ash"}]}`},
		{mediaFHIR, `{"resourceType":"Patient"}`, 400, ""},
		{mediaFHIR, parameters("delete", "active..x"), 400, ""},
		{mediaFHIR, parameters("delete", "name | active"), 422, ""},
		{mediaFHIR + ";fhirVersion=5.0", `{"resourceType":"Parameters"}`, 415, ""},
		{mediaJSON, `[]`, 415, ""},
		{"application/xml-patch+xml", `<diff/>`, 415, ""},
		{mediaMergePatch, `[]`, 400, ""},
		{mediaJSONPatch, `[{"op":"remove","path":"/name/0"}]`, 422, ""},
		{mediaJSONPatch, `[{"op":"add","path":"/stauts","value":1}]`, 422, ""},
		{mediaMergePatch, `{"active":"yes"}`, 422, ""},
		{mediaMergePatch, `{"modifierExtension":[{"url":"http://a.example/no","valueBoolean":true}]}`, 422, ""},
	} {
		do, err := changeOf(c.contentType, []byte(c.document), new(server).sound)
		var got *fhir.Tree
		if err == nil {
			got, err = do(old)
		}
		var p *fhir.Problem
		switch {
		case c.status == 0 && (err != nil || string(got.JSON()) != c.result):
			t.Errorf("%s %s: %s, %v", c.contentType, c.document, got.JSON(), err)
		case c.status != 0 && (!errors.As(err, &p) || p.Status != c.status):
			t.Errorf("%s %s: %v, want %d", c.contentType, c.document, err, c.status)
		}
	}
}

// parameters is a FHIRPath Patch of one operation.
func parameters(kind, path string) string {
	return `{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"` + kind + `"},{"name":"path","valueString":"` + path + `"}]}]}`
}

// A patch in a Bundle is Parameters or a Binary.
func TestPatchesAreTakenOutOfABinary(t *testing.T) {
	t.Parallel()
	document := `{"active":null}`
	encoded := base64.StdEncoding.EncodeToString([]byte(document))
	for text, good := range map[string]bool{
		`{"resourceType":"Binary","contentType":"application/merge-patch+json","data":"` + encoded + `"}`:                           true,
		`{"resourceType":"Binary","contentType":"application/merge-patch+json","data":"` + encoded[:4] + `\n ` + encoded[4:] + `"}`: true,
		`{"resourceType":"Binary","contentType":"application/merge-patch+json","data":"a"}`:                                         false,
		`{"resourceType":"Binary","contentType":"application/merge-patch+json"}`:                                                    false,
		`{"resourceType":"Binary","data":"` + encoded + `"}`:                                                                        false,
		`{"resourceType":"Basic"}`: false,
	} {
		r, err := fhir.DecodeResource([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		contentType, got, err := patchIn(r)
		if (err == nil) != good || good && (contentType != mediaMergePatch || string(got) != document) {
			t.Errorf("%s: %s %s %v", text, contentType, got, err)
		}
	}
}
