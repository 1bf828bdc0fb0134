package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// table is one file to write: its name and its text.
type table struct {
	name string
	text []byte
}

func main() {
	verify := flag.Bool("verify", false, "compare with the tables on disk instead of writing them")
	folder := flag.String("tables", "fhir/r4", "folder of the tables")
	from := flag.String("from", "", "folder of the HL7 files (default: download the Go module that carries them)")
	flag.Parse()
	os.Exit(run(*verify, *folder, *from, os.Stderr))
}

// run returns the exit code: 0 done or nothing to compare with, 1 failed or different.
func run(verify bool, folder, from string, log io.Writer) int {
	src, err := open(from)
	if verify && errors.Is(err, errNoSource) {
		fmt.Fprintf(log, "r4tables: NOT VERIFIED: %v\n", err)
		return 0
	}
	var tables []table
	if err == nil {
		tables, err = generate(src)
	}
	if err == nil {
		if verify {
			err = compare(folder, tables)
		} else {
			err = write(folder, tables)
		}
	}
	if err != nil {
		fmt.Fprintf(log, "r4tables: %v\n", err)
		return 1
	}
	if verify {
		fmt.Fprintf(log, "r4tables: %s agrees with %s\n", folder, src.name)
	}
	return 0
}

// generate makes all tables; source.txt is last, as it lists what the others read.
func generate(src *source) ([]table, error) {
	structures, err := readStructures(src)
	if err != nil {
		return nil, err
	}
	types, bound, err := typesTable(structures)
	if err != nil {
		return nil, err
	}
	rules, err := invariantsTable(structures)
	if err != nil {
		return nil, err
	}
	terms, err := readTerminology(src)
	if err != nil {
		return nil, err
	}
	required, err := requiredTable(terms, bound)
	if err != nil {
		return nil, err
	}
	sets, err := valueSetsTable(terms)
	if err != nil {
		return nil, err
	}
	systems, err := codeSystemsTable(terms)
	if err != nil {
		return nil, err
	}
	params, err := searchTable(src)
	if err != nil {
		return nil, err
	}
	compartments, err := compartmentsTable(src)
	if err != nil {
		return nil, err
	}
	profiles, err := profilesTable(src)
	if err != nil {
		return nil, err
	}
	origin, err := src.describe()
	if err != nil {
		return nil, err
	}
	return []table{
		{"types.txt", types}, {"invariants.txt", rules}, {"required.txt", required}, {"valuesets.txt", sets}, {"codesystems.txt", systems},
		{"searchparameters.txt", params}, {"compartments.txt", compartments}, {"profiles.txt", profiles}, {"source.txt", origin},
	}, nil
}

func write(folder string, tables []table) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, t := range tables {
		if err := os.WriteFile(filepath.Join(folder, t.name), t.text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// compare names the first line that differs, of every table that does.
func compare(folder string, tables []table) error {
	var all []error
	for _, t := range tables {
		have, err := os.ReadFile(filepath.Join(folder, t.name))
		if err != nil {
			all = append(all, err)
			continue
		}
		if bytes.Equal(have, t.text) {
			continue
		}
		a, b := bytes.Split(have, []byte("\n")), bytes.Split(t.text, []byte("\n"))
		line := 0
		for line < min(len(a), len(b)) && slices.Equal(a[line], b[line]) {
			line++
		}
		all = append(all, fmt.Errorf("%s differs from its source at line %d: run `go run ./cmd/r4tables` and read the diff",
			filepath.Join(folder, t.name), line+1))
	}
	return errors.Join(all...)
}
