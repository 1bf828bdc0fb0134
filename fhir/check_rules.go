package fhir

import "strings"

// rules looks at the invariants of a datatype that CheckStructure includes. The
// members of v have been checked already. More may join here.
func (c *checker) rules(v *Tree, m member) {
	switch m.ref.Code {
	case "Extension":
		c.extension(v)
		c.extensionURL(v.Get("url").StringOr(""))
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

// extensionURL holds the address of an extension to be absolute, unless it is a
// part of another, whose definition names it
// (http://hl7.org/fhir/R4/extensibility.html#Extension).
func (c *checker) extensionURL(url string) {
	part := len(c.steps) > 1 && strings.HasSuffix(strings.ToLower(c.steps[len(c.steps)-2].name), "extension")
	if url != "" && !part && !isAbsolute(url) {
		c.reportAt("url", "value", "the url of an extension is absolute, but inside of another extension; here is %q", short(url))
	}
}
