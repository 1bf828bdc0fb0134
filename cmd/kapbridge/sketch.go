package main

import (
	"fmt"

	"kapbridge/mapping"
	"kapbridge/store"
)

type sketchCommand struct {
	Type string `arg:"" help:"A declared resource type, such as EpisodeOfCare."`
}

// Run prints DDL to begin a migration with.
func (c *sketchCommand) Run(*program) error {
	r := mapping.Of(c.Type)
	if r == nil {
		return fmt.Errorf("%s has no declaration: write mapping/<type>.go first", c.Type)
	}
	fmt.Print(store.Sketch(r))
	return nil
}
