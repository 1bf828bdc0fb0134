package pg

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// acquire takes the folder for this process, for as long as the file stays
// open. The kernel gives it back when the process ends in whatever way; the
// server does not inherit it (Go opens files close-on-exec).
func (l layout) acquire() (*os.File, error) {
	f, err := os.OpenFile(l.lock, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder %s cannot be used by this user (%w): run as its owner, or name another folder", l.folder, bare(err))
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder := holderOf(f)
		return nil, errors.Join(fmt.Errorf("data folder %s is in use by another process%s: stop it, or name another folder", l.folder, holder), f.Close())
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the data folder %s: %w", l.folder, bare(err)), f.Close())
	}
	return f, nil
}

// holderOf reads who wrote the lock file last, for the message alone.
func holderOf(f *os.File) string {
	buf := make([]byte, 20)
	n, _ := f.ReadAt(buf, 0) // an empty or short file only makes a shorter message
	pid, err := strconv.Atoi(strings.TrimSpace(string(buf[:n])))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (pid %d)", pid)
}
