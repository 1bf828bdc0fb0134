package api

import (
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/patch"
	"kapbridge/fhir/xml"
)

// The media types of the patches that are understood
// (http://hl7.org/fhir/R4/http.html#patch).
const (
	mediaJSONPatch  = "application/json-patch+json"
	mediaMergePatch = "application/merge-patch+json"
)

// patchFormats are the media types of all patches. A FHIRPath Patch is a resource,
// and has the two of those.
var patchFormats = []string{mediaJSONPatch, mediaMergePatch, mediaFHIR, mediaFHIRXML}

// acceptPatch is the value of the header of that name.
var acceptPatch = strings.Join(patchFormats, ", ")

// change makes the new state of a resource of the old one, which it leaves as it is.
type change = func(*fhir.Tree) (*fhir.Tree, error)

// changeOf reads a patch document of the media type that a Content-Type names:
// 415 when it is none of ours, 400 when the document is malformed. The change
// refuses with 422 what cannot be done to the resource that it is given, and a
// result that could not be sent as a resource either, by what sound says.
func changeOf(contentType string, document []byte, sound func(*fhir.Tree) error) (change, error) {
	read, err := patchReader(contentType)
	if err != nil {
		return nil, err
	}
	do, err := read(document)
	if err != nil {
		return nil, err
	}
	return func(old *fhir.Tree) (*fhir.Tree, error) {
		t, err := do(old)
		if err != nil {
			return nil, err
		}
		if err := sound(t); err != nil {
			return nil, err
		}
		return patch.Narrative(old, t)
	}, nil
}

func patchReader(contentType string) (func([]byte) (change, error), error) {
	mediaType, params, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil || !isUTF8(params["charset"]) || !isR4("fhirversion="+params["fhirversion"]):
	case mediaType == mediaJSONPatch:
		return patch.JSON, nil
	case mediaType == mediaMergePatch:
		return patch.Merge, nil
	case mediaType == mediaFHIR:
		return byFHIRPath(fhir.DecodeResource), nil
	case mediaType == mediaFHIRXML:
		return byFHIRPath(xml.Decode), nil
	}
	return nil, fhir.Refuse(415, "not-supported", "a patch is sent as %s or %s, or by FHIRPath as Parameters in %s or %s, in UTF-8; patches of XML by XPath are not offered", mediaJSONPatch, mediaMergePatch, mediaFHIR, mediaFHIRXML)
}

// byFHIRPath reads a FHIRPath Patch in JSON or XML.
func byFHIRPath(decode decoder) func([]byte) (change, error) {
	return func(document []byte) (change, error) {
		t, err := decode(document)
		if err != nil {
			return nil, err
		}
		return patch.FHIRPath(t)
	}
}

// patchIn takes a patch out of the entry of a Bundle, where it is Parameters, or
// a Binary that holds the document and its media type
// (http://hl7.org/fhir/R4/http.html#patch). Both are for a request of their own;
// changeIn is for a transaction.
func patchIn(resource *fhir.Tree) (contentType string, document []byte, err error) {
	switch resource.Get("resourceType").StringOr("") {
	case "Parameters":
		return mediaFHIR, fhir.AppendJSON(nil, resource), nil
	case "Binary":
	default:
		return "", nil, fhir.Refuse(422, "not-supported", "a patch in a Bundle is Parameters, or a Binary with contentType %s or %s and the document as data; this is another resource", mediaJSONPatch, mediaMergePatch)
	}
	if issues := fhir.CheckStructure(resource); len(issues) > 0 {
		return "", nil, fhir.Unprocessable(issues)
	}
	data := resource.Get("data")
	if data == nil {
		return "", nil, fhir.Refuse(422, "required", "the Binary needs the patch document as data, in base64").At("Binary.data")
	}
	document, err = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data.Text), ""))
	if err != nil {
		return "", nil, fhir.Refuse(422, "value", "the data are not in base64").At("Binary.data").Because(err)
	}
	return resource.Get("contentType").StringOr(""), document, nil
}

// changeIn reads the patch that an entry of a transaction holds.
func changeIn(resource *fhir.Tree, sound func(*fhir.Tree) error) (change, error) {
	contentType, document, err := patchIn(resource)
	if err != nil {
		return nil, err
	}
	do, err := changeOf(contentType, document, sound)
	if err != nil {
		return nil, inData(err)
	}
	return func(old *fhir.Tree) (*fhir.Tree, error) {
		t, err := do(old)
		return t, inData(err)
	}, nil
}

// inData moves the place of an operation, such as "[2].path", and a line into the
// text: no FHIRPath leads from a Bundle into the document that a Binary holds, and
// its lines are not those of the Bundle.
func inData(err error) error {
	var p *fhir.Problem
	if !errors.As(err, &p) {
		return err
	}
	moved := *p
	moved.Issues = slices.Clone(p.Issues)
	for i, issue := range moved.Issues {
		is := &moved.Issues[i]
		if issue.Line > 0 {
			is.Expression, is.Text = "Binary.data", fmt.Sprintf("line %d, column %d: %s", issue.Line, issue.Column, issue.Text)
			is.Line, is.Column = 0, 0
		}
		if strings.HasPrefix(issue.Expression, "[") {
			is.Expression, is.Text = "Binary.data", issue.Expression+": "+is.Text
		}
	}
	return &moved
}
