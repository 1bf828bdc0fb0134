package main

import (
	"errors"
	"fmt"
	"time"

	"kapbridge/migrations"
	"kapbridge/store"
)

type migrateCommand struct {
	databaseFlags
}

// Run applies what the schema lacks, and publishes the project's definitions.
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
	s := store.Open(db.DB, store.Options{Now: time.Now, NewID: newID, Log: p.log})
	defer s.Close()
	if err := publish(p.ctx, s); err != nil {
		return err
	}
	fmt.Printf("schema %s is up to date, %d migrations applied\n", c.Schema, lacking)
	return nil
}
