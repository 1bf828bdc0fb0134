package main

import (
	"errors"
	"fmt"

	"kapbridge/migrations"
)

type migrateCommand struct {
	databaseFlags
}

// Run applies what the schema lacks.
func (c *migrateCommand) Run(p *program) (err error) {
	db, err := c.open(p.ctx, p.log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	lacking, err := migrations.Pending(p.ctx, db.DB.DB)
	if err != nil {
		return err
	}
	if err := db.migrate(p.ctx); err != nil {
		return err
	}
	fmt.Printf("schema %s is up to date, %d migrations applied\n", c.Schema, lacking)
	return nil
}
