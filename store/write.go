package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// head is the state of a resource as the prelude of a write finds it.
type head struct {
	version     int64 // 0 when it never had one
	updated     time.Time
	deleted     bool
	placeholder bool
	pending     bool
	missing     []string // references that lead nowhere
}

// here tells whether a GET would show the resource.
func (h head) here() bool { return h.version > 0 && !h.deleted }

// prelude locks the head and looks for missing references, in one round trip.
func (s *Store) prelude(ctx context.Context, tx *sqlx.Tx, t *typeSQL, id string, refs refsByTable) (head, error) {
	args := []any{t.Type, id}
	for _, target := range t.targets {
		args = append(args, pq.Array(refs.of(target, t, id)))
	}
	found, err := s.query(ctx, tx, t.prelude, args...)
	if err != nil {
		return head{}, err
	}
	defer found.Close()
	var h head
	var mark string
	var version sql.NullInt64
	var updated sql.NullTime
	var deleted, placeholder, pending sql.NullBool
	for found.Next() {
		if err := found.Scan(&mark, pq.Array(&h.missing), &version, &updated, &deleted, &placeholder, &pending); err != nil {
			return head{}, err
		}
	}
	h.version, h.updated = version.Int64, updated.Time
	h.deleted, h.placeholder, h.pending = deleted.Bool, placeholder.Bool, pending.Bool
	return h, found.Err()
}

// change is one version about to be written.
type change struct {
	version    fhir.Version
	before     int64 // the head's version until now
	rows       *mapping.Rows
	card       *mapping.Card
	complement string
	patient    string
	ghosts     refsByTable // placeholders to make
	record     audit.Record
}

// write stores rows, card, head, version and audit record with one statement.
func (s *Store) write(ctx context.Context, tx *sqlx.Tx, t *typeSQL, c change) error {
	text, args := t.remove, []any{c.version.ID}
	if !c.version.Gone() {
		text = t.write
		args = append(args, s.conceptArguments(c.rows.Concepts)...)
		args = append(args, ghostArguments(t, c.ghosts)...)
		args = append(args, rowArguments(t, c.rows)...)
		args = append(args, cardArguments([]string{c.version.ID}, []*mapping.Card{c.card})...)
	}
	args = append(args, headArguments(c)...)
	found, err := s.query(ctx, tx, text, args...)
	if err != nil {
		return err
	}
	defer found.Close()
	moved := 0
	for found.Next() {
		if err := found.Scan(&moved); err != nil {
			return err
		}
	}
	if err := found.Err(); err != nil {
		return err
	}
	if moved != 1 {
		return fmt.Errorf("%s from version %d: %w", c.version.Key, c.before, errRaced)
	}
	return nil
}

// conceptArguments lists the concepts that may not be stored yet.
func (s *Store) conceptArguments(d mapping.Dictionary) []any {
	var ids, texts, owner, system, version, code, display []sql.NullString
	var position []int64
	var selected []sql.NullBool
	for id, concept := range d {
		if s.concepts.get(id) != nil {
			continue
		}
		ids, texts = append(ids, valid(id)), append(texts, textOf(concept.Get("text")))
		if list := concept.Get("coding"); list != nil {
			for i, coding := range list.Items {
				owner, position = append(owner, valid(id)), append(position, int64(i))
				system, version = append(system, textOf(coding.Get("system"))), append(version, textOf(coding.Get("version")))
				code, display = append(code, textOf(coding.Get("code"))), append(display, textOf(coding.Get("display")))
				flag := coding.Get("userSelected")
				selected = append(selected, sql.NullBool{Valid: flag != nil, Bool: flag != nil && flag.Text == "true"})
			}
		}
	}
	return []any{array(ids), array(texts), array(owner), array(position), array(system),
		array(version), array(code), array(display), array(selected)}
}

func valid(s string) sql.NullString { return sql.NullString{String: s, Valid: true} }

func textOf(t *fhir.Tree) sql.NullString {
	if t == nil {
		return sql.NullString{}
	}
	return valid(t.Text)
}

func ghostArguments(t *typeSQL, ghosts refsByTable) []any {
	var args []any
	var types, ids []string
	for _, target := range t.targets {
		args = append(args, array(ghosts[target.table]))
		for _, id := range ghosts[target.table] {
			types, ids = append(types, target.typeName), append(ids, id)
		}
	}
	return append(args, array(types), array(ids))
}

// rowArguments gives the main row's cells and the columns of each child table.
func rowArguments(t *typeSQL, rows *mapping.Rows) []any {
	var args []any
	for _, c := range t.Columns() {
		args = append(args, cell(rows.Main, c.Name))
	}
	for _, child := range t.Children() {
		list := rows.Lists[child.Name]
		keys, positions := make([]int64, len(list)), make([]int64, len(list))
		seen := map[mapping.Link]int64{}
		for i, row := range list {
			keys[i], positions[i] = row.Key, seen[row.In]
			seen[row.In]++
		}
		args = append(args, array(keys), array(positions))
		for _, parent := range child.Parents {
			links := make([]sql.NullInt64, len(list))
			for i, row := range list {
				links[i] = sql.NullInt64{Int64: row.In.Key, Valid: row.In.Table == parent}
			}
			args = append(args, array(links))
		}
		for _, c := range child.Columns {
			column := make([]sql.NullString, len(list))
			for i, row := range list {
				column[i] = cell(row.Cells, c.Name)
			}
			args = append(args, array(column))
		}
	}
	return args
}

func cell(c mapping.Cells, name string) sql.NullString {
	v, ok := c[name]
	return sql.NullString{String: v, Valid: ok}
}

func headArguments(c change) []any {
	var body, sum []byte
	if !c.version.Gone() {
		hash := sha256.Sum256(c.version.Body)
		body, sum = c.version.Body, hash[:]
	}
	args := []any{c.before, c.version.Number, c.version.At, string(c.version.Deed), body, sum, orNull(c.patient), orNull(c.complement)}
	return append(args, auditArguments([]audit.Record{c.record})...)
}

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
