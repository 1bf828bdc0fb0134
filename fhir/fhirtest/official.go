package fhirtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Shared gives a path below the folder of test input that is no part of the
// repository: KAPBRIDGE_SHARED, or the folder shared beside the repository. The
// test is skipped, loudly, where that is absent.
func Shared(t testing.TB, sub string) string {
	t.Helper()
	root := os.Getenv("KAPBRIDGE_SHARED")
	if root == "" {
		root = filepath.Join(repository(t), "..", "shared")
	}
	path := filepath.Join(root, sub)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("NOT RUN: the test input is absent: %v (set KAPBRIDGE_SHARED)", err)
	}
	return path
}

// repository is the folder of go.mod, above the one of the test.
func repository(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("no go.mod above the test")
	return ""
}

// Examples gives HL7's official examples as they are, by the names of their
// files; see Shared.
func Examples(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(Shared(t, "r4-examples"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		all[e.Name()], err = os.ReadFile(path)
		return err
	})
	if err != nil || len(all) < 100 {
		t.Fatalf("%d examples, %v", len(all), err)
	}
	return all
}
