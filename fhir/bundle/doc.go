// Package bundle reads what a client sends to the base of the server: a Bundle
// of type batch or transaction (http://hl7.org/fhir/R4/http.html#transaction).
//
//   - read.go: the entries of a Bundle, with every fault named
//   - target.go: what the URL of an entry is about
//   - order.go: the order of a transaction, and what it may not hold twice
//   - relink.go, narrative.go: links among the entries, once their ids are known
//   - links.go: links that need something else to be found first
//
// It knows no server: neither which types are kept nor under which address.
package bundle
