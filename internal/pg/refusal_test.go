package pg

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// refuse starts a server on a folder that must not do, and wants one clear line.
func refuse(t *testing.T, o Options, wants ...string) {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err == nil {
		s.Stop(context.Background())
		t.Fatal("it started")
	}
	complaint(t, err.Error(), wants...)
}

func complaint(t *testing.T, text string, wants ...string) {
	t.Helper()
	if strings.Contains(text, "\n") {
		t.Errorf("more than a line: %q", text)
	}
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
	t.Log(text)
}

// ours is a data folder of this test's own user.
func ours(t *testing.T) string { return personas()[0].folder(t) }

func write(t *testing.T, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func TestOtherMajorIsRefusedAndUntouched(t *testing.T) {
	t.Parallel()
	folder := ours(t)
	write(t, filepath.Join(folder, "data", "PG_VERSION"), "9\n", 0o600)
	write(t, filepath.Join(folder, "data", "base", "1", "1259"), "rows", 0o600)
	write(t, filepath.Join(folder, "password"), "secret", 0o600)
	before := content(t, folder)
	refuse(t, Options{Folder: folder}, "made by PostgreSQL 9", "nothing was changed", "pg_dumpall", "restore", "new data folder")
	after := content(t, folder)
	delete(after, "owner.lock")
	if d := cmp.Diff(before, after); d != "" {
		t.Error(d)
	}
}

func content(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestForeignFoldersAreRefused(t *testing.T) {
	t.Parallel()
	t.Run("a bare cluster", func(t *testing.T) {
		t.Parallel()
		folder := ours(t)
		write(t, filepath.Join(folder, "PG_VERSION"), "15\n", 0o600)
		refuse(t, Options{Folder: folder}, folder+" is itself a PostgreSQL cluster", "name another folder")
	})
	t.Run("data that is no cluster", func(t *testing.T) {
		t.Parallel()
		folder := ours(t)
		write(t, filepath.Join(folder, "data", "thesis.txt"), "years of work", 0o600)
		refuse(t, Options{Folder: folder}, "holds no PostgreSQL cluster", "move it away")
	})
	t.Run("a file", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(ours(t), "file")
		write(t, file, "", 0o600)
		refuse(t, Options{Folder: file}, file, "not a folder", "name another folder")
	})
	t.Run("no name", func(t *testing.T) {
		t.Parallel()
		refuse(t, Options{}, "no data folder: name one")
	})
}

func TestPasswordFile(t *testing.T) {
	t.Parallel()
	folder := ours(t)
	s, err := Start(t.Context(), Options{Folder: folder, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "password")
	write(t, file, "another", 0o600)
	refuse(t, Options{Folder: folder, NoSync: true}, "password in "+file, "restore that file")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	refuse(t, Options{Folder: folder, NoSync: true}, file+" is missing", "restore that file")
	if pids := living(t, folder); len(pids) > 0 {
		t.Errorf("a refused start left %v", pids)
	}
}

// A path beyond what a socket's address holds is no reason to refuse.
func TestLongPathGetsAShortSocket(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(ours(t), strings.Repeat("a", 60), strings.Repeat("b", 60))
	for dir := filepath.Dir(folder); ; dir = folder {
		if err := os.Mkdir(dir, 0o711); err != nil {
			t.Fatal(err)
		}
		if dir == folder {
			break
		}
	}
	s, err := Start(t.Context(), Options{Folder: folder, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(socketFile(s.socket)); n > maxSocketPath {
		t.Errorf("%d bytes", n)
	}
	if url, err := Attach(folder); err != nil || url != s.URL() {
		t.Errorf("attach: %v", err)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.socket); !os.IsNotExist(err) {
		t.Errorf("%s is left, %v", s.socket, err)
	}
}

// Whatever a person calls a folder, the server, lib/pq and psql agree on it.
func TestFolderOfAnyName(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(ours(t), `a, "b" + é%20='c'`)
	s, err := Start(t.Context(), Options{Folder: folder, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	url, err := Attach(folder)
	if err != nil {
		t.Fatal(err)
	}
	psqlReaches(t, url)
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestSocketFolderOfSomebodyElseIsRefused(t *testing.T) {
	t.Parallel()
	id, err := chooseIdentity("/nowhere")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(ours(t), "socket")
	if err := os.Symlink(os.TempDir(), folder); err != nil {
		t.Fatal(err)
	}
	if err := makeSocketFolder(folder, id); err == nil {
		t.Fatal("a symbolic link was taken")
	} else {
		complaint(t, err.Error(), folder, "remove it")
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	for range 2 { // made, then found
		if err := makeSocketFolder(folder, id); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := makeSocketFolder(folder, id); err == nil {
		t.Fatal("a folder open to all was taken")
	}
}

// A server that does not come up has said why.
func TestServerThatGivesUp(t *testing.T) {
	t.Parallel()
	folder := ours(t)
	s, err := Start(t.Context(), Options{Folder: folder, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(folder, "data", "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\nno_such_setting = 1\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	refuse(t, Options{Folder: folder, NoSync: true}, "PostgreSQL did not start (exit status 1)", "postgresql.conf", "errors")
}

// A start that runs out of time leaves nothing behind and can be repeated.
func TestStartThatIsGivenUp(t *testing.T) {
	t.Parallel()
	folder := ours(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if s, err := Start(ctx, Options{Folder: folder, NoSync: true}); err == nil {
		s.Stop(context.Background())
		t.Skip("this machine makes a cluster in 100 ms")
	} else {
		complaint(t, err.Error())
	}
	s, err := Start(t.Context(), Options{Folder: folder, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	given, cancel := context.WithCancel(t.Context())
	cancel() // an impatient stop is a stop all the same
	if err := s.Stop(given); err != nil || len(living(t, folder)) > 0 {
		t.Errorf("%v, left %v", err, living(t, folder))
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Errorf("the second stop: %v", err)
	}
}

// What the server logs must not carry what statements carry.
func TestLogHoldsNoContent(t *testing.T) {
	t.Parallel()
	p := personas()[0]
	a := p.start(t, p.folder(t))
	a.exec(t, `create table told (name text unique, n integer check (n < 5))`)
	a.exec(t, `insert into told values ('Confidential', 1)`)
	for _, bad := range []string{`insert into told values ('Confidential', 2)`, `insert into told values ('x', 77411)`,
		`select 'Confidential'::integer`, `select Confidential`, `do $$ begin raise warning 'Confidential'; raise log 'plain'; end $$`} {
		a.open(t).Exec(bad) // all but the last fail; the client learns why, the log does not
	}
	a.signal(15)
	a.wait()
	if log := a.log.String(); strings.Contains(log, "Confidential") || strings.Contains(log, "77411") || !strings.Contains(log, "plain") {
		t.Errorf("the log tells:\n%s", log)
	}
}
