package fhir

// Canonical is the base of every canonical URL that the project defines:
// code systems, extensions, profiles, search parameters.
const Canonical = "https://kapbridge.org/fhir"
