package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// codeSystemsTable lists the code systems of the standard with their concepts,
// each as deep as it stands in the hierarchy:
//
//	url <tab> version <tab> name <tab> title <tab> content <tab> meaning of the hierarchy
//	<tab> code <tab> words <tab> display <tab> definition
//	<tab> <tab> code of one below it <tab> ...
//
// The words are abstract, deprecated, retired, and child=CODE for one that
// stands below this code as well as elsewhere. The definition "=" repeats the
// display. Supplements are left out, as they define no codes; so are
// designations and comments.
func codeSystemsTable(t terminology) ([]byte, error) {
	var b bytes.Buffer
	for _, url := range slices.Sorted(maps.Keys(t.systems)) {
		c := t.systems[url]
		if c.Content == "supplement" {
			continue
		}
		if c.CaseSensitive != nil && !*c.CaseSensitive && len(c.Concept) > 0 {
			return nil, fmt.Errorf("%s does not tell cases apart, which is not provided for", url)
		}
		b.WriteString(line(0, c.URL, c.Version, oneLine(c.Name), oneLine(c.Title), c.Content, c.HierarchyMeaning))
		if err := writeConcepts(&b, 1, c.Concept); err != nil {
			return nil, fmt.Errorf("%s: %w", url, err)
		}
	}
	return b.Bytes(), nil
}

func writeConcepts(b *bytes.Buffer, depth int, concepts []concept) error {
	for _, c := range concepts {
		if strings.ContainsAny(c.Code, "\t\n") || c.Code == "" {
			return fmt.Errorf("the table cannot hold the code %q", c.Code)
		}
		words, err := c.words()
		if err != nil {
			return err
		}
		display, definition := oneLine(c.Display), oneLine(c.Definition)
		if definition == display && display != "" {
			definition = "="
		}
		b.WriteString(line(depth, c.Code, words, display, definition))
		if err := writeConcepts(b, depth+1, c.Concept); err != nil {
			return err
		}
	}
	return nil
}

// words says what the properties of a concept say of it. How it is part of
// another one, and when it was deprecated, is left out.
func (c concept) words() (string, error) {
	var words []string
	for _, p := range c.Property {
		switch p.Code {
		case "notSelectable", "abstract":
			if p.ValueBoolean {
				words = append(words, "abstract")
			}
		case "status":
			if p.ValueCode != "deprecated" && p.ValueCode != "retired" {
				return "", fmt.Errorf("%s has the status %q, which is not provided for", c.Code, p.ValueCode)
			}
			words = append(words, p.ValueCode)
		case "child":
			if strings.ContainsAny(p.ValueCode, " \t\n") {
				return "", fmt.Errorf("the table cannot hold the child %q", p.ValueCode)
			}
			words = append(words, "child="+p.ValueCode)
		case "partOf", "deprecationDate", "legacy":
		default:
			return "", fmt.Errorf("%s has the property %q, which is not provided for", c.Code, p.Code)
		}
	}
	return strings.Join(words, " "), nil
}

// line joins fields behind tabs, without the empty ones at the end.
func line(depth int, fields ...string) string {
	return strings.Repeat("\t", depth) + strings.TrimRight(strings.Join(fields, "\t"), "\t") + "\n"
}
