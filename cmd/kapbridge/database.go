package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"kapbridge/internal/pg"
	"kapbridge/migrations"
	"kapbridge/store"
)

// databaseFlags say where the clinic's tables are.
type databaseFlags struct {
	DatabaseURL string `env:"KAPBRIDGE_DATABASE_URL" placeholder:"URL" help:"Use this PostgreSQL (15 or newer) instead of the private one."`
	Data        string `env:"KAPBRIDGE_DATA" placeholder:"FOLDER" help:"Folder of the private PostgreSQL."`
	Schema      string `env:"KAPBRIDGE_SCHEMA" default:"kap" help:"Schema of the clinic."`
}

// database is an open pool and what must end with it.
type database struct {
	*sqlx.DB
	address string
	private *pg.Server // nil when the server is not ours to stop
}

func (f databaseFlags) folder() (string, error) {
	if f.Data != "" {
		return f.Data, nil
	}
	return pg.DefaultFolder()
}

// open connects to the database: the one named, the private one that runs
// already (unless own asks for a server of this process), or a private one
// that this process starts.
func (f databaseFlags) open(ctx context.Context, log *slog.Logger, own bool) (*database, error) {
	d := &database{address: f.DatabaseURL}
	if d.address == "" {
		folder, err := f.folder()
		if err != nil {
			return nil, err
		}
		if !own {
			d.address, err = pg.Attach(folder)
		}
		if own || err != nil {
			if d.private, err = pg.Start(ctx, pg.Options{Folder: folder, Log: log}); err != nil {
				return nil, err
			}
			d.address = d.private.URL()
		}
	}
	var err error
	if d.DB, err = store.Connect(d.address, f.Schema); err != nil {
		return nil, errors.Join(err, d.close())
	}
	if err := reach(ctx, d.DB, d.address); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// reach tells in one line when nobody answers at the address.
func reach(ctx context.Context, db *sqlx.DB, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("the database at %s cannot be reached: %w", withoutPassword(address), err)
	}
	return nil
}

func withoutPassword(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Redacted()
	}
	return "the given address"
}

func (d *database) migrate(ctx context.Context) error { return migrations.Up(ctx, d.DB.DB) }

func (d *database) close() error {
	var err error
	if d.DB != nil {
		err = d.DB.Close()
	}
	if d.private != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
		defer cancel()
		err = errors.Join(err, d.private.Stop(ctx))
	}
	return err
}

// newID makes a time-ordered UUID.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
