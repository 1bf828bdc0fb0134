// Package r4 is the tables of the standard that cmd/r4tables makes of HL7's
// files. Package fhir reads those of types and searches from this folder by
// itself; what is large, and asked for by few, is handed out in tables.go.
package r4
