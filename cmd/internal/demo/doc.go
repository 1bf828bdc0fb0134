// Package demo loads the synthetic clinic of package kap into the clinic's
// tables, as the clinic's own software would: with plain SQL, as an ordinary
// database user. Nothing is written to the tables of the exchange (fhir_*); the
// triggers there notice the new rows, and the FHIR side shows them.
//
// Read in this order:
//
//   - load.go: Load, batch by batch, one transaction each
//   - batch.go: rows gathered by table; write.go: how they are copied in
//   - concepts.go: the coded concepts that rows point to
//   - people.go, stock.go, treatment.go, doses.go, measures.go: which
//     column holds what
//
// # Keys
//
// The ids of main rows are the generator's. Child rows are numbered from 1
// within the row that they belong to, so that the same seed gives the same rows
// everywhere; the schema's own sequence of keys starts far above.
//
// # Loading again
//
// A patient whose row is there is left alone with all that belongs to it, since
// a patient comes in one transaction or not at all. So loading twice changes
// nothing, a load that was broken off goes on where it stopped, and more
// patients of the same seed join those that are there.
package demo
