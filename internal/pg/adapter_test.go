package pg

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The tests kill things, so the kapbridge they kill is another process: this
// test binary again, told by the environment to play one.
const (
	adapterEnv = "KAPBRIDGE_PG_TEST_ADAPTER" // data folder
	untiedEnv  = "KAPBRIDGE_PG_TEST_UNTIED"  // no signal on the parent's death
	commitEnv  = "KAPBRIDGE_PG_TEST_COMMIT"  // commits rows for ever, telling each
	syncEnv    = "KAPBRIDGE_PG_TEST_SYNC"    // waits for the disk, as in real life; without it a killed server may lose rows
)

const diedCode = 3 // exit code of an adapter whose server died

func TestMain(m *testing.M) {
	if folder := os.Getenv(adapterEnv); folder != "" {
		os.Exit(playAdapter(folder))
	}
	code := m.Run()
	if binaryCopy.folder != "" {
		os.RemoveAll(binaryCopy.folder)
	}
	os.Exit(code)
}

func playAdapter(folder string) int {
	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM) // before anybody can know that we are ready
	untied = os.Getenv(untiedEnv) != ""
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, err := Start(context.Background(), Options{Folder: folder, Log: log, NoSync: os.Getenv(syncEnv) == ""})
	if err != nil {
		fmt.Println("refused", err)
		return 1
	}
	fmt.Println("ready", s.child.process.Pid, s.URL())
	if os.Getenv(commitEnv) != "" {
		go commitForEver(s.URL())
	}
	select {
	case <-term:
		if err := s.Stop(context.Background()); err != nil {
			fmt.Println("stop", err)
			return 1
		}
		return 0
	case <-s.Done():
		fmt.Println("died", s.Err())
		return diedCode
	}
}

func commitForEver(url string) {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return
	}
	for {
		var n int
		if db.QueryRow(`insert into kept default values returning n`).Scan(&n) != nil {
			return
		}
		fmt.Println("row", n)
	}
}

// persona is a user as whom an adapter runs.
type persona struct {
	name string
	uid  int // -1: as this test
}

// personas are this test's user and, when that is root, an ordinary one too.
func personas() []persona {
	if os.Geteuid() != 0 {
		return []persona{{"ordinary", -1}}
	}
	return []persona{{"root", -1}, {"ordinary", 65534}}
}

// folder makes a data folder that the persona owns, inside one that all may pass.
// What still lives there at the end of the test is ended.
func (p persona) folder(t *testing.T) string {
	t.Helper()
	parent, err := os.MkdirTemp("", "kapbridge-pg-")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(parent, "kap")
	t.Cleanup(func() {
		pids, _ := livingIn(filepath.Join(folder, "data"))
		for _, pid := range pids {
			syscall.Kill(pid, syscall.SIGQUIT)
		}
		eventually(t, "the last server to end", func() bool { return len(living(t, folder)) == 0 })
		os.RemoveAll(parent)
	})
	if err := errors.Join(os.Chmod(parent, 0o711), os.Mkdir(folder, 0o711)); err != nil {
		t.Fatal(err)
	}
	if p.uid >= 0 {
		if err := os.Chown(folder, p.uid, p.uid); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// adapter is a kapbridge process of a test.
type adapter struct {
	cmd    *exec.Cmd
	server int // pid of its postmaster
	url    string
	lines  chan string // what it prints, closed at its end
	log    *safeBuffer
	waited sync.Once
	code   int
}

// launch starts an adapter and does not wait for it.
func (p persona) launch(t *testing.T, folder string, env ...string) *adapter {
	t.Helper()
	a := &adapter{cmd: exec.Command(testBinary(t)), lines: make(chan string, 100_000), log: &safeBuffer{}}
	a.cmd.Env = append(append(os.Environ(), env...), adapterEnv+"="+folder)
	a.cmd.Dir = "/"
	a.cmd.Stderr = a.log
	if p.uid >= 0 {
		a.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(p.uid), Gid: uint32(p.uid)}}
	}
	out, err := a.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go a.read(out)
	t.Cleanup(func() { a.signal(syscall.SIGKILL); a.wait() })
	return a
}

func (a *adapter) read(out io.Reader) {
	defer close(a.lines)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		a.lines <- lines.Text()
	}
}

// start launches an adapter and waits until it serves.
func (p persona) start(t *testing.T, folder string, env ...string) *adapter {
	t.Helper()
	a := p.launch(t, folder, env...)
	line := a.next(t)
	words := strings.Fields(line)
	if len(words) != 3 || words[0] != "ready" {
		t.Fatalf("the adapter said %q and not that it is ready; its log:\n%s", line, a.log)
	}
	var err error
	if a.server, err = strconv.Atoi(words[1]); err != nil {
		t.Fatal(err)
	}
	a.url = words[2]
	return a
}

func (a *adapter) next(t *testing.T) string {
	t.Helper()
	select {
	case line := <-a.lines:
		return line
	case <-time.After(time.Minute):
		t.Fatalf("the adapter says nothing; its log:\n%s", a.log)
		return ""
	}
}

func (a *adapter) signal(sig syscall.Signal) { a.cmd.Process.Signal(sig) }

// wait gives the adapter's exit code, -1 when a signal ended it.
func (a *adapter) wait() int {
	a.waited.Do(func() {
		for range a.lines { // Wait closes the pipe, so all must be read before
		}
		a.cmd.Wait()
		a.code = a.cmd.ProcessState.ExitCode()
	})
	return a.code
}

func (a *adapter) kill() { a.signal(syscall.SIGKILL); a.wait() }

// exec runs a statement on the adapter's server.
func (a *adapter) exec(t *testing.T, statement string) {
	t.Helper()
	db := a.open(t)
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func (a *adapter) open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", a.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func (a *adapter) ask(t *testing.T, query string) string {
	t.Helper()
	var answer string
	if err := a.open(t).QueryRow(query).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return answer
}

// binaryCopy is this test binary where an ordinary user may run it: go test
// builds in a folder of its own user only.
var binaryCopy struct {
	sync.Once
	folder, path string
	err          error
}

func testBinary(t *testing.T) string {
	t.Helper()
	binaryCopy.Do(func() {
		self, err := os.Executable()
		if err != nil || os.Geteuid() != 0 {
			binaryCopy.path, binaryCopy.err = self, err
			return
		}
		binaryCopy.folder, err = os.MkdirTemp("", "kapbridge-pg-binary-")
		binaryCopy.path = filepath.Join(binaryCopy.folder, "adapter")
		text, errRead := os.ReadFile(self)
		binaryCopy.err = errors.Join(err, errRead, os.Chmod(binaryCopy.folder, 0o711), os.WriteFile(binaryCopy.path, text, 0o755))
	})
	if binaryCopy.err != nil {
		t.Fatal(binaryCopy.err)
	}
	return binaryCopy.path
}
