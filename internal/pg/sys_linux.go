package pg

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// untied is set by tests that play a system without the signal below.
var untied bool

// canList tells that livingIn sees every process of a cluster.
const canList = true

// tie has the kernel send sig to the child when the thread that forks it ends.
func tie(attr *syscall.SysProcAttr, sig syscall.Signal) {
	if !untied {
		attr.Pdeathsig = sig
	}
}

// livingIn lists the processes whose working directory is the folder, as every
// PostgreSQL process of a cluster has its data folder. Zombies are left out:
// in a container without a reaping init they stay for ever and harm nobody.
func livingIn(folder string) ([]int, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue // not a process
		}
		cwd, err := os.Readlink(filepath.Join("/proc", e.Name(), "cwd"))
		if err != nil || cwd != folder {
			continue // ended meanwhile, a zombie, or another user's, who cannot be in our folder
		}
		zombie, err := isZombie(pid)
		if err != nil {
			return nil, err
		}
		if !zombie {
			pids = append(pids, pid)
		}
	}
	return pids, nil
}

func isZombie(pid int) (bool, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("state of process %d: %w", pid, err)
	}
	// proc(5): the state follows the program's name, which may itself hold ")".
	rest := bytes.TrimSpace(stat[bytes.LastIndexByte(stat, ')')+1:])
	return len(rest) == 0 || rest[0] == 'Z' || rest[0] == 'X', nil
}
