// Package guide shows the implementation guide to people, as a page for the docs:
// what each profile asks of a resource, the extensions, and the codes.
//
//   - page.go: Page, its parts, and the table of a profile or an extension
//   - elements.go: which elements are told, and how their values are put in words
//   - codes.go: the codes of a value set
package guide
