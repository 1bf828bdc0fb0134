// Command kapbridge is the bridge between the tables of a ketamine-assisted
// psychotherapy clinic and HL7 FHIR R4.
//
// main.go reads the command line; each subcommand is a file of its name. This
// is the only place that takes the time and makes random ids, and the only one
// that knows every room.
package main
