package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// readRows reads the clinic's rows of some resources; an id without rows is
// not in the answer. One statement, and one more when they name concepts that
// are not in the cache.
func (s *Store) readRows(ctx context.Context, tx *sqlx.Tx, t *typeSQL, ids []string) (map[string]*mapping.Rows, error) {
	found, err := s.query(ctx, tx, t.rows, pq.Array(ids))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	all := map[string]*mapping.Rows{}
	for found.Next() {
		var id string
		var main, lists []byte
		if err := found.Scan(&id, &main, &lists); err != nil {
			return nil, err
		}
		rows, err := t.parse(id, main, lists)
		if err != nil {
			return nil, fmt.Errorf("rows of %s/%s: %w", t.Type, id, err)
		}
		all[id] = rows
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return all, s.addConcepts(ctx, tx, t, all)
}

func (t *typeSQL) parse(id string, main, lists []byte) (*mapping.Rows, error) {
	m, err := fhir.DecodeStored(main)
	if err != nil {
		return nil, err
	}
	l, err := fhir.DecodeStored(lists)
	if err != nil {
		return nil, err
	}
	rows := &mapping.Rows{ID: id, Main: cells(m, t.Columns()), Lists: map[string][]mapping.Row{}, Concepts: mapping.Dictionary{}}
	for _, child := range t.Children() {
		list := l.Get(child.Name)
		if !list.Is(fhir.Array) {
			continue
		}
		for _, item := range list.Items {
			row := mapping.Row{Cells: cells(item, child.Columns)}
			if row.Key, err = strconv.ParseInt(item.Get("id").Text, 10, 64); err != nil {
				return nil, err
			}
			for _, parent := range child.Parents {
				if link := item.Get(parent + "_id"); link.Is(fhir.Number) {
					key, err := strconv.ParseInt(link.Text, 10, 64)
					if err != nil {
						return nil, err
					}
					row.In = mapping.Link{Table: parent, Key: key}
				}
			}
			rows.Lists[child.Name] = append(rows.Lists[child.Name], row)
		}
	}
	return rows, nil
}

// cells takes the columns of a row that PostgreSQL wrote as JSON.
func cells(row *fhir.Tree, columns []mapping.Column) mapping.Cells {
	c := mapping.Cells{}
	for _, col := range columns {
		v := row.Get(col.Name)
		if v == nil || v.Kind == fhir.Null {
			continue
		}
		switch col.Type {
		case mapping.TypeTexts:
			c[col.Name] = string(v.JSON())
		case mapping.TypeInstant: // the session's time zone is UTC
			c[col.Name] = strings.Replace(v.Text, "+00:00", "Z", 1)
		default:
			c[col.Name] = v.Text
		}
	}
	return c
}

func valid(s string) sql.NullString { return sql.NullString{String: s, Valid: true} }

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
