package main

import (
	"fmt"
	"os"

	"kapbridge/cmd/internal/inspection"
	"kapbridge/fhir/ig"
	"kapbridge/fhir/validate"
)

type validateCommand struct {
	Paths       []string          `arg:"" name:"file" help:"Files, and folders with all .json, .xml and .ndjson below them; - is the standard input. What a text is, XML, JSON or NDJSON, it says itself."`
	Profile     []string          `placeholder:"URL" sep:"none" help:"Hold every resource to this profile too; may be given again."`
	Definitions []string          `placeholder:"PATH" sep:"none" help:"Know the profiles, value sets and code systems of this file, folder or FHIR package (.tgz) too; may be given again."`
	Level       inspection.Level  `enum:"error,warning,information" default:"warning" help:"Least severity that is shown: ${enum}."`
	Format      inspection.Format `enum:"text,json,outcome" default:"text" help:"How: ${enum}. text is a line for each issue, the others one for each resource."`
	Quiet       bool              `help:"Show no issues, only the last line."`
}

// Help tells what the line of usage does not.
func (*validateCommand) Help() string {
	return `Issues go to the standard output as "file:line:column: severity code place: text",
the number of all of them to the standard error. The profiles of R4, of kapbridge
and of US Core are known without --definitions.

The exit status is 0 where no error was found, 1 where one was, and 2 where the
command line is wrong or a file cannot be read.`
}

// Run looks at all that is named.
func (c *validateCommand) Run(*program) error {
	v, err := c.validator()
	if err != nil {
		fmt.Fprintln(os.Stderr, "kapbridge:", err)
		return statusUsage
	}
	o := inspection.Options{Validator: v, Profiles: c.Profile, Level: c.Level, Format: c.Format, In: os.Stdin}
	if !c.Quiet {
		o.Out = os.Stdout
	}
	sum, err := inspection.Run(o, c.Paths...)
	if err != nil {
		return err
	}
	for _, lost := range sum.Lost {
		fmt.Fprintln(os.Stderr, "kapbridge:", lost)
	}
	fmt.Fprintln(os.Stderr, sum)
	switch {
	case len(sum.Lost) > 0:
		return statusUsage
	case sum.Errors > 0:
		return exitStatus(1)
	}
	return nil
}

// validator knows what the guide knows, and what the caller brings along.
func (c *validateCommand) validator() (*validate.Validator, error) {
	v := ig.Validator()
	if len(c.Definitions) > 0 {
		brought, err := inspection.Definitions(c.Definitions...)
		if err != nil {
			return nil, err
		}
		var unusable []error
		if v, unusable, err = inspection.Validator(brought); err != nil {
			return nil, err
		}
		for _, one := range unusable {
			fmt.Fprintln(os.Stderr, "kapbridge: left out:", one)
		}
	}
	for _, url := range c.Profile {
		if !v.Holds(url) {
			return nil, fmt.Errorf("--profile %s: no such profile is known here, or it was left out; bring it along with --definitions", url)
		}
	}
	return v, nil
}
