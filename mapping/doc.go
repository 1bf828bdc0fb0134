// Package mapping is the dictionary between FHIR resources and the clinic's
// tables: a kit of lenses, and one declaration per resource type.
//
// Split takes a resource apart into rows and a complement, Join puts it
// together again. Four laws hold for every declaration, by construction of the
// kit and on random resources and edits (laws_test.go):
//
//  1. Nothing is lost: Join(Split(t)) = t, as FHIR JSON, numbers compared as text.
//  2. Tables rule: rows that the clinic edited read back as they are; what the
//     complement said of a value that changed no longer applies.
//  3. One home: a value that the rows show is not repeated in the complement.
//  4. Locality: editing one row disturbs only what that row's lenses show.
//
// Read in this order:
//
//   - episode_of_care.go: a declaration
//   - lens.go: what a lens is, and the three kinds: leaf, nest, list
//   - rows.go, complement.go, note.go: the two halves of a resource
//   - split.go, join.go: the recursion; parted.go gives each lens its members,
//     align.go keeps the keys of child rows, slices.go shares an extension list
//     among lenses
//   - primitive.go, datatype.go, moment.go, period.go, choice.go, concept.go,
//     reference.go: the leaves; nested.go, composite.go: what is made of them
//   - resource.go, param.go, beyond.go, walk.go: what derives from a declaration
//   - card.go: what searches must find that no column shows
//   - query.go: a search parsed against the declared parameters; filter.go: _filter
//
// The package knows no SQL and no HTTP. docs/adding-a-type.md shows the way to
// a further type.
package mapping
