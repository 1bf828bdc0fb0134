package term

import (
	"strings"

	"kapbridge/fhir"
)

// Compose writes what a set is composed of as ValueSet.compose
// (http://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose).
func (v *Set) Compose() *fhir.Tree {
	c := v.compose()
	t := fhir.Obj()
	if c.activeOnly {
		t.Set("inactive", fhir.Boolean(false))
	}
	t.Set("include", componentTrees(c.include))
	t.Set("exclude", componentTrees(c.exclude))
	return t
}

func componentTrees(parts []component) *fhir.Tree {
	if len(parts) == 0 {
		return nil
	}
	list := fhir.List()
	for _, p := range parts {
		t := fhir.Obj()
		if p.url != "" {
			t.Set("system", fhir.Str(p.url))
		}
		if _, version, ok := strings.Cut(p.system, "|"); ok {
			t.Set("version", fhir.Str(version))
		}
		t.Set("concept", listOf(p.concepts, func(c Concept) *fhir.Tree {
			one := fhir.Obj(fhir.Member{Name: "code", Value: fhir.Str(c.Code)})
			if c.Display != "" {
				one.Set("display", fhir.Str(c.Display))
			}
			return one
		}))
		t.Set("filter", listOf(p.filters, func(f filter) *fhir.Tree {
			return fhir.Obj(fhir.Member{Name: "property", Value: fhir.Str(f.property)},
				fhir.Member{Name: "op", Value: fhir.Str(f.op)}, fhir.Member{Name: "value", Value: fhir.Str(f.value)})
		}))
		t.Set("valueSet", listOf(p.imports, fhir.Str))
		list.Items = append(list.Items, t)
	}
	return list
}

// listOf makes an array, absent where it would be empty.
func listOf[T any](all []T, tree func(T) *fhir.Tree) *fhir.Tree {
	if len(all) == 0 {
		return nil
	}
	list := fhir.List()
	for _, one := range all {
		list.Items = append(list.Items, tree(one))
	}
	return list
}
