package fhir

import "strings"

// rules looks at the invariants of a datatype that CheckStructure includes. The
// members of v have been checked already. More may join here.
func (c *checker) rules(v *Tree, m member) {
	switch m.ref.Code {
	case "Extension":
		c.extension(v)
	case "Reference":
		c.reference(v, m.ref.Targets)
	case "Quantity":
		if m.ref.Profile == "SimpleQuantity" && (v.Get("comparator") != nil || v.Get("_comparator") != nil) {
			c.reportAt("comparator", "invariant", "a SimpleQuantity has no comparator (sqty-1)")
		}
	}
}

// extension is ext-1: "Must have either extensions or value[x], not both".
func (c *checker) extension(v *Tree) {
	parts, value := v.Get("extension") != nil, false
	for i := range v.Members {
		value = value || strings.HasPrefix(strings.TrimPrefix(v.Members[i].Name, "_"), "value")
	}
	switch {
	case parts && value:
		c.report("invariant", "an extension has a value or nested extensions, not both (ext-1)")
	case !parts && !value:
		c.report("invariant", "an extension has a value or nested extensions; this one has neither (ext-1)")
	}
}
