package main

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

var crashCycles = flag.Int("crashcycles", 3, "how often the server or PostgreSQL is killed while clients write")

// TestCrashes kills the server, its PostgreSQL or one of PostgreSQL's sessions
// while clients write, again and again. In the end every write that was
// acknowledged is there, once, with the version that was told; so is each that was
// tried again with its key; and no history has a gap.
func TestCrashes(t *testing.T) {
	folder := clusterFolder(t)
	l := &load{}
	p := serveApart(t, "--data", folder)
	l.base.Store(&p.base)
	l.start(t, 6)
	for cycle := range *crashCycles {
		time.Sleep(time.Duration(500+137*cycle%1000) * time.Millisecond)
		switch cycle % 3 {
		case 0:
			p.kill()
		case 1:
			killed(t, postmaster(t, folder))
			<-p.exited // without its database the server has nothing to do
		case 2:
			killed(t, session(t, postmaster(t, folder)))
			time.Sleep(time.Second)
			continue // PostgreSQL restarts its sessions, and the server goes on
		}
		p = serveApart(t, "--data", folder)
		l.base.Store(&p.base)
	}
	time.Sleep(500 * time.Millisecond)
	l.stop()
	if t.Failed() {
		t.Fatalf("the end of the server's log: %s", p.log.end())
	}
	l.hold(t, p.base)
	check, log := command(t, "check", "--data", folder)
	if out, err := check.Output(); err != nil {
		t.Errorf("check: %v\n%s%s", err, out, log)
	}
}

// clusterFolder is a folder for a private PostgreSQL, which may have another user.
func clusterFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "kapbridge-crash-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(folder, 0o711); err != nil {
		t.Fatal(err)
	}
	return folder
}

// postmaster is the process of the private PostgreSQL.
func postmaster(t *testing.T, folder string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// session is the process of one session of that PostgreSQL, as soon as there is one.
func session(t *testing.T, postmaster int) int {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < 20*time.Second; time.Sleep(20 * time.Millisecond) {
		all, err := filepath.Glob("/proc/[0-9]*/stat")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range all {
			if pid, ok := sessionOf(postmaster, filepath.Dir(file)); ok {
				return pid
			}
		}
	}
	t.Fatal("PostgreSQL has no session")
	return 0
}

// sessionOf tells whether a process, by its folder in /proc, is a session of the
// postmaster. It may end while it is looked at.
func sessionOf(postmaster int, folder string) (pid int, ok bool) {
	stat, err := os.ReadFile(filepath.Join(folder, "stat"))
	if err != nil {
		return 0, false
	}
	_, behind, _ := strings.Cut(string(stat), ") ") // behind the name: state, parent
	if fields := strings.Fields(behind); len(fields) < 2 || fields[1] != strconv.Itoa(postmaster) {
		return 0, false
	}
	title, err := os.ReadFile(filepath.Join(folder, "cmdline"))
	if err != nil || !strings.Contains(string(title), "[local]") {
		return 0, false
	}
	pid, err = strconv.Atoi(filepath.Base(folder))
	return pid, err == nil
}

func killed(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
