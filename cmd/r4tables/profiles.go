package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// prose lists what is left out of an ElementDefinition: what no value is held to.
var prose = []string{
	"alias", "code", "comment", "condition", "definition", "example", "extension", "isModifierReason", "isSummary",
	"label", "mapping", "meaningWhenMissing", "mustSupport", "orderMeaning", "representation", "requirements", "short",
}

// header is what is kept of a StructureDefinition beside its elements.
type header struct {
	ResourceType     string            `json:"resourceType"`
	URL              string            `json:"url"`
	Version          string            `json:"version,omitempty"`
	Name             string            `json:"name"`
	Kind             string            `json:"kind"`
	Context          []json.RawMessage `json:"context,omitempty"`
	ContextInvariant []string          `json:"contextInvariant,omitempty"`
	Type             string            `json:"type"`
	BaseDefinition   string            `json:"baseDefinition"`
	Derivation       string            `json:"derivation"`
}

// profilesTable lists the profiles and extensions of the standard, each with what
// its differential says of values, as FHIR's own JSON:
//
//	StructureDefinition without elements
//	<tab> ElementDefinition
func profilesTable(src *source) ([]byte, error) {
	texts := map[string]string{}
	for _, file := range []string{"profiles-types.json", "profiles-others.json", "extension-definitions.json"} {
		err := resources(src, file, "StructureDefinition", func(raw json.RawMessage) error {
			url, text, err := profileText(raw)
			if err != nil || text == "" {
				return err
			}
			if _, twice := texts[url]; twice {
				return fmt.Errorf("%s: two definitions of %s", file, url)
			}
			texts[url] = text
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var urls []string
	for url := range texts {
		urls = append(urls, url)
	}
	slices.Sort(urls)
	var b bytes.Buffer
	for _, url := range urls {
		b.WriteString(texts[url])
	}
	return b.Bytes(), nil
}

// profileText writes one definition; "" for one that constrains nothing else.
func profileText(raw json.RawMessage) (url, text string, err error) {
	var d struct {
		header
		Differential struct{ Element []map[string]json.RawMessage }
	}
	if err := json.Unmarshal(raw, &d); err != nil {
		return "", "", err
	}
	if d.Derivation != "constraint" {
		return "", "", nil
	}
	var b strings.Builder
	if err := writeLine(&b, "", d.header); err != nil {
		return "", "", err
	}
	for _, e := range d.Differential.Element {
		if err := cut(e); err != nil {
			return "", "", fmt.Errorf("%s: %w", d.URL, err)
		}
		if len(e) == 1 { // it says nothing
			continue
		}
		if err := writeLine(&b, "\t", e); err != nil {
			return "", "", err
		}
	}
	return d.URL, b.String(), nil
}

// sliced are the names of slices in an id, which is the path without them.
var sliced = regexp.MustCompile(`:[^."]*`)

// cut leaves of an ElementDefinition what values are held to, and the id.
func cut(e map[string]json.RawMessage) error {
	for _, name := range prose {
		delete(e, name)
	}
	if sliced.ReplaceAllString(string(e["id"]), "") != string(e["path"]) {
		return fmt.Errorf("the id %s is not that of the path %s", e["id"], e["path"])
	}
	delete(e, "path")
	if err := keep(e, "binding", "strength", "valueSet"); err != nil {
		return err
	}
	if e["constraint"] == nil {
		return nil
	}
	var list []map[string]json.RawMessage
	if err := json.Unmarshal(e["constraint"], &list); err != nil {
		return err
	}
	for _, c := range list {
		delete(c, "xpath")
		delete(c, "requirements")
	}
	var err error
	e["constraint"], err = json.Marshal(list)
	return err
}

// keep leaves of a member of an object only those named.
func keep(e map[string]json.RawMessage, member string, names ...string) error {
	if e[member] == nil {
		return nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(e[member], &all); err != nil {
		return err
	}
	for name := range all {
		if !slices.Contains(names, name) {
			delete(all, name)
		}
	}
	var err error
	e[member], err = json.Marshal(all)
	return err
}

func writeLine(b *strings.Builder, before string, v any) error {
	b.WriteString(before)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
