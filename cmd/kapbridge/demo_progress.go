package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// progress shows how far a long work is: a bar that grows on a terminal, else a
// plain line at every tenth.
type progress struct {
	out      io.Writer
	terminal bool
	what     string
	total    int
	tenth    int  // the latest one shown in a plain line
	open     bool // a bar stands on the line
}

func newProgress(out io.Writer, terminal bool, what string, total int) *progress {
	return &progress{out: out, terminal: terminal, what: what, total: total}
}

// barWidth is the length of the bar in characters.
const barWidth = 40

// show tells that so many of the total are done.
func (p *progress) show(done int) {
	if p.terminal {
		full := barWidth * done / p.total
		fmt.Fprintf(p.out, "\r[%s%s] %d of %d %s", strings.Repeat("=", full), strings.Repeat(" ", barWidth-full), done, p.total, p.what)
		p.open = true
		return
	}
	if tenth := 10 * done / p.total; tenth > p.tenth {
		p.tenth = tenth
		fmt.Fprintf(p.out, "%d of %d %s\n", done, p.total, p.what)
	}
}

// end leaves the line of the bar.
func (p *progress) end() {
	if p.open {
		fmt.Fprintln(p.out)
	}
}

// isTerminal tells whether a person reads the file as it is written.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
