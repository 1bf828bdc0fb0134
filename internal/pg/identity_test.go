package pg

import (
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can become somebody else")
	}
}

func TestRootHandsTheServerToASteward(t *testing.T) {
	t.Parallel()
	needRoot(t)
	id, err := steward([]string{"no-such-user-here", "root", "nobody"})
	if err != nil || id.name != "nobody" || !id.drop || id.uid == 0 {
		t.Errorf("%+v, %v", id, err)
	}
	if _, err := steward([]string{"no-such-user-here", "root"}); err == nil {
		t.Error("a steward from nowhere")
	} else {
		complaint(t, err.Error(), "no user no-such-user-here or root", "useradd", "ordinary user")
	}
	want := stewards[0]
	if _, err := user.Lookup(want); err != nil {
		want = stewards[1]
	}
	p := personas()[0]
	folder := p.folder(t)
	p.start(t, folder)
	owner, _, err := ownerOf(filepath.Join(folder, "data"))
	if err != nil || userName(owner) != want {
		t.Errorf("the cluster belongs to %s, %v", userName(owner), err)
	}
}

// Root may serve a folder that was made without root: as its owner, who can go on
// without root afterwards.
func TestRootServesAnOrdinaryUsersFolder(t *testing.T) {
	t.Parallel()
	needRoot(t)
	root, ordinary := personas()[0], personas()[1]
	folder := ordinary.folder(t)
	for _, p := range []persona{ordinary, root, ordinary} {
		a := p.start(t, folder)
		if uid, _, err := ownerOf("/proc/" + strconv.Itoa(a.server)); err != nil || uid != ordinary.uid {
			t.Errorf("%s: the server runs as %d, %v", p.name, uid, err)
		}
		a.signal(15)
		if code := a.wait(); code != 0 {
			t.Errorf("%s: exit code %d", p.name, code)
		}
	}
}

func TestOrdinaryUserOnRootsFolder(t *testing.T) {
	t.Parallel()
	needRoot(t)
	root, ordinary := personas()[0], personas()[1]
	folder := root.folder(t)
	a := root.start(t, folder)
	complaint(t, ordinary.launch(t, folder).next(t), "refused data folder "+folder, "permission denied", "run as its owner")
	a.signal(15)
	a.wait()
	if err := os.Remove(filepath.Join(folder, "owner.lock")); err != nil {
		t.Fatal(err)
	}
	complaint(t, ordinary.launch(t, folder).next(t), "refused", folder, "run as")
}

// The message names the folder that stands in the way, not the one behind it.
func TestParentThatMayNotBePassed(t *testing.T) {
	t.Parallel()
	wall := filepath.Join(ours(t), "wall")
	if err := os.Mkdir(wall, 0o700); err != nil {
		t.Fatal(err)
	}
	behind := filepath.Join(wall, "kap")
	if os.Geteuid() == 0 {
		refuse(t, Options{Folder: behind}, "may not pass through "+wall+" ", "chmod o+x "+wall, "name another folder")
		complaint(t, personas()[1].launch(t, behind).next(t), "refused data folder "+behind, "permission denied", "name another folder")
		return
	}
	err := errors.Join(os.Mkdir(behind, 0o700), os.Chmod(wall, 0o600))
	t.Cleanup(func() { os.Chmod(wall, 0o700) })
	if err != nil {
		t.Fatal(err)
	}
	refuse(t, Options{Folder: behind}, behind, "permission denied", "name another folder")
}

// The programs must be reachable for the server's user too.
func TestProgramsThatMayNotBeReached(t *testing.T) {
	t.Parallel()
	needRoot(t)
	wall := filepath.Join(ours(t), "wall")
	folder := fake(t, wall, "15.1")
	if err := os.Chmod(wall, 0o700); err != nil {
		t.Fatal(err)
	}
	refuse(t, Options{Folder: ours(t), Bin: folder}, "may not pass through "+wall+" ", "name another folder")
}

func TestDefaultFolder(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "/data/home")
	t.Setenv("HOME", "/home/somebody")
	want := []string{"/data/home/kapbridge", "/home/somebody/.local/share/kapbridge"}
	if os.Geteuid() == 0 {
		want = []string{"/var/lib/kapbridge", "/var/lib/kapbridge"}
	}
	var got []string
	for _, base := range []string{"/data/home", "not/absolute"} {
		t.Setenv("XDG_DATA_HOME", base)
		folder, err := DefaultFolder()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, folder)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// PostgreSQL takes PG* variables for settings; ours must not reach it.
func TestCommandHasACleanEnvironment(t *testing.T) {
	t.Setenv("PGPORT", "1")
	t.Setenv("KAPBRIDGE_DATABASE_URL", "secret")
	id := identity{name: "x", uid: os.Geteuid()}
	for _, v := range id.command(t.Context(), "/", "/bin/true").Env {
		if name := v[:2]; name == "PG" || name == "KA" {
			t.Errorf("passed on: %s", v)
		}
	}
}
