// Package term answers questions about codes from the code systems and value
// sets that are held here (http://hl7.org/fhir/R4/terminologies.html): those of
// the standard, and those that resources bring along.
//
//	terms := term.Standard()
//	terms.Has("http://hl7.org/fhir/ValueSet/observation-status", "", "final") // Yes
//
// What would need a system that is not held, such as LOINC, is Unknown, and
// never guessed.
//
// Read in this order:
//
//   - terms.go: Terms, and what it is asked
//   - system.go: System, the concepts of a code system and their hierarchy
//   - set.go: Set, what a value set is composed of; filter.go: its filters
//   - member.go: whether a code is in a set, without listing the set
//   - expand.go: the list of a set
//   - form.go: what the form of a code tells where its system is not held
//   - nearest.go: the code that somebody meant; called.go: what a code may be called
//   - standard.go: the tables of R4; resource_system.go, resource_set.go: resources
//
// A table is cut into its systems and sets at the first question, and each of
// these is read when a question comes to it: a process that never asks pays nothing.
package term
