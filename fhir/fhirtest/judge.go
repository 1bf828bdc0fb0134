package fhirtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Judged is an issue that HL7's validator tells of.
type Judged struct{ Severity, Location, MessageID, Message string }

// IsError tells whether the issue is more than a warning.
func (j Judged) IsError() bool { return j.Severity == "error" || j.Severity == "fatal" }

// ID is that of the message, or "?".
func (j Judged) ID() string { return cmp.Or(j.MessageID, "?") }

// Judge has HL7's validator core judge one resource, JSON or XML. It stands
// behind HTTP at the address: a POST with the resource as its body, and level and
// profile in its query, is answered with JSON that lists issues. An answer that
// takes longer than a minute is an error, as is one that is not 200.
func Judge(address string, resource []byte, query url.Values) ([]Judged, error) {
	client := http.Client{Timeout: time.Minute}
	resp, err := client.Post(address+"?"+query.Encode(), "text/plain", bytes.NewReader(resource))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HL7's validator answers %s", resp.Status)
	}
	var answer struct{ Issues []Judged }
	return answer.Issues, json.NewDecoder(resp.Body).Decode(&answer)
}
