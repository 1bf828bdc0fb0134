package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kapbridge/internal/pg"
)

const (
	urlEnv = "KAPBRIDGE_TEST_DATABASE_URL"
	logEnv = "KAPBRIDGE_TEST_LOG"
	prefix = "kapbridge-pgtest-"
)

// shared is the process's host, made by the first test that asks.
var shared struct {
	sync.Mutex
	asked bool
	host  *host
	err   error
}

// lender gives the process's host. A failure is kept: every test reports it, and
// none waits for it again.
func lender() (*host, error) {
	shared.Lock()
	defer shared.Unlock()
	if !shared.asked {
		shared.asked = true
		shared.host, shared.err = open()
	}
	return shared.host, shared.err
}

// Main runs a package's tests, gives the server back and exits. Call it from
// TestMain; packages whose tests ask for no database pay nothing.
func Main(m *testing.M) {
	code := m.Run()
	if err := giveBack(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func giveBack() error {
	shared.Lock()
	defer shared.Unlock()
	if shared.host == nil {
		return nil
	}
	return shared.host.close()
}

func open() (*host, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	start := private
	if os.Getenv(urlEnv) != "" {
		start = existing
	}
	h, err := start(ctx)
	if err != nil {
		return nil, err
	}
	if err := h.migrate(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// connect opens the pool that creates and drops databases.
func connect(address string) (*host, error) {
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(u.Scheme, "postgres") {
		return nil, fmt.Errorf("%s must be a URL (postgres://user:password@host/database?sslmode=disable)", urlEnv)
	}
	admin, err := sql.Open("postgres", address)
	if err != nil {
		return nil, err
	}
	return &host{url: u, admin: admin}, nil
}

func existing(context.Context) (*host, error) {
	h, err := connect(os.Getenv(urlEnv))
	if err != nil {
		return nil, err
	}
	h.close = func() error {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		return errors.Join(h.drop(ctx, h.template), h.admin.Close())
	}
	return h, nil
}

func private(ctx context.Context) (*host, error) {
	sweep()
	folder, err := os.MkdirTemp("", prefix)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(folder, 0o711); err != nil { // for the server's user, when we are root
		return nil, err
	}
	log := slog.DiscardHandler
	if os.Getenv(logEnv) != "" {
		log = slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})
	}
	server, err := pg.Start(ctx, pg.Options{Folder: folder, NoSync: true, Log: slog.New(log)})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	h, err := connect(server.URL())
	if err != nil {
		return nil, errors.Join(err, server.Stop(ctx), os.RemoveAll(folder))
	}
	h.close = func() error {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		return errors.Join(h.admin.Close(), server.Stop(ctx), os.RemoveAll(folder))
	}
	return h, nil
}

// sweep removes the folders of test processes that were killed: those whose lock
// nobody holds. What cannot be removed now, another run will.
func sweep() {
	folders, _ := filepath.Glob(filepath.Join(os.TempDir(), prefix+"*")) // fails on a malformed pattern only
	for _, folder := range folders {
		if abandoned(folder) {
			os.RemoveAll(folder)
		}
	}
}

// abandoned takes a folder's lock to see. A young folder is left alone: its
// owner may not have locked it yet.
func abandoned(folder string) bool {
	info, err := os.Stat(folder)
	if err != nil || time.Since(info.ModTime()) < time.Minute {
		return false
	}
	lock, err := os.Open(filepath.Join(folder, "owner.lock"))
	if err != nil {
		return os.IsNotExist(err)
	}
	defer lock.Close()
	return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
