package inspection

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mostBytes bounds one document: a file that is one resource, or a record of a
// stream.
const mostBytes = 64 << 20

// document is the text of one resource.
type document struct {
	file    string
	line    int // of the file, where the text begins
	text    []byte
	tooLong bool // it is longer than mostBytes, and not here
}

// source gives documents one after the other.
type source struct {
	stdin io.Reader
	give  func(document)
	lost  []error // what could not be read
}

// stdinName stands for the standard input where a file is named.
const stdinName = "-"

// path gives the documents of a file, of the standard input, or of all files of
// FHIR in a folder, by the order of their names. What cannot be read is noted, and
// the rest read.
func (s *source) path(name string) {
	if name == stdinName {
		s.note(s.stream(name, s.stdin))
		return
	}
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		s.note(s.file(name))
		return
	}
	s.note(filepath.WalkDir(name, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && slices.Contains(extensions, strings.ToLower(filepath.Ext(path))) {
			err = s.file(path)
		}
		s.note(err)
		return nil
	}))
}

// extensions are those of the files that are looked at in a folder.
var extensions = []string{".json", ".xml", ".ndjson"}

func (s *source) note(err error) {
	if err != nil {
		s.lost = append(s.lost, err)
	}
}

func (s *source) file(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return s.stream(name, f)
}

// stream gives the documents of a text: one for each line where it is NDJSON, by
// its name or by its first line, or else one.
func (s *source) stream(name string, in io.Reader) error {
	b := bufio.NewReaderSize(in, 64<<10)
	start, err := b.Peek(b.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if strings.EqualFold(filepath.Ext(name), ".ndjson") || isRecord(start) {
		return s.records(name, b)
	}
	text, err := io.ReadAll(io.LimitReader(b, mostBytes+1))
	if err != nil {
		return err
	}
	d := document{file: name, line: 1, text: text}
	if len(text) > mostBytes {
		d.text, d.tooLong = nil, true
	}
	s.give(d)
	return nil
}

// isRecord tells whether the first line of a text is all of a JSON object, as far
// as its ends tell. One that goes on beyond what is known is taken for such.
func isRecord(start []byte) bool {
	line, _, ended := bytes.Cut(bytes.TrimLeft(start, "\ufeff \t\r\n"), []byte("\n"))
	return bytes.HasPrefix(line, []byte("{")) && (!ended || bytes.HasSuffix(bytes.TrimRight(line, " \t\r"), []byte("}")))
}

// records gives each line that is not blank, and reads no further than the next.
func (s *source) records(name string, b *bufio.Reader) error {
	for line := 1; ; line++ {
		d := document{file: name, line: line}
		err := d.record(b)
		d.text = bytes.TrimRight(d.text, "\r\n")
		if d.tooLong || len(bytes.TrimSpace(d.text)) > 0 {
			s.give(d)
		}
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// record reads one line. Of one that is too long nothing is kept.
func (d *document) record(b *bufio.Reader) error {
	for {
		piece, err := b.ReadSlice('\n')
		if d.tooLong = d.tooLong || len(d.text)+len(piece) > mostBytes; d.tooLong {
			d.text = nil
		} else {
			d.text = append(d.text, piece...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}
