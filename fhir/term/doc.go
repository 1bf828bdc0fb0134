// Package term answers questions about codes from the code systems and value
// sets that are held here (http://hl7.org/fhir/R4/terminologies.html): those of
// the standard, and those that resources bring along.
//
//	terms := term.Standard()
//	terms.Has("http://hl7.org/fhir/ValueSet/observation-status", "", "final") // Yes
//
// What would need a system that is not held, such as LOINC, is Unknown, and
// never guessed.
package term
