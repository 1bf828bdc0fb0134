package guide

import (
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
)

// valueSet lists the codes of a value set of the guide, by their systems.
func (g *page) valueSet(d *fhir.Tree) {
	g.head(d, "")
	g.line("| code | of | means | exactly |\n| --- | --- | --- | --- |")
	for _, include := range d.At("compose", "include").Items {
		system := words(include, "system")
		list := include.Get("concept")
		if list == nil {
			id, _ := strings.CutPrefix(system, fhir.Canonical+"/CodeSystem/")
			list = ig.Resource("CodeSystem", id).Get("concept")
		}
		for _, c := range list.Items {
			g.line("| `%s` | %s | %s | %s |", words(c, "code"), system, words(c, "display"), words(c, "definition"))
		}
	}
}
