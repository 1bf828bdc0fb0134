package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// collectAt is GOGC unless the environment sets it: nearly all that a request
// allocates dies with it, so a heap of few megabytes would be collected at every
// other page. What is kept of bodies (--bodies) counts fivefold in memory.
const collectAt = 400

// tune sets what the Go runtime cannot know. A private PostgreSQL does half of
// the work, on the same processors: with half of them for this program, a request
// wakes fewer threads, each of which costs as much as reading a resource
// (docs/decisions/0029).
func tune(private bool) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if private && os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS((runtime.GOMAXPROCS(0) + 1) / 2)
	}
}
