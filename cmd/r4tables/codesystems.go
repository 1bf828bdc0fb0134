package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// codeSystemsTable lists the complete code systems of which the given value sets
// have codes, and what stands below a code:
//
//	code system url
//	<tab> code <tab> code below it <tab> code below it ...
//
// Codes with nothing below them are left out.
func codeSystemsTable(t terminology, urls []string) ([]byte, error) {
	used := map[string]bool{}
	for _, url := range urls {
		for _, inc := range t.sets[url].Compose.Include {
			used[inc.System] = t.systems[inc.System].Content == "complete"
		}
	}
	var b bytes.Buffer
	for _, url := range slices.Sorted(maps.Keys(used)) {
		if !used[url] {
			continue
		}
		b.WriteString(url + "\n")
		if err := writeBelow(&b, t.systems[url].Concept); err != nil {
			return nil, fmt.Errorf("%s: %w", url, err)
		}
	}
	return b.Bytes(), nil
}

// writeBelow writes a line for each code that has others below it.
func writeBelow(b *bytes.Buffer, concepts []concept) error {
	for _, c := range concepts {
		if len(c.Concept) == 0 {
			continue
		}
		line := append([]string{"", c.Code}, flatten(nil, c.Concept)...)
		if slices.ContainsFunc(line, func(code string) bool { return strings.ContainsAny(code, "\t\n") }) {
			return fmt.Errorf("a code below %q has a tab or a line break, which the table cannot hold", c.Code)
		}
		b.WriteString(strings.Join(line, "\t") + "\n")
		if err := writeBelow(b, c.Concept); err != nil {
			return err
		}
	}
	return nil
}
