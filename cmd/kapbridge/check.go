package main

import (
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"kapbridge/store"
)

type checkCommand struct {
	databaseFlags
}

// Run checks every type and fails when a body that is served is not what the
// clinic's rows say, or when searches look at other labels or words than its own.
func (c *checkCommand) Run(p *program) (err error) {
	db, err := c.open(p.ctx, p.log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	if err := db.migrate(p.ctx); err != nil {
		return err
	}
	s := store.Open(db.DB, store.Options{Now: time.Now, NewID: newID, Log: p.log})
	defer s.Close()
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "type\tresources\tleaf values\tin columns\tdrifted\tmislaid\t")
	drifted, mislaid := 0, 0
	for _, name := range s.Types() {
		f, err := s.Check(p.ctx, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\t%d\t%d\t%s\t%d\t%d\t\n", name, f.Resources, f.Leaves, share(f.InColumns, f.Leaves), len(f.Drifted), len(f.Mislaid))
		for _, id := range f.Drifted {
			p.log.Error("the body served is not what the rows say", "resource", name+"/"+id)
		}
		for _, id := range f.Mislaid {
			p.log.Error("the labels or words that a search looks at are not what the body served says", "resource", name+"/"+id)
		}
		drifted, mislaid = drifted+len(f.Drifted), mislaid+len(f.Mislaid)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if drifted+mislaid > 0 {
		return fmt.Errorf("%d resources drifted from their rows, %d from what searches look at", drifted, mislaid)
	}
	return nil
}

func share(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}
