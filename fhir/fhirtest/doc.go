// Package fhirtest makes random valid R4 resources for property tests. Every
// room may use it in tests.
//
//	rapid.Check(t, func(t *rapid.T) {
//		want := fhirtest.Resource(t, "Observation", fhirtest.Options{})
//		...
//	})
//
// The resources are driven by the R4 definitions and satisfy
// fhir.CheckStructure: random optional elements and choices, "_x" siblings with
// and without a value, nulls in lists of primitives, odd numbers (5E1, 1.10,
// -0.0), partial dates, zones, Unicode, nested extensions, contained resources,
// and references that are local, absolute, versioned, logical, urn: or "#x".
// They have the right structure, not good sense: invariants over several
// elements (a period that ends before it starts) are not kept.
//
// Every decision is a draw of rapid, the simpler outcome first, so a failing
// resource shrinks to a small one.
//
// resource.go makes resources and the objects in them, element.go the members
// of one element, value.go primitives, reference.go references and contained
// resources.
package fhirtest
