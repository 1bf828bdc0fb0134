package pg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// identity is the user as whom PostgreSQL's programs run. PostgreSQL refuses
// root, so root becomes somebody else for them.
type identity struct {
	name     string
	uid, gid int
	drop     bool // we are root and must change user to be this one
}

// stewards are the users that root hands the server to, best first.
var stewards = []string{"postgres", "nobody"}

// chooseIdentity is ourselves for an ordinary user. For root it is the owner of
// the cluster when there is one (it may have been made without root), else the
// first steward this system has.
func chooseIdentity(data string) (identity, error) {
	euid := os.Geteuid()
	owner, group, err := ownerOf(data)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return identity{}, fmt.Errorf("who owns %s: %w", data, bare(err))
	case euid != 0 && err == nil && owner != euid:
		return identity{}, fmt.Errorf("%s belongs to user %s: run as that user or as root, or name another data folder", data, userName(owner))
	case euid != 0:
		return identity{name: userName(euid), uid: euid, gid: os.Getegid()}, nil
	case err == nil && owner != 0:
		return identity{name: userName(owner), uid: owner, gid: group, drop: true}, nil
	}
	return steward(stewards)
}

func steward(names []string) (identity, error) {
	for _, name := range names {
		u, err := user.Lookup(name)
		if err != nil {
			continue // that user is not on this system; the next may be
		}
		uid, errU := strconv.Atoi(u.Uid)
		gid, errG := strconv.Atoi(u.Gid)
		if errU == nil && errG == nil && uid != 0 {
			return identity{name: name, uid: uid, gid: gid, drop: true}, nil
		}
	}
	return identity{}, fmt.Errorf("PostgreSQL does not run as root and this system has no user %s: make one (useradd --system postgres), or start as an ordinary user",
		strings.Join(names, " or "))
}

func ownerOf(path string) (uid, gid int, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, 0, err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, fmt.Errorf("%s: this system does not say who owns files", path)
	}
	return int(stat.Uid), int(stat.Gid), nil
}

func userName(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return strconv.Itoa(uid) // a container's user often has no name
}

// own hands a file or folder that we made to the server's user.
func (id identity) own(path string) error {
	if !id.drop {
		return nil
	}
	if err := os.Chown(path, id.uid, id.gid); err != nil {
		return fmt.Errorf("give %s to user %s: %w", path, id.name, bare(err))
	}
	return nil
}

// command prepares one of PostgreSQL's programs as this user, in a process group
// of its own (an interrupt typed at the terminal is for kapbridge, which stops
// the server when it has drained) and with an environment that holds nothing
// PostgreSQL would take for a setting.
func (id identity) command(ctx context.Context, dir, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = []string{"LC_ALL=C"}
	for _, name := range []string{"PATH", "TMPDIR", "LD_LIBRARY_PATH"} {
		if v, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if id.drop {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(id.uid), Gid: uint32(id.gid)}
	}
	return cmd
}

// barrier names the first folder on the way to path that this user may not pass
// through, "" when permission bits tell of none.
func (id identity) barrier(path string) string {
	for i, c := range path {
		if c != filepath.Separator {
			continue
		}
		if folder := path[:max(i, 1)]; !id.passes(folder) {
			return folder
		}
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() && !id.passes(path) {
		return path
	}
	return ""
}

func (id identity) passes(folder string) bool {
	info, err := os.Stat(folder)
	if err != nil {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok:
		return true
	case int(stat.Uid) == id.uid:
		return info.Mode()&0o100 != 0
	case int(stat.Gid) == id.gid:
		return info.Mode()&0o010 != 0
	}
	return info.Mode()&0o001 != 0
}
