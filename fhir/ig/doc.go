// Package ig is the implementation guide of kapbridge: what the project defines
// beyond R4, as FHIR resources in files beside this one, and the validator that
// knows them.
//
//   - ig.go: Resources, and what is made of them
//   - CodeSystem-*.json: codes for what no standard code could be verified for;
//     package kap reads them from here
//   - ValueSet-*.json: which codes stand in which place
//   - StructureDefinition-*.json: extensions (type Extension), and profiles of
//     the resources of a clinic for ketamine-assisted psychotherapy
//   - us_core.go, us-core/*.json: what we check of US Core, and never publish
//   - searchparameters.txt: search parameters, read by package fhir
//
// A definition is one file, named by its type and its id, which ends its
// canonical url. Profiles have a differential alone; the snapshot follows from
// it (http://hl7.org/fhir/R4/profiling.html#snapshot).
package ig
