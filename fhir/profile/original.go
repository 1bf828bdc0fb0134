package profile

import (
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// original is what R4 says of an element, as an ElementDefinition.
func (e *Element) original() *fhir.Tree {
	if e.Def == nil {
		return fhir.Obj(
			fhir.Member{Name: "definition", Value: fhir.Str("See " + e.root.Name + " in R4.")},
			fhir.Member{Name: "min", Value: fhir.Int(0)}, fhir.Member{Name: "max", Value: fhir.Str("*")},
			fhir.Member{Name: "base", Value: baseOf(e.root.Name, 0, fhir.Many)},
			fhir.Member{Name: "constraint", Value: constraints(rulesOf(e.root))})
	}
	d := e.Def
	t := fhir.Obj(
		fhir.Member{Name: "definition", Value: fhir.Str("See " + d.Path + " in R4.")},
		fhir.Member{Name: "min", Value: fhir.Int(int64(d.Min))}, fhir.Member{Name: "max", Value: fhir.Str(times(d.Max))},
		fhir.Member{Name: "base", Value: baseOf(d.Path, d.Min, d.Max)})
	if d.Content != "" {
		t.Set("contentReference", fhir.Str("#"+d.Content))
	} else {
		t.Set("type", typesOf(d))
	}
	t.Set("constraint", constraints(append(fhir.Invariants(d.Path), valueRules(d)...)))
	if d.Modifier {
		t.Set("isModifier", fhir.Boolean(true))
		t.Set("isModifierReason", fhir.Str("See "+d.Path+" in R4."))
	}
	if d.Summary {
		t.Set("isSummary", fhir.Boolean(true))
	}
	switch {
	case d.Binding != "":
		t.Set("binding", binding("required", d.Binding+"|4.0.1"))
	case d.Advised != "":
		t.Set("binding", binding(d.Strength, d.Advised))
	}
	return t
}

func binding(strength, valueSet string) *fhir.Tree {
	return fhir.Obj(fhir.Member{Name: "strength", Value: fhir.Str(strength)}, fhir.Member{Name: "valueSet", Value: fhir.Str(valueSet)})
}

func baseOf(path string, least, most int) *fhir.Tree {
	return fhir.Obj(fhir.Member{Name: "path", Value: fhir.Str(path)}, fhir.Member{Name: "min", Value: fhir.Int(int64(least))}, fhir.Member{Name: "max", Value: fhir.Str(times(most))})
}

func times(n int) string {
	if n == fhir.Many {
		return "*"
	}
	return strconv.Itoa(n)
}

// typesOf writes the types of an element. Ids and the urls of extensions are of a
// type of FHIRPath (http://hl7.org/fhir/R4/fhirpath.html#types).
func typesOf(d *fhir.ElementDef) *fhir.Tree {
	var all []*fhir.Tree
	for _, t := range (&Element{Def: d}).Types() {
		one := fhir.Obj(fhir.Member{Name: "code", Value: fhir.Str(t.Code)})
		if d.Path == "Element.id" || d.Path == "Resource.id" || d.Path == "Extension.url" {
			one = fhir.Obj(
				fhir.Member{Name: "extension", Value: fhir.List(fhir.Obj(
					fhir.Member{Name: "url", Value: fhir.Str(TypePrefix + "structuredefinition-fhir-type")},
					fhir.Member{Name: "valueUrl", Value: fhir.Str(t.Code)}))},
				fhir.Member{Name: "code", Value: fhir.Str("http://hl7.org/fhirpath/System.String")})
		}
		one.Set("profile", canonicals(t.Profiles))
		one.Set("targetProfile", canonicals(t.Targets))
		all = append(all, one)
	}
	return fhir.List(all...)
}

func canonicals(urls []string) *fhir.Tree {
	if len(urls) == 0 {
		return nil
	}
	var all []*fhir.Tree
	for _, url := range urls {
		all = append(all, fhir.Str(url))
	}
	return fhir.List(all...)
}

// rulesOf gives the invariants of a type and of those that it specialises.
func rulesOf(d *fhir.TypeDef) []fhir.Invariant {
	all := fhir.Invariants(d.Name)
	if base, ok := fhir.TypeOf(d.Base); ok {
		return append(rulesOf(base), all...)
	}
	return all
}

// valueRules gives those that R4 repeats at each element: that it is not empty, and
// what holds of extensions.
func valueRules(d *fhir.ElementDef) []fhir.Invariant {
	code := d.Types[0].Code
	if d.Path == "Element.id" || d.Path == "Resource.id" || d.Path == "Extension.url" || code == "Resource" {
		return nil
	}
	all := fhir.Invariants("Element")
	if code == "Extension" {
		all = append(all, fhir.Invariants("Extension")...)
	}
	return all
}

func constraints(list []fhir.Invariant) *fhir.Tree {
	if len(list) == 0 {
		return nil
	}
	var all []*fhir.Tree
	for _, i := range list {
		owner, _, _ := strings.Cut(i.Path, ".")
		all = append(all, fhir.Obj(
			fhir.Member{Name: "key", Value: fhir.Str(i.Key)}, fhir.Member{Name: "severity", Value: fhir.Str(i.Severity)},
			fhir.Member{Name: "human", Value: fhir.Str(i.Text)}, fhir.Member{Name: "expression", Value: fhir.Str(i.Expression)},
			fhir.Member{Name: "source", Value: fhir.Str(TypePrefix + owner)}))
	}
	return fhir.List(all...)
}
