package pg

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// fake makes a folder of programs that say they are PostgreSQL of a version.
func fake(t *testing.T, root, version string) string {
	t.Helper()
	folder := filepath.Join(root, version, "bin")
	write(t, filepath.Join(folder, "postgres"), fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s'\n", version), 0o755)
	write(t, filepath.Join(folder, "initdb"), "#!/bin/sh\n", 0o755)
	return folder
}

// These tests change what the search sees, so they are not parallel.
func TestFindBinaries(t *testing.T) {
	root := ours(t)
	l := layout{folder: root, data: filepath.Join(root, "data")}
	id, err := chooseIdentity(l.data)
	if err != nil {
		t.Fatal(err)
	}
	before := installed
	t.Cleanup(func() { installed = before })
	t.Setenv("PATH", filepath.Join(root, "path"))
	t.Setenv(BinEnv, "")
	find := func(named string, want int) string {
		b, err := findBinaries(t.Context(), named, want, id, l)
		if err != nil {
			return err.Error()
		}
		return b.folder
	}

	installed = []string{filepath.Join(root, "pg", "*", "bin")}
	complaint(t, find("", 0), "no PostgreSQL found", "apt-get install postgresql", BinEnv, "KAPBRIDGE_DATABASE_URL")
	complaint(t, find(root, 0), "postgres cannot be used", "no such file")

	pg := filepath.Join(root, "pg")
	p9, p15, p18 := fake(t, pg, "9.6"), fake(t, pg, "15.18"), fake(t, pg, "18beta1")
	write(t, filepath.Join(pg, "19", "bin", "psql"), "", 0o755) // a client without a server is none
	expect := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
	expect(find("", 0), p18)
	expect(find("", 15), p15)
	expect(find(p15, 0), p15)
	complaint(t, find(p15, 18), "made by PostgreSQL 18", "is PostgreSQL 15", "pg_dumpall")
	complaint(t, find("", 16), "made by PostgreSQL 16", "nothing was changed")
	complaint(t, find(p9, 0), "PostgreSQL 9", "15 or newer")

	// A link on the PATH is followed to where initdb is, and comes first.
	if err := os.MkdirAll(filepath.Join(root, "path"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(p15, "postgres"), filepath.Join(root, "path", "postgres")); err != nil {
		t.Fatal(err)
	}
	expect(find("", 0), p15)
	t.Setenv(BinEnv, p18)
	expect(find("", 0), p18)

	odd := fake(t, pg, "odd")
	complaint(t, find(odd, 0), "does not tell a PostgreSQL version")
}

func TestNoBinariesAtAll(t *testing.T) {
	before := installed
	t.Cleanup(func() { installed = before })
	installed = nil
	t.Setenv("PATH", "/nowhere")
	t.Setenv(BinEnv, "")
	refuse(t, Options{Folder: ours(t)}, "no PostgreSQL found", "apt-get install postgresql", BinEnv, "KAPBRIDGE_DATABASE_URL")
}
