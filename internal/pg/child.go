package pg

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// child is a running server process.
type child struct {
	process *os.Process
	done    chan struct{} // closed when the process has ended; err is set before
	err     error         // how it ended, nil for exit status 0
	said    *hearing
}

// launch starts the server and watches it. One goroutine forks and waits on a
// thread locked for the server's life: the kernel's signal on a parent's death
// follows the thread. The output goes through a pipe of our own, so that Wait
// returns when the server ends and not when its last orphan lets go of the pipe.
func launch(cmd *exec.Cmd, log *slog.Logger) (*child, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("a pipe for PostgreSQL's log: %w", err)
	}
	cmd.Stdout, cmd.Stderr = w, w
	c := &child{done: make(chan struct{}), said: listen(r, log)}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		err := cmd.Start()
		w.Close() // the server has its own; a failing close of a pipe has no meaning
		started <- err
		if err == nil {
			c.err = cmd.Wait()
			close(c.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	c.process = cmd.Process
	return c, nil
}

// signalAndWait tells whether the process ended within patience.
func (c *child) signalAndWait(sig os.Signal, patience time.Duration, hurry <-chan struct{}) bool {
	c.process.Signal(sig) // an error means that it has ended already
	select {
	case <-c.done:
		return true
	case <-hurry:
	case <-time.After(patience):
	}
	return false
}
