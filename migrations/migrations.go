package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"

	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed *.sql
var files embed.FS

// Schema is the PostgreSQL schema of the clinic when none is configured.
const Schema = "kap"

// Up creates the schema that the connection's search_path names first, when it
// is missing, and applies what it lacks. Several programs may call it at once:
// an advisory lock lets one work and the others wait.
func Up(ctx context.Context, db *sql.DB) error {
	p, err := provider(ctx, db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("apply migrations: %w", err)
	}
	return nil
}

// Pending tells how many migrations the schema lacks.
func Pending(ctx context.Context, db *sql.DB) (int, error) {
	p, err := provider(ctx, db)
	if err != nil {
		return 0, err
	}
	current, target, err := p.GetVersions(ctx)
	return int(target - current), err
}

func provider(ctx context.Context, db *sql.DB) (*goose.Provider, error) {
	var schema string
	err := db.QueryRowContext(ctx, `select split_part(current_setting('search_path'), ',', 1)`).Scan(&schema)
	if err != nil {
		return nil, fmt.Errorf("read the search_path: %w", err)
	}
	var known bool
	if err := db.QueryRowContext(ctx, `select exists (select 1 from pg_namespace where nspname = $1)`, schema).Scan(&known); err != nil {
		return nil, fmt.Errorf("look for schema %s: %w", schema, err)
	}
	if !known {
		if _, err := db.ExecContext(ctx, `create schema if not exists `+pq.QuoteIdentifier(schema)); err != nil {
			return nil, fmt.Errorf("create schema %s: %w", schema, err)
		}
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker), goose.WithTableName("fhir_migration"))
}
