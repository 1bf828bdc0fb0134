// Package patchtest makes patches for tests: those that lead from one tree to
// another, found by comparing them and not by the code that applies patches.
package patchtest
