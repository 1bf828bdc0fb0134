package inspection

import (
	"fmt"
	"io"
	"runtime"
	"sync"

	"kapbridge/fhir/validate"
)

// Options say what is looked at, and how it is told.
type Options struct {
	Validator *validate.Validator
	Profiles  []string  // canonical urls of profiles that every resource is held to
	Level     Level     // the least severity that is shown
	Format    Format    // of what is found
	Out       io.Writer // takes it; nil for nothing but the counts
	In        io.Reader // the standard input, for the path "-"
}

// Summary counts what was looked at and found, shown or not.
type Summary struct {
	Resources, Errors, Warnings int
	Lost                        []error // files that could not be read
}

// String counts what there is.
func (s Summary) String() string {
	return fmt.Sprintf("%d resources, %d errors, %d warnings", s.Resources, s.Errors, s.Warnings)
}

// Run looks at all documents of the paths, on all cores, and tells what is found
// in their order. It keeps no more of them than it looks at, and waits with the
// next until the first is told. An error is one of writing.
func Run(o Options, paths ...string) (Summary, error) {
	tasks, inOrder := make(chan task), make(chan task, 2*runtime.NumCPU())
	s := &source{stdin: o.In, give: func(d document) {
		t := task{d, make(chan finding, 1)}
		inOrder <- t
		tasks <- t
	}}
	var readers sync.WaitGroup
	readers.Go(func() {
		defer close(inOrder)
		defer close(tasks)
		for _, path := range paths {
			s.path(path)
		}
	})
	for range runtime.NumCPU() {
		readers.Go(func() {
			for t := range tasks {
				t.done <- t.inspect(o.Validator, o.Profiles, o.Level)
			}
		})
	}
	var sum Summary
	var failed error
	for t := range inOrder {
		f := <-t.done
		sum.Resources, sum.Errors, sum.Warnings = sum.Resources+1, sum.Errors+f.errors, sum.Warnings+f.warns
		if o.Out != nil && failed == nil {
			failed = o.Format.write(o.Out, f)
		}
	}
	readers.Wait()
	sum.Lost = s.lost
	return sum, failed
}

// task is a document on its way to a finding.
type task struct {
	document
	done chan finding
}
