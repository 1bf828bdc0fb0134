package api

import (
	"context"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Store is what the interactions need of a store. Every method leaves an audit
// record, also when it refuses; errors are *fhir.Problem.
type Store interface {
	// Read returns the current version; 404 when unknown, 410 when deleted.
	Read(ctx context.Context, a access.Access, key fhir.Key) (fhir.Version, error)
	// ReadVersion returns one version; 410 when that version is a deletion.
	ReadVersion(ctx context.Context, a access.Access, key fhir.Key, number int64) (fhir.Version, error)
	// Write carries out a transaction, all of its writes or none; a single write is a
	// transaction of one. What it gives back is in their order.
	Write(ctx context.Context, a access.Access, t *mapping.Transaction) ([]mapping.Written, error)
	// Deletion tells what the deletion of a resource would be refused for, and does
	// not delete it.
	Deletion(ctx context.Context, a access.Access, key fhir.Key) ([]fhir.Issue, error)
	// History returns versions, newest first.
	History(ctx context.Context, a access.Access, q fhir.HistoryQuery) (fhir.Page, error)
	// Search returns current versions that match.
	Search(ctx context.Context, a access.Access, q *mapping.Query) (fhir.Page, error)
	// Explain tells how a search would be carried out; 403 for who may not know.
	Explain(ctx context.Context, a access.Access, q *mapping.Query) ([]mapping.Explained, error)
	// Note records an interaction that was refused before the store was asked.
	Note(ctx context.Context, a access.Access, r audit.Record) error
	// Ready tells whether the database answers and its schema is current.
	Ready(ctx context.Context) error
}
