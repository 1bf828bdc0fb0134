// Package validate finds all that is wrong with a resource by R4 itself
// (http://hl7.org/fhir/R4/validation.html): its structure, which is for
// fhir.CheckStructure, and the invariants of every type and element in it.
//
//	issues := validate.Resource(tree)
//	faults := validate.Errors(tree) // without what is advice only
//
// A Validator asks besides what profiles demand (http://hl7.org/fhir/R4/profiling.html):
//
//	v, err := validate.New(term.Standard(), definitions...)
//	issues := v.Resource(tree, "http://hl7.org/fhir/StructureDefinition/bp")
//
// Not looked at is whether what is referred to exists.
//
// Read in this order:
//
//   - resource.go: Resource, and the walk through a resource
//   - rules.go: which invariants are asked where
//   - plan.go: the types of R4 with their invariants, compiled once
//   - validator.go: Validator, which asks profiles too
//   - held.go, shape.go, repeat.go, slicing.go, criterion.go, spot.go: what profiles ask, compiled from package profile
//   - prose.go: rules that R4 has in words alone; codes.go: what the terminology says of codes
//   - claims.go: what a resource claims to be; vital_signs.go
//   - examiner.go, examine_slices.go, pattern.go, binding.go, reference.go: values held to it
//   - extension.go: extensions, by their own definitions
package validate
