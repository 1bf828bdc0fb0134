package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"kapbridge/migrations"
)

// patience bounds each step with the server, so that a hanging one fails the
// test that met it and not the whole run at go test's own limit.
const patience = 2 * time.Minute

// New gives the test its own migrated database. The schema migrations.Schema is
// first on the search_path. The database goes when the test ends.
func New(t testing.TB) *sqlx.DB {
	t.Helper()
	db, err := sqlx.Open("postgres", URL(t))
	if err != nil {
		t.Fatalf("open the test's database: %v", err)
	}
	db.SetMaxOpenConns(8)
	db.SetMaxIdleConns(8)
	t.Cleanup(func() { // before URL's clean-up drops the database
		if err := db.Close(); err != nil {
			t.Errorf("close the test's database: %v", err)
		}
	})
	return db
}

// URL is New for code that connects by itself: the connection string of a new
// migrated database that goes when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	h, err := lender()
	if err != nil {
		t.Fatalf("no database for this test: %v", err)
	}
	return h.copyOf(t, h.template)
}

// Empty is URL for a database without the migrations, as a new clinic finds it.
func Empty(t testing.TB) string {
	t.Helper()
	h, err := lender()
	if err != nil {
		t.Fatalf("no database for this test: %v", err)
	}
	return h.copyOf(t, "template0")
}

func (h *host) copyOf(t testing.TB, template string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	name := unique()
	if err := h.create(ctx, name, template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := h.drop(ctx, name); err != nil {
			t.Error(err)
		}
	})
	return h.urlOf(name)
}

// unique names a database so that runs that share a server do not meet.
func unique() string { return "kaptest_" + strings.ToLower(rand.Text()) }

// host is the server that lends databases.
type host struct {
	url      *url.URL // of a database that is only for administration
	admin    *sql.DB
	template string
	close    func() error
}

// create copies the template, by PostgreSQL's own choice through the log: half
// the time of STRATEGY FILE_COPY here, fsync off or not.
func (h *host) create(ctx context.Context, name, template string) error {
	_, err := h.admin.ExecContext(ctx, `create database `+pq.QuoteIdentifier(name)+` template `+pq.QuoteIdentifier(template))
	if err != nil {
		return fmt.Errorf("copy database %s: %w", template, err)
	}
	return nil
}

func (h *host) drop(ctx context.Context, name string) error {
	_, err := h.admin.ExecContext(ctx, `drop database if exists `+pq.QuoteIdentifier(name)+` with (force)`)
	if err != nil {
		return fmt.Errorf("drop database %s: %w", name, err)
	}
	return nil
}

// urlOf writes the search_path into "options", which lib/pq and psql both know.
func (h *host) urlOf(database string) string {
	u := *h.url
	u.Path = "/" + database
	q := u.Query()
	q.Set("options", "-csearch_path="+migrations.Schema)
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20") // libpq takes + as it stands
	return u.String()
}

// migrate makes the template.
func (h *host) migrate(ctx context.Context) error {
	h.template = unique()
	if err := h.create(ctx, h.template, "template0"); err != nil {
		return err
	}
	db, err := sql.Open("postgres", h.urlOf(h.template))
	if err != nil {
		return err
	}
	err = migrations.Up(ctx, db)
	if closed := db.Close(); err == nil { // a template with a session on it cannot be copied
		err = closed
	}
	if err != nil {
		return fmt.Errorf("migrate the template database: %w", err)
	}
	return nil
}
