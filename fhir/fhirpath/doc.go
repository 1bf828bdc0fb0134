// Package fhirpath evaluates FHIRPath (http://hl7.org/fhirpath/N1) over the trees
// of package fhir, with what R4 adds (http://hl7.org/fhir/R4/fhirpath.html).
//
//	e, err := fhirpath.Compile("name.where(use = 'official').given.first()")
//	got, err := e.Eval(&fhirpath.Context{Resource: patient})
//
// An Expression is compiled once, may be used by many at the same time, and does
// nothing but look: a clock, other resources and value sets come by the Context.
//
// Read in this order:
//
//   - expression.go: Compile, Context, Eval; what one evaluation may cost
//   - value.go: what a collection holds: elements of FHIR, and System values
//   - lexer.go, parser.go: from text to nodes; print.go: and back
//   - node.go: what each kind of node evaluates to; navigate.go: from an element to those below it
//   - equal.go, equivalent.go, compare.go: the three ways to compare; operators.go, arithmetic.go: the rest
//   - decimal.go, temporal.go, quantity.go: exact numbers, partial dates, units
//   - types.go: type names, is, as, ofType
//   - functions.go: the table of functions; functions_*.go: a family each
//   - check.go: what is wrong with an expression whatever the resource says
//
// Where N1 leaves a choice, or HL7's cases for R4 read it in one way:
//
//   - `is` knows that a code is a string. `as` and ofType() take a primitive of
//     exactly the type that is named: a code is not taken by as(string), or a search
//     by "value as uri" would also take what "value as canonical" is for.
//   - Dates and times of which one is more precise compare only if that does not
//     matter; otherwise the result is empty.
//   - Several values at once make as() fail, as N1 says. R4's own invariants count on
//     the opposite, which Context.AsMany gives.
//   - An invariant whose result is empty holds, see Holds.
//   - A calendar month or year is not the same amount as UCUM's 'mo' or 'a'; from
//     weeks downwards they are the same.
//   - Quantities in units that fhir does not know compare only when the units are
//     spelt alike; those of another dimension do not compare at all.
//   - An Integer has 32 bits and a result beyond them is empty. Quotients are
//     rounded at 28 decimals; all other arithmetic with decimals is exact.
//
// Beyond N1 there are those functions of later versions that HL7's cases for R4
// use: encode, decode, escape, unescape, trim, split, join, sort, matchesFull,
// lowBoundary, highBoundary, precision, comparable. Left out are
// elementDefinition() and slice(), which need profiles.
package fhirpath
