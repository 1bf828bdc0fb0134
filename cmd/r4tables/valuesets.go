package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// valueSetsTable lists the value sets of the standard by what they are composed of:
//
//	url <tab> version <tab> status <tab> name <tab> title
//	<tab> include or exclude <tab> system, perhaps with |version <tab> value set <tab> value set ...
//	<tab> <tab> code <tab> display
//	<tab> <tab> <tab> property <tab> filter's operator <tab> value
//
// A display that is that of the code system is left out.
func valueSetsTable(t terminology) ([]byte, error) {
	var b bytes.Buffer
	displays := map[string]map[string]string{}
	for url, c := range t.systems {
		displays[url] = c.displays()
	}
	for _, url := range slices.Sorted(maps.Keys(t.sets)) {
		v := t.sets[url]
		if v.Compose.Inactive != nil && !*v.Compose.Inactive {
			return nil, fmt.Errorf("%s leaves out what is inactive, which is not provided for", url)
		}
		b.WriteString(line(0, v.URL, v.Version, v.Status, oneLine(v.Name), oneLine(v.Title)))
		for _, part := range v.Compose.Include {
			if err := writeComponent(&b, "include", part, displays[part.System]); err != nil {
				return nil, fmt.Errorf("%s: %w", url, err)
			}
		}
		for _, part := range v.Compose.Exclude {
			if err := writeComponent(&b, "exclude", part, displays[part.System]); err != nil {
				return nil, fmt.Errorf("%s: %w", url, err)
			}
		}
	}
	return b.Bytes(), nil
}

func writeComponent(b *bytes.Buffer, kind string, part component, displays map[string]string) error {
	system := part.System
	if part.Version != "" {
		system += "|" + part.Version
	}
	b.WriteString(line(1, append([]string{kind, system}, part.ValueSet...)...))
	for _, c := range part.Concept {
		if strings.ContainsAny(c.Code, "\t\n") || c.Code == "" {
			return fmt.Errorf("the table cannot hold the code %q", c.Code)
		}
		display := oneLine(c.Display)
		if display == oneLine(displays[c.Code]) {
			display = ""
		}
		b.WriteString(line(2, c.Code, display))
	}
	for _, f := range part.Filter {
		b.WriteString(line(3, f.Property, f.Op, f.Value))
	}
	return nil
}
