package store

import (
	"context"
	"errors"
	"fmt"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Publishing says what Publish did.
type Publishing struct{ Written, Withdrawn int }

// Publish makes the resources that the program defines readable like any other,
// by their ids. One that says the same already keeps its version. What was
// published under the project's base and is not in the list any more is deleted.
// The types must be those that the program alone writes.
func (s *Store) Publish(ctx context.Context, a access.Access, trees []*fhir.Tree) (done Publishing, err error) {
	listed := map[fhir.Key]bool{}
	for _, t := range trees {
		key := fhir.Key{Type: t.Get("resourceType").StringOr(""), ID: t.Get("id").StringOr("")}
		if r := mapping.Of(key.Type); r == nil || !r.Published {
			return done, fmt.Errorf("%s cannot be published: its type is not one that the program alone writes", key)
		}
		listed[key] = true
		if same, err := s.says(ctx, a, key, t); err != nil {
			return done, err
		} else if same {
			continue
		}
		if _, _, err := s.Update(ctx, a, t, fhir.Precondition{}); err != nil {
			return done, err
		}
		done.Written++
	}
	done.Withdrawn, err = s.withdraw(ctx, a, listed)
	return done, err
}

// withdraw deletes what is published and not listed.
func (s *Store) withdraw(ctx context.Context, a access.Access, listed map[fhir.Key]bool) (n int, err error) {
	for _, r := range mapping.All() {
		if !r.Published {
			continue
		}
		published, err := s.ownOf(ctx, r)
		if err != nil {
			return n, err
		}
		for _, key := range published {
			if listed[key] {
				continue
			}
			if _, err := s.Delete(ctx, a, key, fhir.Precondition{}); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// says tells whether the current version of a resource has the same content.
func (s *Store) says(ctx context.Context, a access.Access, key fhir.Key, t *fhir.Tree) (bool, error) {
	v, _, err := s.current(ctx, a, key)
	var p *fhir.Problem
	switch {
	case errors.As(err, &p) && (p.Status == 404 || p.Status == 410):
		return false, nil
	case err != nil:
		return false, err
	}
	there, err := fhir.DecodeStored(v.Body)
	if err != nil {
		return false, err
	}
	return mapping.StripHead(there).Equal(mapping.StripHead(t)), nil
}

// ownOf lists the resources of a type that have a url of the project.
func (s *Store) ownOf(ctx context.Context, r *mapping.Resource) ([]fhir.Key, error) {
	t := s.types[r.Type]
	url := canonical.names(t)[0]
	found, err := s.ask(ctx, "select m.id "+t.from("", "starts_with("+url+", $1)"), fhir.Canonical+"/")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var keys []fhir.Key
	for found.Next() {
		key := fhir.Key{Type: r.Type}
		if err := found.Scan(&key.ID); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, found.Err()
}
