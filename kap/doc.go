// Package kap is what a ketamine-assisted-psychotherapy clinic knows: its code
// systems, its instruments with their scoring, and a synthetic clinic to try
// everything on. It is pure: no clock, no input or output, no global
// randomness. The same arguments give the same answer on every machine.
//
// Read in this order:
//
//   - codes.go, codes_local.go, codes_standard.go: the canonical base, the code
//     systems that are ours, read from the implementation guide (fhir/ig), the
//     standard codes we use and where each was verified
//   - instruments.go: the model of a questionnaire; instruments_phq9.go,
//     instruments_gad7.go, instruments_pcl5.go hold the three that ship, as data
//   - scoring.go: totals, bands, subscales, what happens to missing answers
//   - instruments_tree.go: the same model as an R4 Questionnaire
//   - clinic.go: Generate, the synthetic clinic
//   - rows_*.go: its rows, one struct for each table, in the clinic's words
//   - story_*.go: how one patient's story comes about, from referral to the end
//
// # The synthetic clinic
//
// Generate is a function of a seed, a number of patients and a start day. Every
// patient has a stream of chance of their own, so patient 7 is the same person
// with the same story whether 20 or 10,000 are made, and stories are made one
// at a time while they are read. Nobody in it exists: names are invented, record
// numbers begin with SYN, provider numbers are in a system of our own and would
// fail the check digit of an NPI, telephone numbers come from the range kept for
// fiction. Resources made of it elsewhere than in the clinic's tables carry the
// label TestData in meta.security.
//
// Since stories do not know of each other, a room or a nurse may be booked twice
// at a time; a patient never is.
//
// The distributions are assumptions of ours unless a comment names a source.
// They make a plausible clinic to test software on; nothing about ketamine can
// be learnt from them.
package kap
