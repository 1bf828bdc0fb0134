package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/prometheus/client_golang/prometheus"

	"kapbridge/api"
	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
	"kapbridge/store"
)

// clinic is a whole server on a database of its own.
type clinic struct {
	t      testing.TB
	db     *sqlx.DB // as the clinic's own software would use it
	store  *store.Store
	base   string
	tables string // the address of the database
}

func newClinic(t testing.TB, missingReferences string) *clinic {
	t.Helper()
	return newClinicWith(t, store.Options{Placeholders: missingReferences == "placeholder"})
}

// newClinicWith opens the store with some options set.
func newClinicWith(t testing.TB, options store.Options) *clinic {
	t.Helper()
	return newClinicServing(t, options, api.Options{})
}

// newClinicWithin serves with limits of its own.
func newClinicWithin(t testing.TB, limits api.Limits) *clinic {
	t.Helper()
	return newClinicServing(t, store.Options{}, api.Options{Limits: limits})
}

func newClinicServing(t testing.TB, options store.Options, serving api.Options) *clinic {
	t.Helper()
	return serveClinic(t, pgtest.URL(t), options, serving)
}

// anew starts another server on the same database, which knows nothing of this one.
func (c *clinic) anew() *clinic {
	c.t.Helper()
	return serveClinic(c.t, c.tables, store.Options{}, api.Options{})
}

func serveClinic(t testing.TB, address string, options store.Options, serving api.Options) *clinic {
	t.Helper()
	own, err := store.Connect(address, "kap")
	if err != nil {
		t.Fatal(err)
	}
	other, err := sqlx.Open("postgres", address)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	options.Now, options.NewID, options.Log = time.Now, newID, log
	s := store.Open(own, options)
	serving.Store, serving.Log, serving.Now, serving.NewID = s, log, time.Now, newID
	serving.Version, serving.Registry = "test", prometheus.NewRegistry()
	handler, err := api.New(serving)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	server.Config = newServer(handler, serving.Limits.Arrive)
	if serving.Limits.Arrive > 0 { // a test of slow clients, which does not want to be slow itself
		server.Config.ReadHeaderTimeout = time.Second
	}
	server.Start()
	t.Cleanup(func() {
		server.Close()
		s.Close()
		if err := own.Close(); err != nil {
			t.Error(err)
		}
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	})
	return &clinic{t, other, s, server.URL + "/fhir", address}
}

// address is the host and port of the server.
func (c *clinic) address() string {
	return strings.TrimSuffix(strings.TrimPrefix(c.base, "http://"), "/fhir")
}

// answer is a response read to its end.
type answer struct {
	*http.Response
	body []byte
}

func (a answer) tree(t testing.TB) *fhir.Tree {
	t.Helper()
	tree, err := fhir.DecodeStored(a.body)
	if err != nil {
		t.Fatalf("%s: %v in %.300s", a.Status, err, a.body)
	}
	return tree
}

// ask sends a request; headers are "Name: value".
func (c *clinic) ask(method, path string, body []byte, headers ...string) answer {
	c.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = c.base + "/" + path
	}
	r, err := http.NewRequest(method, path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/fhir+json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	read, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{res, read}
}

// want fails the test when the status is another one.
func (c *clinic) want(status int, a answer) answer {
	c.t.Helper()
	if a.StatusCode != status {
		c.t.Fatalf("%s %s: %s, not %d:\n%.2000s", a.Request.Method, a.Request.URL, a.Status, status, a.body)
	}
	return a
}

// put stores a resource under its id.
func (c *clinic) put(resource string) answer {
	c.t.Helper()
	tree, err := fhir.DecodeResource([]byte(resource))
	if err != nil {
		c.t.Fatal(err)
	}
	a := c.send(tree)
	if a.StatusCode != 200 && a.StatusCode != 201 {
		c.t.Fatalf("PUT: %s\n%s", a.Status, a.body)
	}
	return a
}

// send stores a resource under its id, over HTTP unless only the program may.
func (c *clinic) send(tree *fhir.Tree) answer {
	c.t.Helper()
	typeName := tree.Get("resourceType").Text
	if r := mapping.Of(typeName); r == nil || !r.Published {
		return c.ask("PUT", typeName+"/"+tree.Get("id").Text, tree.JSON())
	}
	v, _, err := c.store.Update(c.t.Context(), theProgram, tree, fhir.Precondition{})
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{&http.Response{StatusCode: 200}, v.Body}
}

func (c *clinic) get(path string) answer { c.t.Helper(); return c.want(200, c.ask("GET", path, nil)) }

// sql does what the clinic's own software does.
func (c *clinic) sql(text string, args ...any) {
	c.t.Helper()
	if _, err := c.db.Exec(text, args...); err != nil {
		c.t.Fatalf("%s: %v", text, err)
	}
}

// resources reads the JSON files below a folder, by path.
func resources(t testing.TB, folder string) map[string]*fhir.Tree {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*fhir.Tree{}
	for _, file := range files {
		if reason := faultyExamples[filepath.Base(file)]; reason != "" {
			t.Logf("left out, it breaks R4: %s: %s", file, reason)
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[file] = tree
	}
	return all
}

// shared is the folder of official material, where it is at hand.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{sharedRoot()}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, the official examples are not at hand: %v", err)
	}
	return path
}

func sharedRoot() string {
	if root := os.Getenv("KAPBRIDGE_SHARED"); root != "" {
		return root
	}
	return filepath.Join("..", "..", "..", "shared")
}

// entries returns the ids of a searchset's matches, as Type/id.
func entries(t testing.TB, bundle *fhir.Tree) []string {
	t.Helper()
	var ids []string
	if list := bundle.Get("entry"); list != nil {
		for _, e := range list.Items {
			if e.At("search", "mode").StringOr("match") == "match" {
				r := e.Get("resource")
				ids = append(ids, fmt.Sprintf("%s/%s", r.Get("resourceType").StringOr(""), r.Get("id").StringOr("")))
			}
		}
	}
	return ids
}
