package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kapbridge/internal/pgtest"
)

// programEnv makes of the test binary the program itself.
const programEnv = "KAPBRIDGE_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programEnv) != "" {
		main()
		return
	}
	pgtest.Main(m)
}

// process is a server in a process of its own.
type process struct {
	cmd    *exec.Cmd
	base   string
	log    *logged
	exited chan struct{} // closed once it has ended
}

// logged is what a process writes to its log, readable while it runs.
type logged struct {
	sync.Mutex
	b bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.Lock()
	defer l.Unlock()
	return l.b.String()
}

// end is what it wrote last.
func (l *logged) end() string {
	all := l.String()
	return all[max(0, len(all)-3000):]
}

// command is one of kapbridge, to be run by itself.
func command(t testing.TB, args ...string) (*exec.Cmd, *logged) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	log := &logged{}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), programEnv+"=1", "KAPBRIDGE_LOG_LEVEL=WARN")
	cmd.Stderr = log
	return cmd, log
}

// serveApart starts a server on a port of its choice and waits until it serves.
// It is killed when the test ends.
func serveApart(t testing.TB, args ...string) *process {
	t.Helper()
	cmd, log := command(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd, log: log, exited: make(chan struct{})}
	serves := make(chan string, 1)
	go func() {
		defer close(p.exited)
		for said := bufio.NewScanner(out); said.Scan(); {
			if _, base, ok := strings.Cut(said.Text(), "serves FHIR R4 at "); ok {
				serves <- base
			}
		}
		cmd.Wait() // how it ended makes no difference: it is killed, as a rule
	}()
	t.Cleanup(p.kill)
	select {
	case p.base = <-serves:
	case <-p.exited:
		t.Fatalf("the server ended: %s", log)
	case <-time.After(time.Minute):
		t.Fatalf("the server does not serve: %s", log)
	}
	return p
}

// kill ends the process without a word and waits until it has gone.
func (p *process) kill() {
	p.cmd.Process.Signal(syscall.SIGKILL) // fails when it has gone already
	<-p.exited
}
