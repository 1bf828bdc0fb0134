package mapping

import (
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/fhir/profile"
)

// Published lists the resources that the program itself defines, for others to
// read: the search parameters beyond the standard, and the definitions of the
// implementation guide. Types of which it publishes have Published set.
func Published() (trees []*fhir.Tree) {
	for _, p := range fhir.OwnSearchParameters() {
		trees = append(trees, searchParameter(p))
	}
	for _, definition := range ig.Resources() {
		trees = append(trees, whole(definition))
	}
	return trees
}

// whole gives a profile or an extension the snapshot that follows from it, for
// those who read it; other definitions have none. It panics on one from which
// none follows: such a file is a fault of the program.
func whole(definition *fhir.Tree) *fhir.Tree {
	t, err := profile.Snapshot(definition, ig.Resources()...)
	if err != nil {
		panic("mapping: " + err.Error())
	}
	return t
}

// searchParameter writes the definition of a parameter and what it allows here
// (http://hl7.org/fhir/R4/searchparameter.html).
func searchParameter(p fhir.SearchParameter) *fhir.Tree {
	declared := Of(p.Bases[0]).Param(p.Code)
	id := strings.TrimPrefix(p.URL, fhir.Canonical+"/SearchParameter/")
	t := fhir.Obj(
		fhir.Member{Name: "resourceType", Value: fhir.Str("SearchParameter")},
		fhir.Member{Name: "id", Value: fhir.Str(id)},
		fhir.Member{Name: "url", Value: fhir.Str(p.URL)},
		fhir.Member{Name: "name", Value: fhir.Str(programName(id))})
	set := func(name string, v *fhir.Tree) {
		if !v.Empty() {
			t.Set(name, v)
		}
	}
	if p.DerivedFrom != "" {
		set("derivedFrom", fhir.Str(p.DerivedFrom))
	}
	set("status", fhir.Str("active"))
	set("publisher", fhir.Str("kapbridge"))
	set("description", fhir.Str(p.Description))
	set("code", fhir.Str(p.Code))
	set("base", texts(p.Bases))
	set("type", fhir.Str(p.Type))
	if p.Expression != "" {
		set("expression", fhir.Str(p.Expression))
		set("xpathUsage", fhir.Str("normal"))
	}
	set("target", texts(p.Targets))
	set("multipleOr", fhir.Boolean(true))
	set("multipleAnd", fhir.Boolean(true))
	set("comparator", texts(comparatorsOf(p.Type)))
	set("modifier", texts(declared.modifierCodes()))
	set("chain", texts(declared.chainable()))
	set("component", components(p))
	return t
}

// programName is a name as programs may use it: letters and digits
// (http://hl7.org/fhir/R4/searchparameter-definitions.html#SearchParameter.name).
func programName(id string) string {
	var b strings.Builder
	for _, word := range strings.Split(id, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func texts(list []string) *fhir.Tree {
	t := fhir.List()
	for _, s := range list {
		t.Items = append(t.Items, fhir.Str(s))
	}
	return t
}

// comparatorsOf lists the prefixes that values of a type may have
// (http://hl7.org/fhir/R4/search.html#prefix).
func comparatorsOf(kind string) []string {
	if kind == "number" || kind == "date" || kind == "quantity" {
		return []string{"eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"}
	}
	return nil
}

// modifierCodes names the modifiers as the code system of R4 does
// (http://hl7.org/fhir/R4/valueset-search-modifier-code.html).
func (p *Param) modifierCodes() (codes []string) {
	for _, m := range p.Modifiers() {
		switch {
		case m == "of-type":
			m = "ofType"
		case fhir.IsResource(m):
			m = "type"
		}
		if !contains(codes, m) {
			codes = append(codes, m)
		}
	}
	return codes
}

// chainable lists the parameters that may follow a reference after a dot.
func (p *Param) chainable() (codes []string) {
	for _, target := range p.Leads() {
		for _, further := range Of(target).Params() {
			if !contains(codes, further.Code) {
				codes = append(codes, further.Code)
			}
		}
	}
	return codes
}

func components(p fhir.SearchParameter) *fhir.Tree {
	list := fhir.List()
	for _, c := range p.Components {
		list.Items = append(list.Items, fhir.Obj(
			fhir.Member{Name: "definition", Value: fhir.Str(c.URL)},
			fhir.Member{Name: "expression", Value: fhir.Str(c.Expression)}))
	}
	return list
}
