package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	"kapbridge/internal/pg"
)

type psqlCommand struct {
	databaseFlags
	Arguments []string `arg:"" optional:"" passthrough:"" help:"Arguments for psql after --, such as -- -c 'select * from episode'."`
}

// Run opens psql with the clinic's schema first. The password travels in the
// environment, not on the command line.
func (c *psqlCommand) Run(p *program) (err error) {
	path, err := exec.LookPath("psql")
	if err != nil {
		return errors.New("psql is not on the PATH: install the postgresql-client package")
	}
	db, err := c.open(p.ctx, p.log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	settings, err := pg.Environment(db.address)
	if err != nil {
		return err
	}
	arguments := c.Arguments
	if len(arguments) > 0 && arguments[0] == "--" {
		arguments = arguments[1:]
	}
	cmd := exec.Command(path, arguments...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(append(os.Environ(), settings...), fmt.Sprintf("PGOPTIONS=-c search_path=%s", c.Schema))
	return cmd.Run()
}
