package r4

import _ "embed" // the tables

// CodeSystems is codesystems.txt, every code system of the standard with its concepts.
//
//go:embed codesystems.txt
var CodeSystems string

// ValueSets is valuesets.txt, every value set of the standard by its compose.
//
//go:embed valuesets.txt
var ValueSets string
