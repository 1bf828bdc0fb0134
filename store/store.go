package store

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Options are what the store is given and does not decide itself.
type Options struct {
	Now          func() time.Time // the instant of a transaction
	NewID        func() string    // a time-ordered id: logical ids, audit records
	Log          *slog.Logger
	Zone         *time.Location // in which dates without a zone are meant; nil for UTC
	Placeholders bool           // let references name resources that are not here yet
	CursorLife   time.Duration  // how long the links of a search lead on from its first page; 0 for an hour
	Bodies       int            // bytes of bodies that are kept in memory for searches; 0 for 64 MiB

	RequireIfMatch bool // let nobody change what is here without naming its version
}

// Store reads and writes one clinic's schema. It is safe for concurrent use.
type Store struct {
	db          *sqlx.DB
	opt         Options
	types       map[string]*typeSQL
	prepared    sync.Map     // SQL text -> *sqlx.Stmt
	shapes      atomic.Int64 // texts of searches seen, see ask
	pages       sync.Map     // select of a page -> *pages
	concepts    conceptCache
	writeShapes atomic.Int64           // shapes of writes seen, see kept
	key         atomic.Pointer[[]byte] // that signs cursors, once read
	bodies      *bodies
	auditor     *auditor
	reader      *reader
	writer      *writer
}

// Open prepares a store on a migrated schema, the first of the connection's
// search_path. Close it to flush the audit records of reads.
func Open(db *sqlx.DB, opt Options) *Store {
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	if opt.CursorLife == 0 {
		opt.CursorLife = time.Hour
	}
	s := &Store{db: db, opt: opt, types: map[string]*typeSQL{}, bodies: newBodies(cmp.Or(opt.Bodies, usualBodies))}
	for _, r := range mapping.All() {
		s.types[r.Type] = newTypeSQL(r)
	}
	s.auditor, s.reader, s.writer = newAuditor(s), newReader(s), newWriter(s)
	return s
}

// Close waits for audit records that are under way. Nothing may be asked of the
// store any more.
func (s *Store) Close() { s.auditor.close() }

// Ready tells whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	var one int
	if err := s.db.GetContext(ctx, &one, `select 1 from fhir_resource where false union all select 1`); err != nil {
		return problem(err)
	}
	return nil
}

// sqlOf returns the derived SQL of a type; 404 for a type that is not kept.
func (s *Store) sqlOf(typeName string) (*typeSQL, error) {
	if t := s.types[typeName]; t != nil {
		return t, nil
	}
	if r := mapping.Of(typeName); r != nil {
		return &typeSQL{Resource: r}, nil
	}
	return nil, fhir.Refuse(404, "not-supported", "resources of type %q are not kept here", typeName)
}

// statement prepares SQL once for the life of the store; preparing anew for
// each call would double the round trips of lib/pq.
func (s *Store) statement(ctx context.Context, query string) (*sqlx.Stmt, error) {
	if known, ok := s.prepared.Load(query); ok {
		return known.(*sqlx.Stmt), nil
	}
	st, err := s.db.PreparexContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %.80q: %w", query, err)
	}
	known, raced := s.prepared.LoadOrStore(query, st)
	if raced {
		if err := st.Close(); err != nil {
			s.opt.Log.Warn("close a statement prepared twice", "error", err)
		}
	}
	return known.(*sqlx.Stmt), nil
}

// query runs a statement, inside tx when there is one. There it must have been
// prepared before, else the transaction is to begin again.
func (s *Store) query(ctx context.Context, tx *sqlx.Tx, text string, args ...any) (*sqlx.Rows, error) {
	if tx == nil {
		st, err := s.statement(ctx, text)
		if err != nil {
			return nil, err
		}
		return st.QueryxContext(ctx, args...)
	}
	known, ok := s.prepared.Load(text)
	if !ok {
		return nil, &unprepared{text}
	}
	return tx.StmtxContext(ctx, known.(*sqlx.Stmt)).QueryxContext(ctx, args...)
}

// run runs a statement that gives no rows.
func (s *Store) run(ctx context.Context, tx *sqlx.Tx, text string, args ...any) error {
	found, err := s.query(ctx, tx, text, args...)
	if err != nil {
		return err
	}
	for found.Next() { // the error of a statement comes with its rows
	}
	if err := found.Err(); err != nil {
		found.Close()
		return err
	}
	return found.Close()
}

// mostShapes bounds the texts of searches that are kept prepared, on each
// connection: they vary with the number of values and the chains asked for.
const mostShapes = 2000

// ask runs a statement whose text a search made. Beyond mostShapes texts it is
// parsed anew each time: slower, but nobody can fill the memory with statements.
func (s *Store) ask(ctx context.Context, text string, args ...any) (*sqlx.Rows, error) {
	if !s.keeps(text) {
		return s.db.QueryxContext(ctx, text, args...)
	}
	return s.query(ctx, nil, text, args...)
}

// askWithin is ask inside a transaction.
func (s *Store) askWithin(ctx context.Context, tx *sqlx.Tx, text string, args ...any) (*sqlx.Rows, error) {
	if !s.keeps(text) {
		return tx.QueryxContext(ctx, text, args...)
	}
	return s.query(ctx, tx, text, args...)
}

// keeps tells whether the text of a search is prepared, or may be.
func (s *Store) keeps(text string) bool {
	_, known := s.prepared.Load(text)
	return known || s.shapes.Add(1) <= mostShapes
}

// count runs such a statement that gives one number.
func (s *Store) count(ctx context.Context, text string, args ...any) (*int64, error) {
	found, err := s.ask(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var n int64
	for found.Next() {
		if err := found.Scan(&n); err != nil {
			return nil, err
		}
	}
	return &n, found.Err()
}

// now is the instant of a transaction, with the precision that an instant has
// on the wire, so that _lastUpdated finds what meta.lastUpdated shows.
func (s *Store) now() time.Time { return s.opt.Now().UTC().Truncate(time.Millisecond) }
