package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const committed = "../../fhir/r4"

func TestCommittedTablesAgreeWithTheirSource(t *testing.T) {
	var log strings.Builder
	if code := run(true, committed, "", &log); code != 0 {
		t.Error(log.String())
	}
	if strings.Contains(log.String(), "NOT VERIFIED") {
		t.Skip(log.String())
	}
}

func TestDriftIsNamed(t *testing.T) {
	if _, err := open(""); errors.Is(err, errNoSource) {
		t.Skipf("NOT RUN: %v", err)
	}
	folder := t.TempDir()
	for _, name := range []string{"types.txt", "invariants.txt", "required.txt", "valuesets.txt", "codesystems.txt", "searchparameters.txt", "compartments.txt", "profiles.txt", "source.txt"} {
		data, err := os.ReadFile(filepath.Join(committed, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "types.txt" {
			data = []byte(strings.Replace(string(data), "\tidentifier\t0", "\tidentifier\t1", 1))
		}
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var log strings.Builder
	if code := run(true, folder, "", &log); code != 1 || !strings.Contains(log.String(), "types.txt differs from its source at line 2") {
		t.Errorf("%d %s", code, log.String())
	}
}

func TestWithoutSource(t *testing.T) {
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOMODCACHE", t.TempDir())
	var log strings.Builder
	if code := run(true, committed, "", &log); code != 0 || !strings.Contains(log.String(), "NOT VERIFIED") {
		t.Errorf("verify: %d %s", code, log.String())
	}
	log.Reset()
	if code := run(false, t.TempDir(), "", &log); code != 1 {
		t.Errorf("write: %d %s", code, log.String())
	}
}

func TestFlattenListsNestedCodes(t *testing.T) {
	got := flatten(nil, []concept{{Code: "a", Concept: []concept{{Code: "b", Concept: []concept{{Code: "c"}}}}}, {Code: "d"}})
	if strings.Join(got, " ") != "a b c d" {
		t.Error(got)
	}
}
