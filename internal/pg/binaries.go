package pg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// BinEnv names the folder of PostgreSQL's programs when Options.Bin does not.
const BinEnv = "KAPBRIDGE_POSTGRES_BIN"

// oldest is the first major version that the schema is tested on.
const oldest = 15

// installed are the folders where packages put PostgreSQL's programs without
// putting them on the PATH: Debian's, and the one of the PostgreSQL project's RPMs.
var installed = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"}

// binaries is a folder that holds postgres and initdb of one major version.
type binaries struct {
	folder string
	major  int
}

func (b binaries) path(program string) string { return filepath.Join(b.folder, program) }

// findBinaries looks in the named folder alone, or else on the PATH and then in
// the folders that packages use. It takes the first usable one, or, for a
// cluster that exists, the first of that cluster's major version (0: any): a
// distribution upgrade leaves the old version beside the new one for that.
func findBinaries(ctx context.Context, named string, want int, id identity, l layout) (binaries, error) {
	candidates := []string{cmp.Or(named, os.Getenv(BinEnv))}
	if candidates[0] == "" {
		candidates = searchBinaries()
	}
	if len(candidates) == 0 {
		return binaries{}, errors.New("no PostgreSQL found: install it (on Debian: apt-get install postgresql), " +
			"or name the folder of its programs in " + BinEnv + ", or give the URL of a database that runs in KAPBRIDGE_DATABASE_URL")
	}
	var refused error
	for _, folder := range candidates {
		b, err := inspect(ctx, folder, id, l)
		if err == nil && want != 0 && b.major != want {
			err = otherMajor(l, want, b)
		}
		if err == nil {
			return b, nil
		}
		refused = cmp.Or(refused, err)
	}
	return binaries{}, refused
}

// searchBinaries lists candidate folders, best first. initdb insists on the real
// folder of its sibling, so a link on the PATH is followed.
func searchBinaries() []string {
	var found []string
	for _, pattern := range installed {
		matches, _ := filepath.Glob(pattern) // fails on a malformed pattern only
		found = append(found, matches...)
	}
	slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(folderMajor(b), folderMajor(a)) })
	if link, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(link); err == nil {
			found = slices.Insert(found, 0, filepath.Dir(real))
		}
	}
	complete := func(folder string) bool {
		for _, program := range []string{"postgres", "initdb"} {
			if _, err := exec.LookPath(filepath.Join(folder, program)); err != nil {
				return false
			}
		}
		return true
	}
	return slices.Compact(slices.DeleteFunc(found, func(f string) bool { return !complete(f) }))
}

var digits = regexp.MustCompile(`\d+`)

// folderMajor reads the version in names like 15/bin and pgsql-15/bin.
func folderMajor(folder string) int {
	n, _ := strconv.Atoi(digits.FindString(filepath.Base(filepath.Dir(folder)))) // 0, so last, without a number
	return n
}

var versionLine = regexp.MustCompile(`PostgreSQL\)? (\d+)`)

// inspect asks postgres for its version as the user, and in the folder, of the
// server to be, so that what that user cannot reach is found here and named.
func inspect(ctx context.Context, folder string, id identity, l layout) (binaries, error) {
	b := binaries{folder: folder}
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		b.folder = real
	}
	for _, program := range []string{"postgres", "initdb"} {
		if _, err := os.Stat(b.path(program)); err != nil {
			return b, fmt.Errorf("%s cannot be used (%w): name the folder that holds PostgreSQL's postgres and initdb", b.path(program), bare(err))
		}
	}
	out, err := id.command(ctx, l.folder, b.path("postgres"), "--version").Output()
	if err != nil {
		return b, unreachable(err, b, id, l)
	}
	m := versionLine.FindSubmatch(out)
	if m == nil {
		return b, fmt.Errorf("%s does not tell a PostgreSQL version (%q): name the folder of a PostgreSQL server", b.path("postgres"), out)
	}
	if b.major, err = strconv.Atoi(string(m[1])); err != nil {
		return b, fmt.Errorf("version of %s: %w", b.path("postgres"), err)
	}
	if b.major < oldest {
		return b, fmt.Errorf("%s is PostgreSQL %d: kapbridge needs %d or newer", b.folder, b.major, oldest)
	}
	return b, nil
}

func unreachable(err error, b binaries, id identity, l layout) error {
	if errors.Is(err, fs.ErrPermission) {
		for _, path := range []string{l.folder, b.path("postgres")} {
			if wall := id.barrier(path); wall != "" {
				return fmt.Errorf("user %s, as whom PostgreSQL runs, may not pass through %s to %s: allow it (chmod o+x %s), or name another folder", id.name, wall, path, wall)
			}
		}
	}
	return fmt.Errorf("%s does not run as user %s (%w): name the folder of a PostgreSQL server in %s", b.path("postgres"), id.name, bare(err), BinEnv)
}
