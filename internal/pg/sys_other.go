//go:build unix && !linux

package pg

import "syscall"

// tie does nothing where the kernel has no signal on a parent's death.
func tie(*syscall.SysProcAttr, syscall.Signal) {}

// canList tells that livingIn sees every process of a cluster.
const canList = false

// livingIn knows of no process without /proc; PostgreSQL's own lock file then
// keeps a second server out.
func livingIn(string) ([]int, error) { return nil, nil }
