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
	// Create stores a resource under a new id.
	Create(ctx context.Context, a access.Access, t *fhir.Tree) (fhir.Version, error)
	// Update stores a resource under the id it has; created tells that it was new.
	Update(ctx context.Context, a access.Access, t *fhir.Tree, expect fhir.Precondition) (v fhir.Version, created bool, err error)
	// Delete removes a resource; its history stays. Deleting what is not there succeeds with a zero Number.
	Delete(ctx context.Context, a access.Access, key fhir.Key, expect fhir.Precondition) (fhir.Version, error)
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
