// Package migrations holds the schema of one clinic as numbered plain SQL and
// applies it.
//
// 0001 to 0004 are the floor every type stands on: the concept dictionary, the
// exchange bookkeeping, the watch that turns edits of clinic tables into
// versions, and the adoption of references to a type that is new. Each further file makes the tables of one resource type: a main
// table named in the clinic's words, one table for each list, and a call of
// fhir_watch for each of them. Files run in order, each in one transaction, and
// are never edited once released.
package migrations
