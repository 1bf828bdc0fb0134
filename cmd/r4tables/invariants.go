package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// constraint is what is read of an ElementDefinition.constraint.
type constraint struct{ Key, Severity, Human, Expression, Source string }

// invariantsTable lists the invariants of every type where they are defined:
//
//	path <tab> key <tab> severity <tab> text
//	<tab> FHIRPath
//
// Those that an element has because its type has them are left out.
func invariantsTable(all map[string]structure) ([]byte, error) {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(all)) {
		url := structurePrefix + name
		for _, e := range all[name].Snapshot.Element {
			for _, c := range e.Constraint {
				if c.Source != "" && c.Source != url && c.Source != name || ofItsType(name, e) {
					continue
				}
				if c.Expression == "" || strings.ContainsAny(c.Key+c.Severity+c.Human+c.Expression, "\t\n\r") {
					return nil, fmt.Errorf("%s of %s cannot be written on two lines", c.Key, e.Path)
				}
				fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n\t%s\n", e.Path, c.Key, c.Severity, c.Human, c.Expression)
			}
		}
	}
	return b.Bytes(), nil
}

// ofItsType tells whether an element repeats what is said of its type, as
// extensions do.
func ofItsType(owner string, e element) bool {
	return e.Path != owner && len(e.Type) == 1 && e.Type[0].Code == "Extension"
}
