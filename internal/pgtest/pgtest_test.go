package pgtest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"kapbridge/migrations"
)

func TestMain(m *testing.M) { Main(m) }

// Tests share nothing: the same table name in each of many parallel databases.
func TestEachTestHasItsOwnDatabase(t *testing.T) {
	t.Parallel()
	for i := range 6 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			db := New(t)
			if _, err := db.Exec(`create table only_here (n integer)`); err != nil {
				t.Fatal(err)
			}
			pending, err := migrations.Pending(t.Context(), db.DB)
			if err != nil || pending != 0 {
				t.Fatalf("pending migrations: %d, %v", pending, err)
			}
			var schema string
			if err := db.Get(&schema, `select current_schema()`); err != nil || schema != migrations.Schema {
				t.Fatalf("current schema %q, %v", schema, err)
			}
		})
	}
}

func TestDatabaseGoesWithItsTest(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("borrower", func(t *testing.T) {
		if err := New(t).Get(&name, `select current_database()`); err != nil {
			t.Fatal(err)
		}
	})
	h, err := lender()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := h.admin.QueryRow(`select count(*) from pg_database where datname = $1`, name).Scan(&n); err != nil || n != 0 {
		t.Fatalf("database %s: %d left, %v", name, n, err)
	}
}

func TestEmptyHasNoMigrations(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("postgres", Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow(`select count(*) from information_schema.schemata where schema_name = $1`, migrations.Schema).Scan(&n); err != nil || n != 0 {
		t.Fatalf("schema %s is there already: %d, %v", migrations.Schema, n, err)
	}
}

// An existing server serves just as well; the private one plays it here.
func TestExistingServer(t *testing.T) {
	address := Empty(t)
	t.Setenv(urlEnv, address)
	h, err := open()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("borrower", func(t *testing.T) {
		db, err := sql.Open("postgres", h.copyOf(t, h.template))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.PingContext(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
}

// Only what nobody holds any more is swept away.
func TestAbandoned(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	lock, err := os.Create(filepath.Join(folder, "owner.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if abandoned(folder) {
		t.Error("a young folder")
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(folder, old, old); err != nil {
		t.Fatal(err)
	}
	if !abandoned(folder) {
		t.Error("an old folder that nobody holds")
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	if abandoned(folder) {
		t.Error("a folder that is held")
	}
}

func BenchmarkNew(b *testing.B) {
	New(b)
	for b.Loop() {
		URL(b)
	}
}
