package pg

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestAttach(t *testing.T) {
	t.Parallel()
	folder := ours(t)
	none := func(folder string) {
		t.Helper()
		if _, err := Attach(folder); err == nil {
			t.Fatal("attached to nothing")
		} else {
			complaint(t, err.Error(), "no private PostgreSQL runs in "+folder, "kapbridge serve", "database URL")
		}
	}
	none(filepath.Join(folder, "nowhere"))
	none(folder)
	a := personas()[0].start(t, folder)
	url, err := Attach(folder)
	if err != nil || url != a.url {
		t.Fatalf("attach: %v", err)
	}
	psqlReaches(t, url)
	a.signal(9)
	kill(t, a.server)
	a.wait()
	if _, err := os.Stat(filepath.Join(folder, "data", "postmaster.pid")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "all to end", func() bool { return len(living(t, folder)) == 0 })
	none(folder)
}

func psqlReaches(t *testing.T, url string) {
	t.Helper()
	psql, err := exec.LookPath("psql")
	if err != nil {
		t.Log("no psql here: not tried")
		return
	}
	env, err := Environment(url)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-c", "select current_user"}, {url, "-c", "select current_user"}} {
		cmd := exec.Command(psql, append([]string{"-XAt"}, args...)...)
		cmd.Env = append(os.Environ(), env...)
		if out, err := cmd.CombinedOutput(); err != nil || string(out) != User+"\n" {
			t.Errorf("psql: %v\n%s", err, out)
		}
	}
}

func TestSocketPathFits(t *testing.T) {
	t.Parallel()
	for n := 1; n < 300; n++ {
		l := layout{folder: "/" + strings.Repeat("x", n)}
		socket, err := l.socketFolder()
		if err != nil || len(socketFile(socket)) > maxSocketPath {
			t.Fatalf("%d: %s, %v", n, socket, err)
		}
		inside := socket == filepath.Join(l.folder, "socket")
		if fits := len(socketFile(filepath.Join(l.folder, "socket"))) <= maxSocketPath; inside != fits {
			t.Fatalf("%d: %s", n, socket)
		}
	}
	one, _ := layout{folder: fmt.Sprintf("/%x", sha256.Sum256([]byte("a"))) + strings.Repeat("x", 99)}.socketFolder()
	two, _ := layout{folder: fmt.Sprintf("/%x", sha256.Sum256([]byte("b"))) + strings.Repeat("x", 99)}.socketFolder()
	if one == two {
		t.Error("two data folders share a socket folder")
	}
}
