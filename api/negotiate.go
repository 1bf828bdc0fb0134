package api

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// The media types of FHIR JSON and XML, those of HL7 and those of older clients
// (http://hl7.org/fhir/R4/http.html#mime-type).
const (
	mediaFHIR    = "application/fhir+json"
	mediaJSON    = "application/json"
	mediaText    = "text/json"
	mediaFHIRXML = "application/fhir+xml"
	mediaXML     = "application/xml"
	mediaTextXML = "text/xml"
)

// offered lists what we write, dearest first: JSON is what is stored.
var offered = [...]string{mediaFHIR, mediaJSON, mediaText, mediaFHIRXML, mediaXML, mediaTextXML}

func isXML(mediaType string) bool { return strings.HasSuffix(mediaType, "xml") }

// contentTypes are the header values, made once.
var contentTypes = map[string][]string{
	mediaFHIR: {mediaFHIR + "; charset=utf-8"},
	mediaJSON: {mediaJSON + "; charset=utf-8"},
	mediaText: {mediaText + "; charset=utf-8"},

	mediaFHIRXML: {mediaFHIRXML + "; charset=utf-8"},
	mediaXML:     {mediaXML + "; charset=utf-8"},
	mediaTextXML: {mediaTextXML + "; charset=utf-8"},
}

func contentType(mediaType string) []string { return contentTypes[mediaType] }

// format is how an answer is written.
type format struct {
	mediaType string
	pretty    bool
}

// negotiate chooses the format: _format rules over Accept
// (http://hl7.org/fhir/R4/http.html#parameters). 406 when neither allows JSON or XML;
// the format that comes with it is that of the refusal.
func negotiate(h http.Header, query url.Values) (format, error) {
	f := format{mediaType: mediaFHIR, pretty: query.Get("_pretty") == "true"}
	if asked := query.Get("_format"); asked != "" {
		mediaType := formatNamed(asked)
		if mediaType == "" {
			return f, notAcceptable()
		}
		f.mediaType = mediaType
		return f, nil
	}
	lines := h["Accept"]
	if len(lines) == 0 || (len(lines) == 1 && (lines[0] == "*/*" || lines[0] == mediaFHIR)) {
		return f, nil
	}
	accepted := parseWeights(lines)
	if len(accepted) == 0 {
		return f, nil
	}
	best := 0.0
	for _, mediaType := range offered {
		if q := quality(accepted, mediaType); q > best {
			best, f.mediaType = q, mediaType
		}
	}
	if best == 0 {
		return f, notAcceptable()
	}
	return f, nil
}

func notAcceptable() error {
	return fhir.Refuse(406, "not-supported", "this server answers in JSON or XML for FHIR 4.0 only; ask for %s or %s", mediaFHIR, mediaFHIRXML)
}

// formatNamed reads a _format value, "" for what we do not write. A plus sign that
// nobody encoded arrives as a blank.
func formatNamed(asked string) string {
	value, params, _ := strings.Cut(strings.ToLower(asked), ";")
	if !isR4(params) {
		return ""
	}
	switch strings.ReplaceAll(strings.TrimSpace(value), " ", "+") {
	case "json", mediaFHIR, mediaJSON, mediaText:
		return mediaFHIR
	case "xml", mediaFHIRXML, mediaXML, mediaTextXML:
		return mediaFHIRXML
	}
	return ""
}

// quality is the weight that the most specific matching range gives a type
// (RFC 9110, section 12.5.1); 0 when none matches.
func quality(accepted []weighted, mediaType string) float64 {
	q, closest := 0.0, 0
	for _, a := range accepted {
		closeness := 0
		switch a.value {
		case mediaType:
			closeness = 3
		case mediaType[:strings.IndexByte(mediaType, '/')] + "/*":
			closeness = 2
		case "*/*":
			closeness = 1
		}
		if closeness == 0 || !isR4(a.params) {
			continue
		}
		if closeness > closest || (closeness == closest && a.q > q) {
			q, closest = a.q, closeness
		}
	}
	return q
}

// isR4 checks the fhirVersion parameter, where one is given
// (http://hl7.org/fhir/R4/http.html#version-parameter).
func isR4(params string) bool {
	v := parameter(params, "fhirversion")
	return v == "" || v == "4.0" || strings.HasPrefix(v, "4.0.")
}

// sentAs gives the media type of a body, and refuses those that are not JSON or
// XML in UTF-8. A body without a Content-Type is taken for JSON.
func sentAs(h http.Header) (string, error) {
	if err := asItIs(h); err != nil {
		return "", err
	}
	given := h.Get("Content-Type")
	if given == "" {
		return mediaFHIR, nil
	}
	mediaType, params, err := mime.ParseMediaType(given)
	if err == nil && slices.Contains(offered[:], mediaType) && isUTF8(params["charset"]) && isR4("fhirversion="+params["fhirversion"]) {
		return mediaType, nil
	}
	return "", fhir.Refuse(415, "not-supported", "a resource is sent as %s or %s in UTF-8, for FHIR 4.0", mediaFHIR, mediaFHIRXML)
}

// asItIs refuses bodies that were compressed.
func asItIs(h http.Header) error {
	if enc := h.Get("Content-Encoding"); enc != "" && !strings.EqualFold(enc, "identity") {
		return fhir.Refuse(415, "not-supported", "send the body as it is, without Content-Encoding")
	}
	return nil
}

// isUTF8 reads a charset parameter; JSON and XML without one are in UTF-8.
func isUTF8(charset string) bool {
	return charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}
