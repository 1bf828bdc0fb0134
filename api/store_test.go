package api

import (
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"kapbridge/internal/pgtest"
	"kapbridge/store"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func newUUID() string { return uuid.Must(uuid.NewV7()).String() }

// onTables serves the real store on an empty clinic, over real HTTP.
func onTables(t testing.TB) *httptest.Server {
	t.Helper()
	return onTablesWith(t, store.Options{}, Options{})
}

// onTablesWith is onTables with some options set.
func onTablesWith(t testing.TB, kept store.Options, o Options) *httptest.Server {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	kept.Now, kept.NewID, kept.Log = time.Now, newUUID, quiet
	s := store.Open(pgtest.New(t), kept)
	t.Cleanup(s.Close)
	o.Store, o.Log, o.Now, o.NewID, o.Version, o.Registry = s, quiet, time.Now, newUUID, "test", prometheus.NewRegistry()
	h, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server
}

// The scripts are the interface as its clients meet it, from socket to tables.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("../testdata/http/*.http")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			runScript(t, file, onTables(t).URL)
		})
	}
}
