package pg

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"syscall"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// await pings until the server answers and then makes the database if it is new.
func (s *Server) await(ctx context.Context, url string) error {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return fmt.Errorf("connect to the private PostgreSQL: %w", err)
	}
	defer db.Close()
	tick, slow := time.NewTicker(10*time.Millisecond), time.NewTicker(10*time.Second)
	defer tick.Stop()
	defer slow.Stop()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return makeDatabase(ctx, db)
		}
		if pq.As(err, pqerror.InvalidPassword) != nil {
			return fmt.Errorf("the password in %s is not the cluster's: restore that file from the folder's backup", s.layout.password)
		}
		if !startingUp(err) && ctx.Err() == nil {
			return fmt.Errorf("the private PostgreSQL refuses its owner: %w", err)
		}
		select {
		case <-s.child.done:
			return fmt.Errorf("PostgreSQL did not start (%v): %s", s.child.err, cmp.Or(s.child.said.reason(), "it gave no reason"))
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL did not answer in time (%w)", ctx.Err())
		case <-slow.C:
			s.log.Info("still waiting for PostgreSQL, which may be recovering", "answer", err)
		case <-tick.C:
		}
	}
}

// startingUp tells the answers of a server that is not ready yet, or that is giving
// up (its exit says so a moment later). Another answer would never change.
func startingUp(err error) bool {
	noServerYet := []error{fs.ErrNotExist, syscall.ECONNREFUSED, syscall.EAGAIN}
	goneMeanwhile := []error{driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE}
	is := func(target error) bool { return errors.Is(err, target) }
	return slices.ContainsFunc(noServerYet, is) || slices.ContainsFunc(goneMeanwhile, is) || pq.As(err, pqerror.CannotConnectNow) != nil
}

func makeDatabase(ctx context.Context, db *sql.DB) error {
	var there bool
	err := db.QueryRowContext(ctx, `select exists (select 1 from pg_database where datname = $1)`, Database).Scan(&there)
	if err == nil && !there {
		_, err = db.ExecContext(ctx, `create database `+pq.QuoteIdentifier(Database))
	}
	if err != nil {
		return fmt.Errorf("make database %s: %w", Database, err)
	}
	return nil
}
