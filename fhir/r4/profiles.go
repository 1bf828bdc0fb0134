package r4

import _ "embed" // the table

// Profiles is profiles.txt, every profile and extension of the standard.
//
//go:embed profiles.txt
var Profiles string
