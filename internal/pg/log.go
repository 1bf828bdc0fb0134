package pg

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// hearing passes the server's log on and remembers the last reason it gave for
// not starting.
type hearing struct {
	mu    sync.Mutex
	fatal string
	done  chan struct{}
}

// levels are PostgreSQL's severities at or above log_min_messages = log. Most of
// what it says at LOG is of interest to those who look for it only.
var levels = map[string]slog.Level{
	"LOG":   slog.LevelDebug,
	"FATAL": slog.LevelWarn, // of one session, or of a start: Start reports that itself
	"PANIC": slog.LevelError,
}

func listen(r io.ReadCloser, log *slog.Logger) *hearing {
	h := &hearing{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		defer r.Close()
		// ReadLine and not Scanner: however long a line is, the pipe must not fill up,
		// for the server would stand still.
		lines := bufio.NewReader(r)
		for {
			line, _, err := lines.ReadLine()
			if err != nil {
				return
			}
			h.pass(string(line), log)
		}
	}()
	return h
}

func (h *hearing) pass(line string, log *slog.Logger) {
	severity, text, found := strings.Cut(line, ":  ")
	level, known := levels[severity]
	if !found || !known {
		level, text = slog.LevelDebug, line
	}
	if level >= slog.LevelWarn && !passing(text) {
		h.mu.Lock()
		h.fatal = text
		h.mu.Unlock()
	} else if passing(text) {
		level = slog.LevelDebug
	}
	log.Log(context.Background(), level, text, "from", "postgres")
}

// passing tells the refusals every start and stop brings: of our own pings, and
// of sessions that a shutdown ends.
func passing(text string) bool {
	return strings.HasPrefix(text, "the database system is ") || strings.HasPrefix(text, "terminating connection due to administrator command")
}

// reason is why the server gave up, once it has ended and all it said is read.
func (h *hearing) reason() string {
	select {
	case <-h.done:
	case <-time.After(time.Second): // an orphan may hold the pipe open
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.fatal
}
