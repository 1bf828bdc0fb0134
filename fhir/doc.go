// Package fhir is the language of kapbridge: lossless JSON trees, the R4 4.0.1
// definitions, the structure check, and problems with their OperationOutcome.
//
// Read in this order:
//
//   - tree.go: Tree, one JSON value that keeps everything FHIR gives meaning to
//   - decode.go, decode_value.go, encode.go: the strict way in and the ordered way out
//   - problem.go, outcome.go: the one kind of error that crosses rooms
//   - place.go, locate.go, position.go: where in a resource, and in the document
//     that came, an issue is
//   - version.go: Key and Version, what is stored and exchanged
//   - definitions.go: what R4 says of each type; generated tables in r4/
//   - check.go: CheckStructure, all findings about a resource in one answer
//   - bundle: batches and transactions; patch: JSON Patch and merge patch
//   - term: codes, code systems and value sets
//
// The package imports no other room. Nothing here knows of tables or HTTP.
package fhir
