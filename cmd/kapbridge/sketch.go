package main

import (
	"fmt"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
	"kapbridge/store"
)

type sketchCommand struct {
	Type string `arg:"" help:"A resource type, such as EpisodeOfCare."`
}

// Run prints DDL to begin a migration with; for a type without a declaration,
// what R4 says of it, to begin the declaration with.
func (c *sketchCommand) Run(*program) error {
	if r := mapping.Of(c.Type); r != nil {
		fmt.Print(store.Sketch(r))
		return nil
	}
	d, ok := fhir.TypeOf(c.Type)
	if !ok || !fhir.IsResource(c.Type) {
		return fmt.Errorf("%s is no resource type of R4", c.Type)
	}
	fmt.Printf("%s has no declaration yet. R4 says of it:\n\n", c.Type)
	printElements(d, "")
	fmt.Print("\nSearch parameters (composite ones follow from their parts):\n\n")
	for _, p := range fhir.SearchParameters(c.Type) {
		if !strings.HasPrefix(p.Code, "_") {
			fmt.Printf("%-24s %-10s %s\n", p.Code, p.Type, p.Expression)
		}
	}
	return nil
}

// printElements lists the elements that a declaration may name, backbone
// elements with theirs below them.
func printElements(d *fhir.TypeDef, indent string) {
	for _, e := range d.Elements {
		if !strings.HasPrefix(e.Path, d.Name+".") {
			continue // inherited: every type has it, no declaration names it
		}
		most := fmt.Sprint(e.Max)
		if e.Max == fhir.Many {
			most = "*"
		}
		fmt.Printf("%s%-*s %d..%-2s %s\n", indent, 32-len(indent), e.Name, e.Min, most, strings.Join(typesOf(e), " | "))
		for _, ref := range e.Types {
			if ref.Def != nil && ref.Def.Kind == "backbone" {
				printElements(ref.Def, indent+"  ")
			}
		}
	}
}

func typesOf(e *fhir.ElementDef) []string {
	if e.Content != "" {
		return []string{"as " + e.Content}
	}
	var types []string
	for _, ref := range e.Types {
		name := ref.Code
		if len(ref.Targets) > 0 && len(ref.Targets) < 20 {
			name += "(" + strings.Join(ref.Targets, ", ") + ")"
		}
		types = append(types, name)
	}
	if e.Binding != "" {
		types = append(types, "required binding "+e.Binding)
	}
	return types
}
