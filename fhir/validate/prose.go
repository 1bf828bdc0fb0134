package validate

import (
	"crypto/sha1" // what R4 says
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// prose finds what goes against rules that R4 has in words and in no invariant:
// the addresses of the entries of a Bundle and the references between them, the
// hash of an attachment, the questions that conditions are about, the units of a
// range, the entities of a narrative, and the forms of urn:oid: and urn:uuid:.
func prose(t *fhir.Tree) []fhir.Issue {
	r := reader{document: t}
	r.values(t)
	if t.Get("resourceType").StringOr("") == "Bundle" {
		r.bundle(t)
	}
	return r.issues[:min(len(r.issues), fhir.MaxIssues)]
}

type reader struct {
	document *fhir.Tree
	issues   []fhir.Issue
}

func (r *reader) fail(at *fhir.Tree, step, code, format string, args ...any) {
	r.issues = append(r.issues, fhir.Issue{Severity: "error", Code: code, Expression: fhir.PlaceOf(r.document, at) + step, Text: fmt.Sprintf(format, args...)})
}

// values looks at attachments, URIs, ranges, narratives, and the conditions of questionnaires
// (http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen.question).
func (r *reader) values(t *fhir.Tree) {
	asked := map[string]bool{}
	var conditions []*fhir.Tree
	fhir.Visit(t, func(value *fhir.Tree, s fhir.Spot) {
		switch {
		case s.Type == "Attachment":
			r.hash(value)
		case s.Type == "uri":
			r.urn(value)
		case s.Type == "Range":
			r.ends(value)
		case s.Type == "xhtml":
			r.entities(value)
		case s.Element.Path == "Questionnaire.item.linkId":
			asked[value.Text] = true
		case s.Element.Path == "Questionnaire.item.enableWhen.question":
			conditions = append(conditions, value)
		}
	})
	for _, c := range conditions {
		if !asked[c.Text] {
			r.fail(c, "", "not-found", "no item has the linkId %q, on whose answer this depends", c.Text)
		}
	}
}

// urn holds a URI that says it is an OID or UUID to that. RFC 4122 reads both
// cases (http://hl7.org/fhir/R4/datatypes.html#uri).
func (r *reader) urn(uri *fhir.Tree) {
	fault := ""
	switch {
	case strings.HasPrefix(uri.Text, "urn:oid:"):
		fault = fhir.PrimitiveFault("oid", uri.Text)
	case strings.HasPrefix(uri.Text, "urn:uuid:"):
		fault = fhir.PrimitiveFault("uuid", strings.ToLower(uri.Text))
	}
	if fault != "" {
		r.fail(uri, "", "value", "%s", fault)
	}
}

// hash is the SHA-1 of the data, which a mere slip may have changed
// (http://hl7.org/fhir/R4/datatypes-definitions.html#Attachment.hash).
func (r *reader) hash(attachment *fhir.Tree) {
	data, hash := attachment.Get("data"), attachment.Get("hash")
	if !data.Is(fhir.String) || !hash.Is(fhir.String) {
		return
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data.Text), ""))
	if err != nil {
		return // which is told as a fault of the value
	}
	sum := sha1.Sum(decoded)
	if want := base64.StdEncoding.EncodeToString(sum[:]); want != strings.Join(strings.Fields(hash.Text), "") {
		r.fail(hash, "", "value", "the SHA-1 of the data is %s, not this", want)
	}
}

// ends asks whether the ends of a range name the same unit, system and code
// (http://hl7.org/fhir/R4/datatypes.html#Range). What one of them leaves out is
// taken to be that of the other.
func (r *reader) ends(of *fhir.Tree) {
	for _, name := range []string{"unit", "system", "code"} {
		low, high := of.At("low", name), of.At("high", name)
		if low.Is(fhir.String) && high.Is(fhir.String) && low.Text != high.Text {
			r.fail(of, "", "value", "low and high have the same unit, system and code; here the %s is %q and %q", name, low.Text, high.Text)
			return
		}
	}
}

// bundle looks at the entries of a Bundle, and at Bundles in it
// (http://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.fullUrl).
func (r *reader) bundle(t *fhir.Tree) {
	entries := t.Get("entry")
	if !entries.Is(fhir.Array) {
		return
	}
	types := map[string]string{} // by urn; an address of http names the type itself
	for _, e := range entries.Items {
		resource := e.Get("resource")
		if url := e.Get("fullUrl").StringOr(""); strings.HasPrefix(url, "urn:") {
			types[url] = resource.Get("resourceType").StringOr("")
		}
		if resource.Is(fhir.Object) {
			r.address(t.Get("type").StringOr(""), e, resource)
		}
	}
	for _, e := range entries.Items {
		resource := e.Get("resource")
		fhir.Visit(resource, func(value *fhir.Tree, s fhir.Spot) {
			if s.Type == "Reference" {
				r.target(value, s.Element, types)
			}
		})
		if resource.Get("resourceType").StringOr("") == "Bundle" {
			r.bundle(resource)
		}
	}
}

// addressed are the types of Bundle whose every resource has an address. What is
// sent or answered by REST may not have one yet.
var addressed = []string{"collection", "document", "message", "searchset", "history"}

// address asks for the fullUrl of an entry, and whether it is that of its resource.
func (r *reader) address(bundleType string, entry, resource *fhir.Tree) {
	full := entry.Get("fullUrl")
	id, name := resource.Get("id").StringOr(""), resource.Get("resourceType").StringOr("")
	switch url := full.StringOr(""); {
	case full == nil && slices.Contains(addressed, bundleType):
		r.fail(entry, ".fullUrl", "required", "an entry of a %s has the absolute address of its resource", bundleType)
	case !full.Is(fhir.String) || url == "":
	case !strings.Contains(url, ":"):
		r.fail(full, "", "value", "the fullUrl of an entry is absolute; here is %q", url)
	case strings.HasPrefix(url, "http://") || strings.HasPrefix(url, "https://"):
		steps := strings.Split(url, "/")
		if n := len(steps); id != "" && fhir.IsResource(steps[n-2]) && (steps[n-2] != name || steps[n-1] != id) {
			r.fail(full, "", "value", "the fullUrl ends with the type and id of the resource, %s/%s", name, id)
		}
	}
}

// target asks whether a reference to another entry is to a type that it may lead to.
func (r *reader) target(reference *fhir.Tree, e *fhir.ElementDef, types map[string]string) {
	kind := types[reference.Get("reference").StringOr("")]
	i := slices.IndexFunc(e.Types, func(ref fhir.TypeRef) bool { return ref.Code == "Reference" })
	if kind != "" && i >= 0 && !leads(e.Types[i].Targets, kind) {
		r.fail(reference, "", "value", "this element refers to %s, and the entry is a %s", strings.Join(e.Types[i].Targets, ", "), kind)
	}
}
