package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"time"

	"kapbridge/cmd/internal/demo"
	"kapbridge/kap"
	"kapbridge/store"
)

// demoStart is when the synthetic clinic opens unless told otherwise. Its books
// are read two years later, so that all they tell has happened by now.
var demoStart = time.Date(2024, 1, 8, 0, 0, 0, 0, time.UTC)

type demoCommand struct {
	databaseFlags
	Patients int       `default:"20" help:"How many patients."`
	Seed     uint64    `default:"1" help:"Another seed gives another clinic, which joins those that are there."`
	Start    time.Time `format:"2006-01-02" placeholder:"DAY" help:"Day on which the clinic opens, 2024-01-08 if not given; its books are read two years later."`
}

// Run loads the synthetic clinic into the tables; the FHIR side, of a server
// that runs too, shows it without a further step.
func (c *demoCommand) Run(p *program) (err error) {
	if c.Patients < 1 {
		return fmt.Errorf("--patients %d: a clinic has at least one", c.Patients)
	}
	if c.Start.IsZero() {
		c.Start = demoStart
	}
	db, err := c.open(p.ctx, p.log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	if err := db.migrate(p.ctx); err != nil {
		return err
	}
	return loadDemo(p, db, kap.Options{Seed: c.Seed, Patients: c.Patients, Start: c.Start})
}

// demoIfEmpty loads a synthetic clinic where the tables know of no patient yet.
func (c *serveCommand) demoIfEmpty(p *program, db *database) error {
	if c.DemoIfEmpty < 1 {
		return nil
	}
	var inhabited bool
	if err := db.GetContext(p.ctx, &inhabited, `select exists (select from patient)`); err != nil {
		return fmt.Errorf("look for patients: %w", err)
	}
	if inhabited {
		return nil
	}
	c.filled = true
	return loadDemo(p, db, kap.Options{Seed: 1, Patients: c.DemoIfEmpty, Start: demoStart})
}

// settleDemo gives what was loaded its versions, so that the first search need
// not wait for the sweep.
func (c *serveCommand) settleDemo(p *program, s *store.Store) error {
	if !c.filled {
		return nil
	}
	n, err := s.Sweep(p.ctx, s.Types(), math.MaxInt)
	if err != nil {
		return fmt.Errorf("give the synthetic clinic its versions: %w", err)
	}
	fmt.Fprintf(os.Stderr, "%d resources have their first version\n", n)
	return nil
}

// loadDemo loads with progress on standard error, and sums up in one line.
func loadDemo(p *program, db *database, o kap.Options) error {
	began := time.Now()
	bar := newProgress(os.Stderr, isTerminal(os.Stderr), "patients", o.Patients)
	loaded, err := demo.Load(p.ctx, db.DB, o, bar.show)
	bar.end()
	if err != nil {
		return fmt.Errorf("load the synthetic clinic: %w", err)
	}
	fmt.Fprintln(os.Stderr, summary(loaded, time.Since(began)))
	return nil
}

func summary(l demo.Loaded, took time.Duration) string {
	seconds := took.Seconds()
	switch {
	case l.Patients == 0:
		return fmt.Sprintf("the synthetic clinic is loaded already: all %d patients are there, nothing was changed (%.1f s)", l.Known, seconds)
	case l.Known > 0:
		return fmt.Sprintf("loaded %d patients, %d rows in %.1f s; %d patients were there already and were left as they are",
			l.Patients, l.Rows, seconds, l.Known)
	}
	return fmt.Sprintf("loaded %d patients, %d rows in %.1f s", l.Patients, l.Rows, seconds)
}
