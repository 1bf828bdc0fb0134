// Package inspection holds files of FHIR resources to R4 and to profiles, for the
// command line: what is found in each resource, with its line and column, in the
// order of the files.
//
// Read in this order:
//
//   - source.go: from files, folders and streams to documents
//   - definitions.go, validator.go: profiles and value sets that somebody brings along
//   - inspect.go: Run, all documents on all cores, answered in order
//   - document.go: what is found in one
//   - report.go: how that is written
package inspection
