// Command r4tables writes the tables of fhir/r4 from the unchanged HL7 FHIR R4
// (4.0.1) definition files.
//
//	go run ./cmd/r4tables            write the tables
//	go run ./cmd/r4tables -verify    compare the committed tables with a fresh run
//
// The HL7 files come from a Go module that carries them unchanged; it is only
// downloaded, never linked, and so does not appear in go.mod. The tables are
// plain text, one fact a line, so that a change of them can be read in a diff:
//
//   - types.txt: every type and its elements (StructureDefinition snapshots)
//   - invariants.txt: the rules that types and elements have, in FHIRPath
//   - codesystems.txt: the code systems of the standard, concept by concept
//   - valuesets.txt: its value sets, by what they are composed of
//   - required.txt: the codes of every value set with a required binding, made of these two
//   - searchparameters.txt: the search parameters of the standard
//   - compartments.txt: which parameters place a resource in a compartment
//   - profiles.txt: the profiles and extensions of the standard, by what they say of values
//   - source.txt: the FHIR version, and the hash of every file that was read
//
// Read main.go first, then source.go; terminology.go; types.go, invariants.go, codesystems.go,
// valuesets.go, required.go, profiles.go and search.go make one table each.
package main
