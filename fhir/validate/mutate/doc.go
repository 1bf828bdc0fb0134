// Package mutate changes resources for tests, each time in one way that concerns
// one rule of R4: most changes break the rule, some come close and keep it.
//
//	for _, kind := range mutate.Kinds() {
//		for n := range kind.Count(resource) {
//			text := kind.Make(resource, n)
//
// The same kind, resource and number give the same text, so that what is known of
// a mutant can be kept in a file by these names.
//
// Read in this order:
//
//   - kind.go: Kind, and what all kinds are
//   - spot.go: the places in a resource where a change can be made
//   - edit.go: the changes that several kinds are made of
//   - structure.go, primitive.go, code.go, reference.go, extension.go,
//     narrative.go, bundle.go, invariant.go, questionnaire.go, vital.go: the kinds
//   - text.go: kinds that change JSON and XML as text
package mutate
