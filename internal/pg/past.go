package pg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Patience of a shutdown: fast (SIGINT) first, then immediate (SIGQUIT), which
// costs a crash recovery at the next start but no committed row.
const (
	fastPatience      = 15 * time.Second
	immediatePatience = 15 * time.Second
)

// clearPast ends what a killed predecessor left running in the folder and takes
// away the files of a dead server. It must hold the folder's lock. postmaster.pid
// goes only when no process of the cluster is alive: two servers on one cluster
// would destroy it. The files have to go because PostgreSQL refuses to start on
// them when their process number is taken, be it by a zombie.
func (l layout) clearPast(ctx context.Context, socketFolder string, log *slog.Logger) error {
	pids, err := livingIn(l.data)
	if err != nil {
		return err
	}
	if len(pids) > 0 {
		log.Warn("a PostgreSQL of an earlier run is still there; shutting it down", "pids", pids)
		if err := l.endAll(ctx, pids); err != nil {
			return err
		}
	}
	if !canList {
		return nil
	}
	socket := socketFile(socketFolder)
	for _, file := range []string{filepath.Join(l.data, "postmaster.pid"), socket, socket + ".lock"} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove %s of a dead server: %w", file, bare(err))
		}
	}
	return nil
}

// endAll shuts the postmaster down, or, when it is gone, the backends that have
// not noticed yet: they hold shared memory, and nothing of theirs can commit.
func (l layout) endAll(ctx context.Context, pids []int) error {
	if status, err := l.readStatus(); err == nil && slices.Contains(pids, status.pid) {
		gone, err := l.end(ctx, []int{status.pid}, syscall.SIGINT, fastPatience)
		if gone || err != nil {
			return err
		}
	}
	pids, err := livingIn(l.data)
	if err != nil {
		return err
	}
	gone, err := l.end(ctx, pids, syscall.SIGQUIT, immediatePatience)
	if err == nil && !gone {
		err = fmt.Errorf("a PostgreSQL of an earlier run (pids %v) does not end in %s: end it, then start again", pids, l.data)
	}
	return err
}

// end signals and then waits until nothing lives in the cluster.
func (l layout) end(ctx context.Context, pids []int, sig syscall.Signal, patience time.Duration) (bool, error) {
	for _, pid := range pids {
		if err := syscall.Kill(pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
			return false, fmt.Errorf("end the PostgreSQL of an earlier run (pid %d): %w", pid, err)
		}
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(patience); ; {
		left, err := livingIn(l.data)
		if err != nil || len(left) == 0 {
			return err == nil, err
		}
		select {
		case <-tick.C:
		case <-deadline:
			return false, nil
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
}

// status is what a server writes of itself in postmaster.pid.
type status struct {
	pid    int
	socket string // the socket's folder
}

// readStatus reads postmaster.pid: process number, data folder, start, port,
// socket folder, ... one a line (PostgreSQL documentation, "Database File Layout").
func (l layout) readStatus() (status, error) {
	text, err := os.ReadFile(filepath.Join(l.data, "postmaster.pid"))
	if err != nil {
		return status{}, err
	}
	lines := strings.Split(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil {
		return status{}, fmt.Errorf("postmaster.pid begins with no process number: %w", err)
	}
	s := status{pid: pid}
	if len(lines) > 4 {
		s.socket = strings.TrimSpace(lines[4])
	}
	return s, nil
}
