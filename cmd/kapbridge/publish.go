package main

import (
	"context"
	"fmt"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/mapping"
	"kapbridge/store"
)

// theProgram acts on its own account, as the audit log names it.
var theProgram = access.Everything(fhir.Agent{Name: "kapbridge", Kind: fhir.Program}, "")

// publish lets others read what the program defines: its search parameters and
// the implementation guide.
func publish(ctx context.Context, s *store.Store) error {
	if _, err := s.Publish(ctx, theProgram, mapping.Published()); err != nil {
		return fmt.Errorf("publish the project's definitions: %w", err)
	}
	return nil
}
