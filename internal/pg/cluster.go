package pg

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// User is the database's superuser, as whom kapbridge connects.
const User = "kapbridge"

// Database is the one that the private server offers.
const Database = "kapbridge"

// major reads the version that made the cluster, 0 when there is none.
func (l layout) major() (int, error) {
	text, err := os.ReadFile(filepath.Join(l.data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("data folder %s cannot be read by this user (%w): run as its owner or as root, or name another folder", l.folder, bare(err))
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("%s/PG_VERSION holds no version (%q): restore the folder from its backup", l.data, text)
	}
	return n, nil
}

// otherMajor says how to move data to another major version. PostgreSQL cannot
// open such a cluster, and nothing here may touch it.
func otherMajor(l layout, made int, b binaries) error {
	return fmt.Errorf("data folder %s was made by PostgreSQL %d but %s is PostgreSQL %d; nothing was changed: "+
		"install PostgreSQL %d beside it, or dump with %d (pg_dumpall) and restore (psql) into a new data folder",
		l.folder, made, b.folder, b.major, made, made)
}

// ensurePassword gives the password of the cluster, made up for a new one.
func (l layout) ensurePassword(isNew bool) (string, error) {
	text, err := os.ReadFile(l.password)
	switch {
	case err == nil && len(text) > 0:
		return string(text), nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("password file %s: %w", l.password, bare(err))
	case !isNew:
		return "", fmt.Errorf("password file %s is missing but the cluster is there: restore that file from the folder's backup", l.password)
	}
	secret := make([]byte, 24)
	rand.Read(secret) // never fails: crypto/rand ends the program instead
	password := hex.EncodeToString(secret)
	if err := writeWhole(l.password, password); err != nil {
		return "", fmt.Errorf("write the password file %s: %w", l.password, bare(err))
	}
	return password, nil
}

// writeWhole leaves the file as it was or whole, and durable, whatever fails.
func writeWhole(path, text string) error {
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// initialise makes a new cluster beside its final place and renames it when it
// is whole: a cluster half made by a killed initdb looks like a good one.
func (l layout) initialise(ctx context.Context, b binaries, id identity, password string, noSync bool) error {
	if err := l.clearHalfMade(); err != nil {
		return err
	}
	nest, err := os.MkdirTemp(l.folder, "init-")
	if err != nil {
		return fmt.Errorf("make a cluster in %s: %w", l.folder, bare(err))
	}
	// initdb reads the password as the server's user, who may not read our file.
	pwfile := filepath.Join(nest, "password")
	if err := os.WriteFile(pwfile, []byte(password), 0o600); err != nil {
		return fmt.Errorf("make a cluster: %w", err)
	}
	if err := errors.Join(id.own(nest), id.own(pwfile)); err != nil {
		return err
	}
	made := filepath.Join(nest, "data")
	args := []string{"-D", made, "-U", User, "-A", "scram-sha-256", "--pwfile=" + pwfile,
		"-E", "UTF8", "--locale=C.UTF-8", "--lc-collate=C", "--data-checksums", "--no-instructions"}
	if noSync {
		args = append(args, "--no-sync")
	}
	if err := initdb(ctx, b, id, nest, args); err != nil {
		return errors.Join(err, os.RemoveAll(nest))
	}
	if err := os.Rename(made, l.data); err != nil {
		return fmt.Errorf("put the new cluster in place: %w", err)
	}
	return errors.Join(os.RemoveAll(nest), syncFolder(l.folder))
}

// initdb runs on one locked thread: the kernel's signal on a parent's death
// follows the thread that forked, and Go ends idle threads.
func initdb(ctx context.Context, b binaries, id identity, dir string, args []string) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := id.command(ctx, dir, b.path("initdb"), args...)
	tie(cmd.SysProcAttr, syscall.SIGKILL)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("making the cluster was stopped: %w", ctx.Err())
	}
	return fmt.Errorf("initdb could not make a cluster (%w): %s", err, lastComplaint(out))
}

// lastComplaint finds the line that says why in initdb's chatter.
func lastComplaint(out []byte) string {
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	for _, line := range lines {
		if bytes.Contains(line, []byte("error:")) || bytes.Contains(line, []byte("FATAL:")) {
			return string(line)
		}
	}
	return string(lines[len(lines)-1])
}

// clearHalfMade removes what killed initdbs left. Those folders never held data:
// only a whole cluster is renamed to data/.
func (l layout) clearHalfMade() error {
	nests, _ := filepath.Glob(filepath.Join(l.folder, "init-*")) // fails on a malformed pattern only
	for _, nest := range nests {
		if err := endInitdb(nest); err != nil {
			return err
		}
		if err := os.RemoveAll(nest); err != nil {
			return fmt.Errorf("remove the half-made cluster %s: %w", nest, bare(err))
		}
	}
	return nil
}

// endInitdb waits until nobody can write into the nest any more: the shell and
// the server that initdb runs outlive it by a moment. initdb starts in the nest,
// so they work there or, later, in the cluster.
func endInitdb(nest string) error {
	for deadline := time.Now().Add(immediatePatience); ; time.Sleep(10 * time.Millisecond) {
		before, err := livingIn(nest)
		if err != nil {
			return err
		}
		inside, err := livingIn(filepath.Join(nest, "data"))
		if err != nil {
			return err
		}
		pids := slices.Concat(before, inside)
		if len(pids) == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("a left-over initdb (pids %v) does not end in %s: end it, then start again", pids, nest)
		}
		for _, pid := range pids {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
				return fmt.Errorf("end a left-over initdb (pid %d): %w", pid, err)
			}
		}
	}
}

// syncFolder makes a rename in the folder durable.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
