package pg

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
)

// maxSocketPath is what sockaddr_un holds on Linux, less the closing zero.
const maxSocketPath = 107

// port only names the socket file; nothing listens on TCP.
const port = "5432"

// layout is where things lie in a data folder; doc.go draws it.
type layout struct {
	folder   string // absolute, symbolic links resolved: /proc shows such paths
	lock     string
	password string
	data     string
}

// DefaultFolder is where the private server keeps its data when nobody names a
// folder: below /var/lib for root (whose home other users cannot enter, and
// PostgreSQL does not run as root), else in the user's data folder (XDG).
func DefaultFolder() (string, error) {
	if os.Geteuid() == 0 {
		return "/var/lib/kapbridge", nil
	}
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "kapbridge"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no home folder is known to keep data in (%w): name a data folder", err)
	}
	return filepath.Join(home, ".local", "share", "kapbridge"), nil
}

// openLayout makes the folder when it is missing.
func openLayout(folder string) (layout, error) {
	if folder == "" {
		return layout{}, errors.New("the private PostgreSQL has no data folder: name one")
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return layout{}, fmt.Errorf("data folder %s: %w", folder, err)
	}
	if err := makeFolder(folder); err != nil {
		return layout{}, fmt.Errorf("data folder %s cannot be made or used (%w): mend its parent's permissions, or name another folder", folder, bare(err))
	}
	l, err := existingLayout(folder)
	if err != nil {
		return layout{}, err
	}
	return l, l.refuseForeign()
}

// existingLayout resolves a folder that must be there.
func existingLayout(folder string) (layout, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return layout{}, fmt.Errorf("data folder %s: %w", folder, err)
	}
	real, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return layout{}, fmt.Errorf("data folder %s: %w", folder, bare(err))
	}
	return layout{
		folder:   real,
		lock:     filepath.Join(real, "owner.lock"),
		password: filepath.Join(real, "password"),
		data:     filepath.Join(real, "data"),
	}, nil
}

// makeFolder gives a new folder of root the search bit for others: the server's
// user has to pass through it to data/.
func makeFolder(folder string) error {
	info, err := os.Stat(folder)
	if err == nil {
		if !info.IsDir() {
			return errors.New("it is not a folder")
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	if err := os.MkdirAll(folder, mode); err != nil {
		return err
	}
	return os.Chmod(folder, mode) // whatever the umask took
}

// refuseForeign keeps us from building a nest inside somebody else's.
func (l layout) refuseForeign() error {
	if _, err := os.Stat(filepath.Join(l.folder, "PG_VERSION")); err == nil {
		return fmt.Errorf("%s is itself a PostgreSQL cluster: name another folder, or start that server yourself and give its database URL", l.folder)
	}
	_, err := os.Stat(l.data)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(filepath.Join(l.data, "PG_VERSION")); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s exists but holds no PostgreSQL cluster: move it away, or name another data folder", l.data)
	}
	return nil
}

// plain are the paths that every connection string takes as they stand. A comma,
// for one, would part two hosts, quoted or not.
var plain = regexp.MustCompile(`^[A-Za-z0-9/._~@+-]+$`)

// socketFolder is inside the data folder when the socket's path is plain and fits
// a sockaddr_un, else a short one in a temporary folder, named after the data
// folder so that a restart finds and clears what a killed server left there.
func (l layout) socketFolder() (string, error) {
	inside := filepath.Join(l.folder, "socket")
	short := fmt.Sprintf("kapbridge-%x", sha256.Sum256([]byte(l.folder)))[:22]
	for _, folder := range []string{inside, filepath.Join(os.TempDir(), short), filepath.Join("/tmp", short)} {
		if len(socketFile(folder)) <= maxSocketPath && plain.MatchString(folder) {
			return folder, nil
		}
	}
	return "", fmt.Errorf("no folder has a path that suits a socket (%s and the temporary one do not): name a shorter data folder", l.folder)
}

func socketFile(folder string) string { return filepath.Join(folder, ".s.PGSQL."+port) }

// makeSocketFolder makes the folder, private to the server's user. One that
// somebody else put there (a temporary folder is everybody's) is refused.
func makeSocketFolder(folder string, id identity) error {
	if err := os.Mkdir(folder, 0o700); err == nil {
		return id.own(folder)
	} else if !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the socket folder %s: %w", folder, bare(err))
	}
	info, err := os.Lstat(folder)
	if err != nil {
		return fmt.Errorf("socket folder %s: %w", folder, bare(err))
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || int(stat.Uid) != id.uid || info.Mode().Perm() != 0o700 {
		return fmt.Errorf("socket folder %s is not a folder private to user %s: remove it", folder, id.name)
	}
	return nil
}

// bare takes the operation and path off an error whose message names them already.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
