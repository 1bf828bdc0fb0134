package store

import (
	"context"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Create stores a resource under a new id.
func (s *Store) Create(ctx context.Context, a access.Access, t *fhir.Tree) (fhir.Version, error) {
	w, err := s.one(ctx, a, mapping.Write{Do: mapping.Create, Key: fhir.Key{Type: t.Get("resourceType").StringOr("")}, Resource: t})
	return w.Version, err
}

// Update stores a resource under the id it has and makes it when it is not
// there (http://hl7.org/fhir/R4/http.html#upsert).
func (s *Store) Update(ctx context.Context, a access.Access, t *fhir.Tree, expect fhir.Precondition) (v fhir.Version, created bool, err error) {
	key := fhir.Key{Type: t.Get("resourceType").StringOr(""), ID: t.Get("id").StringOr("")}
	w, err := s.one(ctx, a, mapping.Write{Do: mapping.Update, Key: key, Resource: t, Expect: expect})
	return w.Version, w.Result == mapping.Made, err
}

// Delete removes the clinic's rows of a resource and records the deletion as a
// version. Deleting what is not there succeeds and returns a zero Number. What
// others refer to is not deleted: 409.
func (s *Store) Delete(ctx context.Context, a access.Access, key fhir.Key, expect fhir.Precondition) (fhir.Version, error) {
	w, err := s.one(ctx, a, mapping.Write{Do: mapping.Delete, Key: key, Expect: expect})
	return w.Version, err
}

func (s *Store) one(ctx context.Context, a access.Access, w mapping.Write) (mapping.Written, error) {
	done, err := s.Write(ctx, a, &mapping.Transaction{Writes: []mapping.Write{w}})
	if err != nil {
		return mapping.Written{}, err
	}
	return done[0], nil
}
