// Package access says who may see what. Every method of the store takes an
// Access and checks it first; the zero Access sees nothing. The package is
// pure: it knows neither tables nor HTTP.
package access
