// Package profile reads StructureDefinitions that constrain the types of R4
// (http://hl7.org/fhir/R4/profiling.html), and makes of each the tree of elements
// that it means: R4's own, with what the definition and those that it is derived
// from say.
//
//	library, err := profile.NewLibrary(definitions...)
//	d, ok := library.Find("http://hl7.org/fhir/StructureDefinition/bp")
//	root, err := library.Tree(d)
//
// Package validate asks values what the tree says. Only differentials are read,
// where there is one: snapshots are made here.
//
// Read in this order:
//
//   - definition.go: Definition, from a resource; standard.go: those of R4 itself
//   - element.go: Element, and what can be asked of it
//   - apply.go: how a differential is put over the elements of the base
//   - library.go: finding definitions, and those that they are derived from
//   - snapshot.go, original.go: Snapshot, for those who publish a definition
//
// Slices of slices ("reslicing") are refused.
package profile
