// Package validate finds all that is wrong with a resource by R4 itself
// (http://hl7.org/fhir/R4/validation.html): its structure, which is for
// fhir.CheckStructure, and the invariants of every type and element in it.
//
//	issues := validate.Resource(tree)
//	faults := validate.Errors(tree) // without what is advice only
//
// Not looked at are profiles, bindings that are not required, and whether what
// is referred to exists.
//
// Read in this order:
//
//   - resource.go: Resource, and the walk through a resource
//   - rules.go: which invariants are asked where
//   - plan.go: the types of R4 with their invariants, compiled once
package validate
