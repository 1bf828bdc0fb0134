package walls

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// doors says which packages a room may import besides the standard library and
// its own subpackages. cmd may import everything.
var doors = map[string][]string{
	"fhir":    {"github.com/samply/golang-fhir-models/fhir-models", "github.com/go-json-experiment/json/jsontext", "golang.org/x/text/language"},
	"mapping": {"kapbridge/fhir"},
	"kap":     {"kapbridge/fhir"},
	"access":  {"kapbridge/fhir"},
	"audit":   {"kapbridge/fhir"},
	"store": {"kapbridge/fhir", "kapbridge/mapping", "kapbridge/access", "kapbridge/audit",
		"github.com/jmoiron/sqlx", "github.com/lib/pq", "github.com/lib/pq/pqerror"},
	"api": {"kapbridge/fhir", "kapbridge/mapping", "kapbridge/access", "kapbridge/audit", "kapbridge/kap",
		"github.com/labstack/echo/v4", "github.com/prometheus/client_golang", "github.com/klauspost/compress"},
	"migrations": {"github.com/lib/pq", "github.com/pressly/goose/v3"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestRoomsUseTheirDoorsOnly(t *testing.T) {
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, "kapbridge/")
		room, _, _ := strings.Cut(path, "/")
		allowed, known := doors[room]
		if !known || strings.HasSuffix(path, "test") { // cmd, internal, and helpers of tests
			continue
		}
		for _, imported := range p.Imports {
			if outside(imported) && !within(imported, "kapbridge/"+room) && !slices.ContainsFunc(allowed, func(door string) bool { return within(imported, door) }) {
				t.Errorf("%s imports %s, which is not one of its doors", p.ImportPath, imported)
			}
		}
	}
}

func outside(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return first == "kapbridge" || strings.Contains(first, ".")
}

func within(path, door string) bool { return path == door || strings.HasPrefix(path, door+"/") }

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "kapbridge/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// forbidden calls belong to cmd alone: a transaction has one instant, handed in.
var forbidden = []string{"time.Now(", "uuid.New", "rand.Int", "rand.Text("}

func TestOnlyCmdTakesTheTimeAndMakesIDs(t *testing.T) {
	for room := range doors {
		files, err := filepath.Glob(filepath.Join("..", "..", room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range forbidden {
				if strings.Contains(string(text), call) {
					t.Errorf("%s calls %s...): take it as an argument", file, call)
				}
			}
		}
	}
}
