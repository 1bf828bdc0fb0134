package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"kapbridge/fhir"
)

// tries bounds how often a transaction is begun again that gave way to others or
// lost its connection, and asking how long one asks what became of its commit.
const (
	tries  = 30
	asking = 5 * time.Second
)

// marks sets, for the rest of a transaction, that the adapter writes, which the
// watch leaves alone, and that it waits for a lock for less than PostgreSQL's
// deadlock_timeout (1 s): where the clinic and the adapter wait for each other,
// it is the adapter that gives way and begins again, never the clinic. Plans are
// made once and not for each value, which would double the cost of a write, and
// reach rows by an index however small a table still is. The transaction gets
// its number here, before it takes its instant, see since.
const marks = `fhir_marks()`

const markSQL = `select ` + marks

// trace is what a transaction can be found by when the connection breaks while
// it commits.
type trace struct {
	number string // PostgreSQL's, "" before it has one
	record string // id of an audit record that it stores, "" for none
}

// within runs do in a transaction, again where it may succeed then. do gives
// what the transaction can be found by.
func (s *Store) within(ctx context.Context, do func(*sqlx.Tx) (trace, error)) error {
	for try := 1; ; try++ {
		err := s.once(ctx, do)
		var u *unprepared
		switch {
		case err == nil:
			return nil
		case errors.As(err, &u): // shapes are many, but each is met so once only
			if _, err := s.statement(ctx, u.text); err != nil && !lost(err) {
				return problem(err)
			}
		case try == tries, !temporary(err) && !lost(err):
			return problem(err)
		case lost(err): // some 9 s in all, enough for a database to come up again
			time.Sleep(time.Duration(try) * 20 * time.Millisecond)
		}
	}
}

// unprepared says that a transaction needs a statement that no connection has
// prepared. It ends, since preparing takes a connection of its own: if all were
// held by transactions that wait for another one, none would ever come free.
type unprepared struct{ text string }

func (u *unprepared) Error() string { return fmt.Sprintf("not prepared yet: %.80q", u.text) }

// errUnknown says that nobody knows whether a transaction is stored.
var errUnknown = errors.New("the commit was not answered")

// once runs do in one transaction. A commit is never cancelled: half of it could
// already be durable.
func (s *Store) once(ctx context.Context, do func(*sqlx.Tx) (trace, error)) (err error) {
	tx, err := s.db.BeginTxx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return err
	}
	done := false
	defer func() { // also of a panic, which would keep the connection and its locks
		if done {
			return
		}
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) && !lost(err) {
			s.opt.Log.Warn("roll back", "error", undo)
		}
	}()
	left, err := do(tx)
	if err != nil {
		return err
	}
	done = true
	err = tx.Commit()
	if !lost(err) || left.number == "" {
		return err
	}
	return s.outcome(left, err)
}

// outcome asks what became of a transaction whose commit was not answered.
func (s *Store) outcome(left trace, broken error) error {
	ctx, cancel := context.WithTimeout(context.Background(), asking)
	defer cancel()
	for pause := 10 * time.Millisecond; ; pause *= 2 {
		over, stored, err := s.became(ctx, left)
		switch {
		case err == nil && over && stored:
			return nil
		case err == nil && over:
			return fmt.Errorf("%w: %w", errRaced, broken)
		}
		select {
		case <-ctx.Done():
			return fhir.Refuse(500, "no-store", "the database went away while it stored this, so that nobody knows yet whether it is stored; read before you send it again, or send it again with the same Idempotency-Key").Because(fmt.Errorf("%w: %w", errUnknown, broken))
		case <-time.After(pause):
		}
	}
}

// became tells whether a transaction is over and whether what it wrote is there.
// The number only tells whether it is over: what a crash cut off before it was
// on disk is forgotten, and PostgreSQL gives its number away again, to a
// transaction that may well be committed. So the record is looked for, by a
// statement of its own, which sees all that was over before it began.
func (s *Store) became(ctx context.Context, left trace) (over, stored bool, err error) {
	var status sql.NullString
	err = s.db.GetContext(ctx, &status, `select pg_xact_status(cast($1 as xid8))`, left.number)
	var e *pq.Error
	if errors.As(err, &e) && e.Code == pqerror.InvalidParameterValue { // no number so high was given yet
		err = nil
	}
	if err != nil || status.String == "in progress" {
		return false, false, err
	}
	if left.record == "" {
		return true, status.String == "committed", nil
	}
	err = s.db.GetContext(ctx, &stored, `select exists (select from fhir_audit where id = $1)`, left.record)
	return true, stored, err
}

// lost tells whether the connection to the database broke, or none can be had.
func lost(err error) bool {
	if err == nil {
		return false
	}
	var p *fhir.Problem
	if errors.As(err, &p) {
		return false
	}
	var e *pq.Error
	if errors.As(err, &e) { // connection exceptions, and a server that goes down or comes up
		return e.Code.Class() == "08" || e.Code == "57P01" || e.Code == "57P02" || e.Code == "57P03"
	}
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network)
}
