// Package api speaks FHIR's REST interface (http://hl7.org/fhir/R4/http.html)
// over HTTP and nothing else: it reads a request, asks the Store and writes the
// answer. It knows no table and makes no decision about who may see what.
//
// Read it in the order of a request:
//
//	api.go        New, the mount points, what surrounds every request
//	routes.go     which method and path is which interaction
//	adapter.go    the only file that knows Echo
//	request.go    what a handler is given, response.go what it gives back
//	negotiate.go  in which format
//	read.go ...   one file per interaction
//	criteria.go ... what a client may ask besides: etag.go, prefer.go, receipt.go
//	batch.go ...  Bundles of requests: inside.go, plan.go, transaction.go
//	terminology.go, parameters.go   operations on codes, from what fhir/term holds
//	errors.go     the one place where an error becomes an OperationOutcome
//	place.go      where in the document that came an issue is
//
// A handler is func(ctx, *request) (*response, error). It checks all it can,
// then calls r.ask() for the Store. An error before that moment is recorded in
// the audit trail by the adapter, an error after it by the Store itself.
//
// Bodies are stored bytes of JSON. They are put into answers and Bundles as they
// are; nothing here decodes a resource that goes out, but for an answer in XML,
// which is made of the whole JSON at the end (render.go).
package api
