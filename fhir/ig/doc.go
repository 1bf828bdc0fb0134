// Package ig is the implementation guide of kapbridge: what the project defines
// beyond R4, as FHIR resources in files beside this one, and the validator that
// knows them.
//
//   - ig.go: Resources, and what is made of them
//   - searchparameters.txt: search parameters, read by package fhir
package ig
