package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The module that carries the HL7 files, and the folder inside it.
const (
	module = "github.com/gofhir/validator@v1.0.0"
	inside = "specs/r4"
)

// fhirVersion is the only version these tables may come from.
const fhirVersion = "4.0.1-9346c8cc45"

// errNoSource says that the HL7 files are not to be had here.
var errNoSource = errors.New("the HL7 definition files cannot be had")

// source reads HL7 files and remembers the hash of each.
type source struct {
	name   string
	folder string
	hashes map[string]string
}

// open finds the HL7 files: in the given folder, or in the module, which is
// downloaded when it is not in the module cache.
func open(folder string) (*source, error) {
	s := &source{name: module + " " + inside, folder: folder, hashes: map[string]string{}}
	if folder != "" {
		return s, nil
	}
	// In a folder without go.mod, so that no go.mod or go.sum is touched.
	cmd := exec.Command("go", "mod", "download", "-json", module)
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	out, err := cmd.Output()
	var answer struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &answer); jsonErr != nil || err != nil || answer.Dir == "" {
		return nil, fmt.Errorf("%w: go mod download %s: %v %s", errNoSource, module, err, answer.Error)
	}
	s.folder = filepath.Join(answer.Dir, filepath.FromSlash(inside))
	return s, nil
}

// read returns one file's bytes.
func (s *source) read(file string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(s.folder, file))
	if err != nil {
		return nil, err
	}
	s.hashes[file] = fmt.Sprintf("%x", sha256.Sum256(data))
	return data, nil
}

// describe makes source.txt: version, origin, and one line per file read.
func (s *source) describe() ([]byte, error) {
	info, err := s.read("version.info")
	if err != nil {
		return nil, err
	}
	if !strings.Contains(string(info), "FhirVersion="+fhirVersion) {
		return nil, fmt.Errorf("version.info is not of FHIR %s", fhirVersion)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "FHIR %s\n%s\n", fhirVersion, s.name)
	files := make([]string, 0, len(s.hashes))
	for f := range s.hashes {
		files = append(files, f)
	}
	slices.Sort(files)
	for _, f := range files {
		fmt.Fprintf(&b, "sha256 %s %s\n", s.hashes[f], f)
	}
	return b.Bytes(), nil
}

// resources calls do for every resource of the named type in a Bundle file, in
// the file's order.
func resources[T any](s *source, file, resourceType string, do func(T) error) error {
	data, err := s.read(file)
	if err != nil {
		return err
	}
	var bundle struct {
		Entry []struct{ Resource json.RawMessage }
	}
	if err := json.Unmarshal(data, &bundle); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, e := range bundle.Entry {
		var head struct{ ResourceType string }
		if err := json.Unmarshal(e.Resource, &head); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if head.ResourceType != resourceType {
			continue
		}
		var r T
		if err := json.Unmarshal(e.Resource, &r); err != nil {
			return fmt.Errorf("%s: %s: %w", file, resourceType, err)
		}
		if err := do(r); err != nil {
			return err
		}
	}
	return nil
}
